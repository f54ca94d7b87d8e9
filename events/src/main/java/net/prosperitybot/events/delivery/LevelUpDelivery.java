package net.prosperitybot.events.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.levelups.ClaimedLevelUps;
import net.prosperitybot.common.levelups.LevelUp;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.awards.LevelUpListener;
import net.prosperitybot.events.background.GrowingPause;
import net.prosperitybot.events.delivery.NoticeActions.NoticeResult;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.gauges.BotGauges;
import net.prosperitybot.events.levelroles.MemberRoles;
import net.prosperitybot.events.levelroles.RefusedRoles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries out the outbox of level changes for one bot: roles first, then the notice, then the row
 * is deleted.
 *
 * <p>It learns of a change at once from the writer, and of what was left behind from {@link
 * Deliveries}. A member's changes are claimed together under a lease, so a process that dies at any
 * point leaves rows that the next one finishes: a role that is held is not added again, and a
 * notice carries the same nonce. Work is bounded: so many members at once, so many waiting; the
 * rest stays in the outbox.
 *
 * <p>In the single mode the old role is taken only when the new one is there: who rises to a role
 * that can't be given keeps what they have.
 */
public final class LevelUpDelivery implements LevelUpListener, AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final int MOST_WAITING = 5_000;

  /** People wait as long as the longest for their roles after Discord's outage, not longer. */
  private static final GrowingPause DELAY =
      new GrowingPause(Duration.ofSeconds(2), Duration.ofSeconds(30));

  /** How long a server that the session does not hold now, such as in an outage, is left alone. */
  private static final Duration OUT_OF_REACH_DELAY = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Logger log = LoggerFactory.getLogger(LevelUpDelivery.class);

  private final long botId;
  private final String process;
  private final Duration lease;
  private final LevelUpStore store;
  private final GuildSettingsStore settings;
  private final RefusedRoles refused;
  private final NoticeFailures noticeFailures;
  private final RoleActions discord;
  private final NoticeActions notices;
  private final LevelUpListener others;
  private final MeterRegistry meters;
  private final AtomicLong claims = new AtomicLong();
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private volatile boolean closed;

  /** Members in work; true when another change was announced meanwhile. */
  private final ConcurrentMap<MemberKey, Boolean> inWork = new ConcurrentHashMap<>();

  /**
   * A delivery.
   *
   * @param process a name for this process that no other has, at most 40 characters
   * @param lease how long a claim holds when its process dies; longer than a delivery takes
   * @param others the process's other bots: one of them may serve by the time of a claim
   */
  public LevelUpDelivery(
      long botId,
      String process,
      Duration lease,
      LevelUpStore store,
      GuildSettingsStore settings,
      RefusedRoles refused,
      NoticeFailures noticeFailures,
      RoleActions discord,
      NoticeActions notices,
      LevelUpListener others,
      BotGauges gauges,
      MeterRegistry meters) {
    this.botId = botId;
    this.process = process;
    this.lease = lease;
    this.store = store;
    this.settings = settings;
    this.refused = refused;
    this.noticeFailures = noticeFailures;
    this.discord = discord;
    this.notices = notices;
    this.others = others;
    this.meters = meters;
    gauges.add("prosperity.delivery.waiting", inWork::size);
  }

  /** Takes up the member's changes if this bot serves the server; never waits. */
  @Override
  public void levelChanged(MemberKey member) {
    if (closed || inWork.size() >= MOST_WAITING || !discord.holds(member.guildId())) {
      return;
    }
    if (!inWork.merge(member, false, (working, announced) -> true)) {
      Thread.ofVirtual().name("delivery").start(() -> work(member));
    }
  }

  /**
   * Takes up what was left behind. What waits in servers that are out of reach is postponed, so
   * that it does not keep the rest from its turn.
   *
   * @param due members with something due in servers that this bot serves
   */
  void takeUp(Collection<MemberKey> due) {
    Set<Long> outOfReach = new HashSet<>();
    for (MemberKey member : due) {
      if (discord.holds(member.guildId())) {
        levelChanged(member);
      } else {
        outOfReach.add(member.guildId());
      }
    }
    outOfReach.forEach(guildId -> store.postponeServer(guildId, OUT_OF_REACH_DELAY));
  }

  /** Ends what is under way, within a few seconds; the rest stays in the outbox. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!permits.tryAcquire(AT_ONCE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("Some level-ups are left to the next process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(MemberKey member) {
    boolean again = true;
    try {
      while (again) {
        inWork.put(member, false);
        deliverWithPermit(member);
        again = !inWork.remove(member, false);
      }
    } catch (InterruptedException e) {
      log.debug("Delivery stops");
    } finally {
      if (again) {
        inWork.remove(member);
      }
    }
  }

  private void deliverWithPermit(MemberKey member) throws InterruptedException {
    permits.acquire();
    MDC.put("guild", Long.toString(member.guildId()));
    MDC.put("user", Long.toString(member.userId()));
    try {
      if (!closed) {
        deliver(member);
      }
    } catch (RuntimeException e) {
      // The row keeps its lease, or was never claimed; the poll finds it again.
      meters.counter("prosperity.deliveries", "outcome", "failed").increment();
      log.warn("A level-up could not be delivered now: {}", e.toString());
    } finally {
      MDC.clear();
      permits.release();
    }
  }

  /** Delivers what the member has waiting, if this bot serves the server. */
  void deliver(MemberKey member) {
    boolean again = true;
    while (again) {
      again =
          serves(settings.load(member.guildId()))
              && store
                  .claim(member, process + "-" + claims.incrementAndGet(), lease)
                  .map(this::deliver)
                  .orElse(false);
    }
  }

  private boolean serves(GuildSettings server) {
    return server.servingBotId().orElse(0) == botId;
  }

  /** Returns whether it has to be done once more, by other settings. */
  private boolean deliver(ClaimedLevelUps claimed) {
    // Read after the level was: a mode that changes later is followed by a reconcile of its own.
    GuildSettings now = settings.load(claimed.member().guildId());
    if (!serves(now)) {
      store.giveBack(claimed);
      others.levelChanged(claimed.member());
      return false;
    }
    String outcome = "done";
    boolean again = false;
    try {
      RolesDone roles = reconcileRoles(claimed, now);
      // The reconcile that follows a change of settings may have been at this member before us.
      again = roles.changed() && settings.version(now.guildId()) != now.version();
      if (again) {
        outcome = "again";
        store.giveBack(claimed);
      } else {
        if (!roles.left()) {
          sendNotice(claimed, now);
        }
        store.complete(claimed);
      }
    } catch (DiscordUnavailableException e) {
      outcome = putOff(claimed, e);
    }
    meters.counter("prosperity.deliveries", "outcome", outcome).increment();
    return again;
  }

  /** Another bot that serves by now need not wait until this one would try again. */
  private String putOff(ClaimedLevelUps claimed, DiscordUnavailableException cause) {
    if (!serves(settings.load(claimed.member().guildId()))) {
      store.giveBack(claimed);
      others.levelChanged(claimed.member());
      return "handed_over";
    }
    store.postpone(claimed, delayAfter(claimed));
    log.info("A level-up waits for Discord: {}", cause.getMessage());
    return "postponed";
  }

  /**
   * What was seen of a member.
   *
   * @param changed whether a role was given or taken
   * @param left whether they turned out not to be in the server
   */
  private record RolesDone(boolean changed, boolean left) {}

  private RolesDone reconcileRoles(ClaimedLevelUps claimed, GuildSettings now) {
    if (now.levelRoles().isEmpty()) {
      return new RolesDone(false, false);
    }
    MemberKey member = claimed.member();
    Optional<Set<Long>> held = discord.heldRoles(member);
    if (held.isEmpty()) {
      return new RolesDone(false, true);
    }
    MemberRoles.Outcome outcome =
        new MemberRoles(discord, refused, meters)
            .reconcile(member, now, claimed.levelNow(), held.get());
    return new RolesDone(outcome.changes() > 0, outcome.left());
  }

  private void sendNotice(ClaimedLevelUps claimed, GuildSettings now) {
    NoticePlan.of(botId, claimed, now, channel -> notices.hasChannel(now.guildId(), channel))
        .filter(planned -> store.noticeStarts(claimed, planned.levelUp(), botId))
        .ifPresent(planned -> send(claimed, planned, now));
  }

  /**
   * What certainly was not sent may be sent at any time, however long it is held back: that it
   * began is taken back, unless it began an earlier time, too.
   */
  private void send(ClaimedLevelUps claimed, NoticePlan.Planned planned, GuildSettings now) {
    try {
      count(now, notices.send(planned.notice()));
    } catch (DiscordUnavailableException e) {
      if (e.isBeforeSending() && planned.levelUp().noticeStartedAt().isEmpty()) {
        store.noticeDidNotStart(claimed, planned.levelUp());
      }
      throw e;
    }
  }

  private void count(GuildSettings now, NoticeResult result) {
    meters
        .counter("prosperity.notices", "kind", tag(now.notice()), "outcome", tag(result))
        .increment();
    switch (result) {
      case UNDELIVERABLE -> noticeFailures.failed(now.guildId());
      case SENT -> {
        if (now.noticeFailures() > 0) {
          noticeFailures.delivered(now.guildId());
        }
      }
    }
  }

  private static Duration delayAfter(ClaimedLevelUps claimed) {
    int failures = claimed.levelUps().stream().mapToInt(LevelUp::attempts).max().orElse(0);
    return DELAY.after(failures + 1);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
