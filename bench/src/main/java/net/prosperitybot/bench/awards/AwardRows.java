package net.prosperitybot.bench.awards;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.events.awards.KnownNames;
import net.prosperitybot.events.awards.Offer;
import net.prosperitybot.events.awards.XpQueue;
import net.prosperitybot.events.awards.XpWriter;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.settings.GuildSettingsCache;
import org.HdrHistogram.Histogram;

/** Awards a second from the queue to the commit. */
public final class AwardRows {
  /** As the events service has them unless it is told otherwise. */
  private static final int LANES = 4;

  /** Far more than the writers take at once, and far less than fits. */
  private static final int MOST_WAITING = 5_000;

  private static final int CAPACITY = 100_000;
  private static final int SERVERS_AT_LOW_LOAD = 8;
  private static final long BETWEEN_MILLIS = 10;
  private static final long LOOK_AGAIN_NANOS = 20_000;

  private AwardRows() {}

  public static List<Row> all() {
    return List.of(
        row("awards-1", "awards in 1 busy server, against one at a time", 1, 1, 0),
        row("awards-8", "in 8 busy servers, against one at a time", 8, 1, 20),
        row("awards-64", "in 64 busy servers, against one at a time", 64, 1, 0),
        row("awards-8-of-8", "in 8 busy servers, against eight connections", 8, 8, 6),
        new Row(
            "award-latency",
            "one award alone, from the queue to the commit, against one at a time",
            Unit.MICROSECONDS,
            new Target.None(),
            AwardRows::latency));
  }

  private static Row row(String name, String what, int servers, int connections, double least) {
    return new Row(
        name,
        what,
        Unit.PER_SECOND,
        least == 0 ? new Target.None() : new Target.RatioAtLeast(least),
        lab -> measure(lab, servers, connections));
  }

  private static Samples measure(Lab lab, int servers, int connections) throws Exception {
    Database database = Stage.of(lab).stack().database();
    BusyServers ours = BusyServers.ofOurs(lab, servers);
    BusyServers theirs = BusyServers.ofReference(lab, servers);
    // Kept as in a service that has run for a while: names are written when they change.
    KnownNames names = new KnownNames(CAPACITY);
    perSecond(database, ours, names, lab.scale().warmUp());
    return Samples.inTurns(
        lab.scale().rounds(),
        () -> perSecond(database, ours, names, lab.scale().spell()),
        () -> oneAtATime(database, theirs, connections, lab.scale().spell()));
  }

  private static double perSecond(
      Database database, BusyServers servers, KnownNames names, Duration spell)
      throws InterruptedException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    XpQueue queue = new XpQueue(LANES, CAPACITY);
    XpWriter writer = started(database, queue, names, meters);
    Counter committed = meters.counter("prosperity.awards", "outcome", "committed");
    long begin = System.nanoTime();
    long end = begin + spell.toNanos();
    while (System.nanoTime() < end) {
      if (queue.depth() < MOST_WAITING && queue.reserve()) {
        XpAward award = servers.next();
        queue.add(new Offer.Decided(award, BusyServers.name(award)));
      } else {
        Thread.sleep(1);
      }
    }
    double perSecond = committed.count() * 1e9 / (System.nanoTime() - begin);
    writer.close(Duration.ofSeconds(10));
    double refused = meters.counter("prosperity.awards", "outcome", "refused").count();
    if (refused > 0) {
      throw new AssertionError(refused + " awards did not earn");
    }
    return perSecond;
  }

  private static XpWriter started(
      Database database, XpQueue queue, KnownNames names, SimpleMeterRegistry meters) {
    XpWriter writer =
        new XpWriter(
            queue,
            new XpLedger(database),
            new GuildSettingsCache(new GuildSettingsStore(database), Ticker.systemTicker()),
            new CooldownMarks(CAPACITY),
            names,
            member -> {},
            meters);
    writer.start();
    return writer;
  }

  private static Samples latency(Lab lab) throws Exception {
    Database database = Stage.of(lab).stack().database();
    BusyServers ours = BusyServers.ofOurs(lab, SERVERS_AT_LOW_LOAD);
    BusyServers theirs = BusyServers.ofReference(lab, SERVERS_AT_LOW_LOAD);
    KnownNames names = new KnownNames(CAPACITY);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    XpQueue queue = new XpQueue(LANES, CAPACITY);
    XpWriter writer = started(database, queue, names, meters);
    Counter committed = meters.counter("prosperity.awards", "outcome", "committed");
    try (OneAtATime reference = new OneAtATime(database.source().getConnection())) {
      Alone byOurs = award -> awaitCommit(queue, committed, award);
      Alone byReference = award -> reference.write(award, BusyServers.name(award));
      medianMicros(byOurs, ours, lab.scale().warmUp());
      medianMicros(byReference, theirs, lab.scale().warmUp());
      return Samples.inTurns(
          lab.scale().rounds(),
          () -> medianMicros(byOurs, ours, lab.scale().spell()),
          () -> medianMicros(byReference, theirs, lab.scale().spell()));
    } finally {
      writer.close(Duration.ofSeconds(10));
    }
  }

  /** Writes one award and returns once it is committed. */
  private interface Alone {
    void write(XpAward award) throws SQLException;
  }

  private static void awaitCommit(XpQueue queue, Counter committed, XpAward award) {
    double before = committed.count();
    if (!queue.reserve()) {
      throw new AssertionError("The queue is full");
    }
    queue.add(new Offer.Decided(award, BusyServers.name(award)));
    long giveUp = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (committed.count() == before) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("An award was not committed within 10 s");
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static double medianMicros(Alone alone, BusyServers servers, Duration spell)
      throws SQLException, InterruptedException {
    Histogram micros = new Histogram(3);
    long end = System.nanoTime() + spell.toNanos();
    while (System.nanoTime() < end) {
      XpAward award = servers.next();
      long begin = System.nanoTime();
      alone.write(award);
      micros.recordValue((System.nanoTime() - begin) / 1_000);
      Thread.sleep(BETWEEN_MILLIS);
    }
    return micros.getValueAtPercentile(50);
  }

  private static double oneAtATime(
      Database database, BusyServers servers, int connections, Duration spell) throws Exception {
    long begin = System.nanoTime();
    long end = begin + spell.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> writers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        writers.add(threads.submit(() -> writeUntil(database, servers, end)));
      }
      long written = 0;
      for (Future<Long> writer : writers) {
        written += writer.get();
      }
      return written * 1e9 / (System.nanoTime() - begin);
    }
  }

  private static long writeUntil(Database database, BusyServers servers, long end)
      throws SQLException {
    long written = 0;
    try (OneAtATime writer = new OneAtATime(database.source().getConnection())) {
      while (System.nanoTime() < end) {
        XpAward award;
        synchronized (servers) {
          award = servers.next();
        }
        writer.write(award, BusyServers.name(award));
        written++;
      }
    }
    return written;
  }
}
