package net.prosperitybot.events.earning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.earning.EarningDecision.Earns;
import net.prosperitybot.events.earning.EarningDecision.EarnsNothing;
import net.prosperitybot.events.earning.EarningDecision.Reason;
import net.prosperitybot.events.testing.Messages;
import org.junit.jupiter.api.Test;

/** The rules as properties: each holds for every message and every setting that is drawn. */
class EarningRulesTest {
  private static final int CASES = 20_000;

  /** Few ids, so that drawn messages often meet drawn settings. */
  private static final int IDS = 6;

  @Test
  void noBotNoWebhookAndNotDiscordItselfEarns() {
    forAll(
        (message, settings) -> {
          if (message.author() != AuthorKind.PERSON) {
            assertEquals(new EarnsNothing(Reason.NOT_A_PERSON), decide(message, settings));
          }
        });
  }

  @Test
  void onlyDefaultMessagesAndRepliesEarn() {
    forAll(
        (message, settings) -> {
          if (message.kind() == MessageKind.OTHER) {
            assertInstanceOf(EarnsNothing.class, decide(message, settings));
          }
        });
  }

  @Test
  void nothingIsEarnedInAnIgnoredChannelNorInItsThreadsNorInItsCategory() {
    forAll(
        (message, settings) -> {
          Set<Long> places = new HashSet<>(Set.of(message.channelId()));
          message.parentId().ifPresent(places::add);
          message.categoryId().ifPresent(places::add);
          if (places.stream().anyMatch(settings.ignoredChannels()::contains)) {
            assertInstanceOf(EarnsNothing.class, decide(message, settings));
          }
        });
  }

  @Test
  void noHolderOfAnIgnoredRoleEarnsAndEveryoneHoldsTheRoleOfEveryone() {
    forAll(
        (message, settings) -> {
          Set<Long> held = new HashSet<>(message.roles());
          held.add(message.guildId());
          if (held.stream().anyMatch(settings.ignoredRoles()::contains)) {
            assertInstanceOf(EarnsNothing.class, decide(message, settings));
          }
        });
  }

  @Test
  void everythingElseEarnsTheBaseTimesTheMultiplierRoundedHalfUp() {
    forAll(
        (message, settings) -> {
          boolean free =
              message.author() == AuthorKind.PERSON
                  && message.kind() != MessageKind.OTHER
                  && settings.ignoredChannels().isEmpty()
                  && settings.ignoredRoles().isEmpty();
          if (free) {
            // In hundredths, exact in integers, which is another way than the rules take.
            long hundredths = settings.multiplier().movePointRight(2).longValueExact() * 17;
            long expected = (hundredths + 50) / 100;
            assertEquals(
                expected == 0
                    ? new EarnsNothing(Reason.ROUNDED_TO_NOTHING)
                    : new Earns((int) expected),
                EarningRules.decide(message, 17, settings));
          }
        });
  }

  @Test
  void decidingAgainSaysTheSame() {
    forAll(
        (message, settings) -> assertEquals(decide(message, settings), decide(message, settings)));
  }

  @Test
  void halvesAreRoundedUp() {
    MessageActivity message = Messages.message(new MemberKey(1, 2), 0);
    assertEquals(new Earns(8), EarningRules.decide(message, 15, multiplier("0.50")));
    assertEquals(new Earns(1), EarningRules.decide(message, 25, multiplier("0.02")));
    assertEquals(
        new EarnsNothing(Reason.ROUNDED_TO_NOTHING),
        EarningRules.decide(message, 24, multiplier("0.02")));
    assertEquals(new Earns(300), EarningRules.decide(message, 30, multiplier("10.00")));
  }

  @Test
  void theBaseIsDrawnEvenlyFromFifteenToThirty() {
    RandomGenerator random = new Random(42);
    int[] seen = new int[31];
    for (int i = 0; i < 160_000; i++) {
      seen[EarningRules.drawBaseXp(random)]++;
    }
    TreeSet<Integer> values = new TreeSet<>();
    for (int value = 0; value < seen.length; value++) {
      if (seen[value] > 0) {
        values.add(value);
        assertTrue(Math.abs(seen[value] - 10_000) < 600, value + " came " + seen[value] + " times");
      }
    }
    assertEquals(15, values.first());
    assertEquals(30, values.last());
    assertEquals(16, values.size());
  }

  private static EarningDecision decide(MessageActivity message, GuildSettings settings) {
    return EarningRules.decide(message, 20, settings);
  }

  private static void forAll(BiConsumer<MessageActivity, GuildSettings> property) {
    RandomGenerator random = new Random(20261101);
    for (int i = 0; i < CASES; i++) {
      property.accept(anyMessage(random), anySettings(random));
    }
  }

  private static MessageActivity anyMessage(RandomGenerator random) {
    MemberKey member = new MemberKey(anyId(random), 1000);
    return new MessageActivity(
        member,
        Messages.messageId(member, 0),
        anyId(random),
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyId(random)),
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyId(random)),
        random.nextInt(3) > 0 ? AuthorKind.PERSON : any(random, AuthorKind.values()),
        any(random, MessageKind.values()),
        anyIds(random),
        Messages.name(member.userId()));
  }

  private static GuildSettings anySettings(RandomGenerator random) {
    return settings(
        BigDecimal.valueOf(random.nextInt(1001), 2),
        random.nextInt(3) == 0 ? anyIds(random) : Set.of(),
        random.nextInt(3) == 0 ? anyIds(random) : Set.of());
  }

  private static GuildSettings multiplier(String multiplier) {
    return settings(new BigDecimal(multiplier), Set.of(), Set.of());
  }

  private static GuildSettings settings(
      BigDecimal multiplier, Set<Long> ignoredChannels, Set<Long> ignoredRoles) {
    return new GuildSettings(
        1,
        NoticeKind.REPLY,
        OptionalLong.empty(),
        multiplier,
        Duration.ofSeconds(60),
        RoleMode.SINGLE,
        OptionalLong.empty(),
        0,
        ignoredChannels,
        ignoredRoles,
        List.of(),
        0);
  }

  private static Set<Long> anyIds(RandomGenerator random) {
    Set<Long> ids = new HashSet<>();
    for (int count = random.nextInt(3); count > 0; count--) {
      ids.add(anyId(random));
    }
    return ids;
  }

  private static long anyId(RandomGenerator random) {
    return random.nextInt(1, IDS + 1);
  }

  private static <T> T any(RandomGenerator random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
