package net.prosperitybot.bench.interactions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.prosperitybot.bench.population.Population;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import org.jspecify.annotations.Nullable;

/** Awards that land in the big server at a fixed rate, as the events service writes them. */
final class AwardLoad implements AutoCloseable {
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(10);
  private static final int LEAST_XP = 15;
  private static final int MOST_XP = 30;

  /** A rate is kept when no more than this share is missing. */
  private final XpLedger ledger;

  private final Population population;
  private final double rate;
  private final SplittableRandom random = new SplittableRandom(2);
  private final Thread thread = Thread.ofPlatform().name("awards").unstarted(this::run);
  private final long begin = System.nanoTime();
  private volatile boolean over;
  private final AtomicLong written = new AtomicLong();
  private volatile @Nullable RuntimeException failure;

  private AwardLoad(XpLedger ledger, Population population, double rate) {
    this.ledger = ledger;
    this.population = population;
    this.rate = rate;
  }

  /**
   * Begins.
   *
   * @param rate awards a second
   */
  static AwardLoad start(Database database, Population population, double rate) {
    AwardLoad load = new AwardLoad(new XpLedger(database), population, rate);
    load.thread.start();
    return load;
  }

  private void run() {
    try {
      while (!over) {
        long due = (long) (rate * (System.nanoTime() - begin) / 1e9);
        if (due > written.get()) {
          ledger.award(batch((int) Math.min(500, due - written.get())), List.of());
        }
        LockSupport.parkNanos(BETWEEN_BATCHES.toNanos());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private List<XpAward> batch(int size) {
    List<XpAward> awards = new ArrayList<>(size);
    long firstId = Snowflake.firstAt(Instant.now());
    for (int i = 0; i < size; i++) {
      long user = population.bigMember(random.nextInt(population.bigServerSize()));
      awards.add(
          new XpAward(
              new MemberKey(population.bigGuild(), user),
              // Written by nobody else, and no two alike: the counter of a snowflake goes on.
              firstId + (written.get() + i) % (1 << 22),
              1,
              random.nextInt(LEAST_XP, MOST_XP + 1),
              Duration.ofSeconds(1),
              XpLedger.Presence.FROM_MEMBER_EVENTS));
    }
    written.addAndGet(size);
    return awards;
  }

  /** Fails when one failed, or when a smaller share of those due has landed than this. */
  void assertLanded(double least) {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new AssertionError("An award failed", failed);
    }
    double due = rate * (System.nanoTime() - begin) / 1e9;
    if (written.get() < least * due) {
      throw new AssertionError("Only %d awards of %.0f landed".formatted(written.get(), due));
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
