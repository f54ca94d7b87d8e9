package net.prosperitybot.events.servers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.PresenceStore;
import net.prosperitybot.events.background.OrderedWrites;
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
 * logged and counted, and compared after the next such session. It stops with {@link #close}. That
 * it lives is seen in {@code prosperity.comparison.waiting}.
 *
 * <p>Who turns out to be back has their level roles made right. Who left and rejoined while nobody
 * listened does not show here.
 *
 * <p>A page is applied on the server's own write lane: joins and leaves heard of before are known
 * to it and left alone, those heard of later are written after it.
 */
public final class MemberListComparison implements AutoCloseable {
  private static final int MOST_WAITING = 100_000;
  private static final long WRITE_PATIENCE_SECONDS = 60;
  private static final Logger log = LoggerFactory.getLogger(MemberListComparison.class);

  private final MemberListSource discord;
  private final Database database;
  private final OrderedWrites writes;
  private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

  /** Servers under comparison, with the members heard of meanwhile. */
  private final Map<Long, Set<Long>> unsettled = new ConcurrentHashMap<>();

  private final Counter corrected;
  private final Counter compared;
  private final Counter failed;
  private final Thread thread;

  public MemberListComparison(
      MemberListSource discord,
      Database database,
      OrderedWrites writes,
      BotGauges gauges,
      MeterRegistry meters) {
    this.discord = discord;
    this.database = database;
    this.writes = writes;
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
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      failed.increment();
      log.warn("The members of server {} could not be compared: {}", guildId, e.toString());
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
    Map<Long, Long> joinIds =
        page.stream()
            .collect(Collectors.toUnmodifiableMap(ListedMember::userId, ListedMember::joinId));
    writes.submit(
        guildId,
        () -> {
          Set<Long> heard = Set.copyOf(unsettled.getOrDefault(guildId, Set.of()));
          changed.complete(
              database.transaction(tx -> applyPage(tx, guildId, after, upTo, joinIds, heard)));
        });
    return changed.get(WRITE_PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static int applyPage(
      DSLContext tx,
      long guildId,
      long after,
      long upTo,
      Map<Long, Long> joinIds,
      Set<Long> heard) {
    PresenceStore.PageChanges changes =
        PresenceStore.applyPage(tx, guildId, after, upTo, joinIds.keySet(), heard);
    for (long back : changes.joined()) {
      LevelUpStore.askForReconcile(
          tx, new MemberKey(guildId, back), joinIds.getOrDefault(back, 0L), MemberRecorder.REJOIN);
    }
    return changes.count();
  }
}
