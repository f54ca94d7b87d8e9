package net.prosperitybot.events.awards;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.earning.EarningDecision;
import net.prosperitybot.events.earning.EarningRules;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.settings.GuildSettingsCache;

/**
 * Where every message that one session hears enters, on the thread that reads the gateway: decides
 * and enqueues, and waits for nothing. Cache, marks and queue are the process's, for several
 * sessions may hear the same message.
 *
 * <p>Any number of threads; a message inside its cooldown costs two look-ups in memory.
 */
public final class MessageIntake {
  private final GuildSettingsCache settings;
  private final CooldownMarks marks;
  private final XpQueue queue;
  private final RandomGenerator random;
  private final XpLedger.Presence presence;
  private final Counter inCooldown;
  private final Counter dropped;
  private final Map<EarningDecision.Reason, Counter> earnsNothing =
      new EnumMap<>(EarningDecision.Reason.class);

  /**
   * An intake.
   *
   * @param random safe for use by several threads
   * @param presence what the session knows of who is in its servers
   */
  public MessageIntake(
      GuildSettingsCache settings,
      CooldownMarks marks,
      XpQueue queue,
      RandomGenerator random,
      XpLedger.Presence presence,
      MeterRegistry meters) {
    this.settings = settings;
    this.marks = marks;
    this.queue = queue;
    this.random = random;
    this.presence = presence;
    this.inCooldown = meters.counter("prosperity.messages", "decision", "in_cooldown");
    this.dropped = meters.counter("prosperity.messages", "decision", "dropped");
    for (EarningDecision.Reason reason : EarningDecision.Reason.values()) {
      earnsNothing.put(reason, meters.counter("prosperity.messages", "decision", tag(reason)));
    }
  }

  /**
   * Whether the message is certainly in its author's cooldown. To be asked before {@link #offer},
   * so that for most messages no facts need to be gathered.
   */
  public boolean isCoolingDown(long guildId, long userId, long messageId) {
    GuildSettings known = settings.ifCached(guildId);
    if (known == null
        || !marks.isCoolingDown(
            new MemberKey(guildId, userId),
            Snowflake.millisOf(messageId),
            known.cooldown().toMillis())) {
      return false;
    }
    inCooldown.increment();
    return true;
  }

  /** Decides about a message and, if it is to earn, sends it on its way. */
  public void offer(MessageActivity activity) {
    int baseXp = EarningRules.drawBaseXp(random);
    GuildSettings known = settings.ifCached(activity.guildId());
    if (known == null) {
      enqueueUndecided(activity, baseXp);
      return;
    }
    switch (EarningRules.decide(activity, baseXp, known)) {
      case EarningDecision.EarnsNothing nothing -> count(nothing.reason());
      case EarningDecision.Earns earns ->
          enqueue(award(activity, earns.xp(), known, presence), activity);
    }
  }

  void count(EarningDecision.Reason reason) {
    Objects.requireNonNull(earnsNothing.get(reason)).increment();
  }

  static XpAward award(
      MessageActivity activity, int xp, GuildSettings settings, XpLedger.Presence presence) {
    return new XpAward(
        activity.member(),
        activity.messageId(),
        activity.channelId(),
        xp,
        settings.cooldown(),
        presence);
  }

  /**
   * Marks only what has its place in the queue: a mark of an award that is then dropped would keep
   * another session, which hears the same message, from offering it. Marks before it is queued, so
   * that the writer's answer finds the mark.
   */
  private void enqueue(XpAward award, MessageActivity activity) {
    if (queue.reserve()) {
      marks.begin(award.member(), award.sentAt(), award.cooldown().toMillis());
      queue.add(new Offer.Decided(award, activity.name()));
    } else {
      dropped.increment();
    }
  }

  private void enqueueUndecided(MessageActivity activity, int baseXp) {
    if (queue.reserve()) {
      marks.beginUndecided(activity.member(), Snowflake.timeOf(activity.messageId()));
      queue.add(new Offer.Undecided(activity, baseXp, presence));
    } else {
      dropped.increment();
    }
  }

  private static String tag(EarningDecision.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
