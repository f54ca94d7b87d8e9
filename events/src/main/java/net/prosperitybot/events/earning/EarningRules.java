package net.prosperitybot.events.earning;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.events.earning.EarningDecision.Earns;
import net.prosperitybot.events.earning.EarningDecision.EarnsNothing;
import net.prosperitybot.events.earning.EarningDecision.Reason;

/** Which messages earn, and how much. Pure; the cooldown is the ledger's to judge. */
public final class EarningRules {
  /** The least that a message is worth before the server's multiplier. */
  public static final int LEAST_BASE_XP = 15;

  /** The most that a message is worth before the server's multiplier. */
  public static final int MOST_BASE_XP = 30;

  private EarningRules() {}

  /** Draws what a message is worth before the multiplier, every value alike. */
  public static int drawBaseXp(RandomGenerator random) {
    return random.nextInt(LEAST_BASE_XP, MOST_BASE_XP + 1);
  }

  /**
   * Decides about one message.
   *
   * @param baseXp drawn once when the message was offered, so that deciding again says the same
   */
  public static EarningDecision decide(
      MessageActivity activity, int baseXp, GuildSettings settings) {
    Optional<Reason> obstacle = obstacle(activity, settings);
    if (obstacle.isPresent()) {
      return new EarnsNothing(obstacle.get());
    }
    int xp = multiplied(baseXp, settings.multiplier());
    return xp == 0 ? new EarnsNothing(Reason.ROUNDED_TO_NOTHING) : new Earns(xp);
  }

  private static Optional<Reason> obstacle(MessageActivity activity, GuildSettings settings) {
    if (activity.author() != AuthorKind.PERSON) {
      return Optional.of(Reason.NOT_A_PERSON);
    }
    if (activity.kind() == MessageKind.OTHER) {
      return Optional.of(Reason.NOT_A_CHAT_MESSAGE);
    }
    if (isInIgnoredChannel(activity, settings.ignoredChannels())) {
      return Optional.of(Reason.IGNORED_CHANNEL);
    }
    if (holdsIgnoredRole(activity, settings.ignoredRoles())) {
      return Optional.of(Reason.IGNORED_ROLE);
    }
    return Optional.empty();
  }

  private static boolean isInIgnoredChannel(MessageActivity activity, Set<Long> ignored) {
    return !ignored.isEmpty()
        && (ignored.contains(activity.channelId())
            || contains(ignored, activity.parentId())
            || contains(ignored, activity.categoryId()));
  }

  /** Everyone holds the role whose id is the server's, though Discord lists it for no one. */
  private static boolean holdsIgnoredRole(MessageActivity activity, Set<Long> ignored) {
    return !ignored.isEmpty()
        && (ignored.contains(activity.guildId())
            || activity.roles().stream().anyMatch(ignored::contains));
  }

  private static boolean contains(Set<Long> ids, OptionalLong id) {
    return id.isPresent() && ids.contains(id.getAsLong());
  }

  private static int multiplied(int baseXp, BigDecimal multiplier) {
    return multiplier
        .multiply(BigDecimal.valueOf(baseXp))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }
}
