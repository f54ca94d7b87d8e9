package net.prosperitybot.events.servers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.PresenceStore;
import net.prosperitybot.events.background.GrowingPause;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.gauges.BotGauges;
import net.prosperitybot.events.servers.MemberListSource.ListedMember;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares who we think is in a server with Discord's member list, page by page, one server after
 * the other: what a session that did not resume may have missed.
 *
 * <p>A background loop. Period: none, it waits for servers to compare. A server that fails is
 * logged and counted; unless Discord refuses its list, it has its turn again after a pause, a few
 * times. Then it waits for the next such session. It stops with {@link #close}. That it lives is
 * seen in {@code prosperity.comparison.waiting}.
 *
 * <p>Who turns out to be back has their level roles made right, and so has whoever joined lately
 * though we know them for longer: they may have left and rejoined while nobody listened.
 *
 * <p>A page is applied on the server's own write lane: joins and leaves heard of before are known
 * to it and left alone, those heard of later are written after it.
 */
public final class MemberListComparison implements AutoCloseable {
  private static final int MOST_WAITING = 100_000;
  private static final long WRITE_PATIENCE_SECONDS = 60;

  /** With a pause after each that grows from a second to half a minute: five minutes in all. */
  private static final int MOST_ATTEMPTS = 14;

  private static final GrowingPause PAUSE =
      new GrowingPause(Duration.ofSeconds(1), Duration.ofSeconds(32));

  /** So long nobody listens at most; who rejoined before that was heard of. */
  private static final Duration LATELY = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(MemberListComparison.class);

  private final MemberListSource discord;
  private final Database database;
  private final OrderedWrites writes;
  private final InstantSource clock;
  private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

  /** Servers under comparison, with the members heard of meanwhile. */
  private final Map<Long, Set<Long>> unsettled = new ConcurrentHashMap<>();

  /** Of servers that wait for another turn, how many failed; the loop's own. */
  private final Map<Long, Integer> attempts = new HashMap<>();

  private final Counter corrected;
  private final Counter compared;
  private final Counter failed;
  private final Thread thread;

  public MemberListComparison(
      MemberListSource discord,
      Database database,
      OrderedWrites writes,
      InstantSource clock,
      BotGauges gauges,
      MeterRegistry meters) {
    this.discord = discord;
    this.database = database;
    this.writes = writes;
    this.clock = clock;
    this.corrected = meters.counter("prosperity.comparison.corrected");
    this.compared = meters.counter("prosperity.comparison.servers", "outcome", "compared");
    this.failed = meters.counter("prosperity.comparison.servers", "outcome", "failed");
    gauges.add("prosperity.comparison.waiting", waiting::size);
    this.thread = Thread.ofVirtual().name("member-list").start(this::loop);
  }

  /** Has the server compared when its turn comes; never waits. */
  public void request(long guildId) {
    if (!waiting.contains(guildId) && !waiting.offer(guildId)) {
      failed.increment();
    }
  }

  /** The member joined or left just now, so their page may be older than that. */
  void heardOf(MemberKey member) {
    Set<Long> heard = unsettled.get(member.guildId());
    if (heard != null) {
      heard.add(member.userId());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void loop() {
    try {
      while (true) {
        compareOrLog(waiting.take());
      }
    } catch (InterruptedException e) {
      log.debug("The comparison stops with {} servers waiting", waiting.size());
    }
  }

  private void compareOrLog(long guildId) throws InterruptedException {
    try {
      corrected.increment(compare(guildId));
      compared.increment();
      attempts.remove(guildId);
    } catch (DiscordUnavailableException | ExecutionException | TimeoutException e) {
      failed(guildId, e);
      tryAgain(guildId);
    } catch (RuntimeException e) {
      failed(guildId, e);
      attempts.remove(guildId);
    }
  }

  private void failed(long guildId, Exception because) {
    failed.increment();
    log.warn("The members of server {} could not be compared: {}", guildId, because.toString());
  }

  private void tryAgain(long guildId) throws InterruptedException {
    int failures = attempts.merge(guildId, 1, Integer::sum);
    if (failures < MOST_ATTEMPTS) {
      request(guildId);
      Thread.sleep(PAUSE.after(failures));
    } else {
      attempts.remove(guildId);
    }
  }

  private int compare(long guildId)
      throws InterruptedException, ExecutionException, TimeoutException {
    unsettled.put(guildId, ConcurrentHashMap.newKeySet());
    try {
      int changed = 0;
      long after = 0;
      while (after < Long.MAX_VALUE) {
        List<ListedMember> page = discord.page(guildId, after);
        long upTo =
            page.size() < MemberListSource.PAGE_SIZE ? Long.MAX_VALUE : page.getLast().userId();
        changed += apply(guildId, after, upTo, page);
        after = upTo;
      }
      return changed;
    } finally {
      unsettled.remove(guildId);
    }
  }

  private int apply(long guildId, long after, long upTo, List<ListedMember> page)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Integer> changed = new CompletableFuture<>();
    Map<Long, Instant> joinedAt =
        page.stream()
            .collect(Collectors.toUnmodifiableMap(ListedMember::userId, ListedMember::joinedAt));
    writes.submit(
        guildId,
        () -> {
          Set<Long> heard = Set.copyOf(unsettled.getOrDefault(guildId, Set.of()));
          changed.complete(
              database.transaction(tx -> applyPage(tx, guildId, after, upTo, joinedAt, heard)));
        });
    return changed.get(WRITE_PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private int applyPage(
      DSLContext tx,
      long guildId,
      long after,
      long upTo,
      Map<Long, Instant> joinedAt,
      Set<Long> heard) {
    PresenceStore.PageChanges changes =
        PresenceStore.applyPage(tx, guildId, after, upTo, joinedAt, heard);
    Instant lately = clock.instant().minus(LATELY);
    Set<Long> joined = Set.copyOf(changes.joined());
    Set<Long> rejoined = Set.copyOf(changes.rejoined());
    joinedAt.forEach(
        (user, since) -> {
          if (joined.contains(user) || (rejoined.contains(user) && since.isAfter(lately))) {
            LevelUpStore.askForReconcile(
                tx, new MemberKey(guildId, user), Snowflake.firstAt(since), MemberRecorder.REJOIN);
          }
        });
    return changes.count();
  }
}
