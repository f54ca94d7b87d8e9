package net.prosperitybot.events.background;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Database writes that the gateway's reading thread hands over, so that it never waits; those of
 * one server run one after the other, in the order in which they came.
 *
 * <p>Each lane is a background loop. Period: none, it waits for writes. A write that fails because
 * the database is away is tried again after a growing pause, up to 2 s, until it works; one that
 * fails otherwise is logged, counted and left. A full lane drops the newest write and counts it:
 * the next session that does not resume makes right who is in a server, though not what they are
 * called. It stops with {@link #close}, which gives what waits a few seconds, and nothing once the
 * database is away. That it lives is seen in {@code prosperity.writes.waiting}.
 */
public final class OrderedWrites implements AutoCloseable {
  private static final int MOST_PER_LANE = 50_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long CLOSED_CHECK_MILLIS = 200;
  private static final Logger log = LoggerFactory.getLogger(OrderedWrites.class);

  private final List<Lane> lanes;
  private final Counter dropped;
  private final Counter failed;
  private volatile boolean closed;

  public OrderedWrites(int laneCount, MeterRegistry meters) {
    this.lanes = IntStream.range(0, laneCount).mapToObj(Lane::new).toList();
    this.dropped = meters.counter("prosperity.writes", "outcome", "dropped");
    this.failed = meters.counter("prosperity.writes", "outcome", "failed");
    Gauge.builder(
            "prosperity.writes.waiting",
            lanes,
            all -> all.stream().mapToInt(lane -> lane.waiting.size()).sum())
        .register(meters);
    lanes.forEach(lane -> lane.thread.start());
  }

  /**
   * Hands over a write that may run more than once.
   *
   * @return false when it was dropped
   */
  public boolean submit(long guildId, Runnable write) {
    Lane lane = lanes.get((int) Long.remainderUnsigned(guildId >>> 22, lanes.size()));
    boolean taken = !closed && lane.waiting.offer(write);
    if (!taken) {
      dropped.increment();
    }
    return taken;
  }

  /**
   * Has something done once all writes that were handed over before, of whatever server, are done
   * or given up.
   *
   * @param next quick, for the lanes wait for it
   */
  public void afterAllBefore(Runnable next) {
    AtomicInteger left = new AtomicInteger(lanes.size());
    Runnable reached =
        () -> {
          if (left.decrementAndGet() == 0) {
            next.run();
          }
        };
    for (Lane lane : lanes) {
      // A full lane drops it, and must not keep the others waiting for ever.
      if (!lane.waiting.offer(reached)) {
        reached.run();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Lane lane : lanes) {
        lane.thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        lane.thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Lane implements Runnable {
    final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MOST_PER_LANE);
    final Thread thread;

    Lane(int index) {
      this.thread = Thread.ofVirtual().name("writes-" + index).unstarted(this);
    }

    @Override
    public void run() {
      try {
        while (!(closed && waiting.isEmpty())) {
          Runnable write = waiting.poll(CLOSED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
          if (write != null) {
            untilItWorks(write);
          }
        }
      } catch (InterruptedException e) {
        log.info("{} writes about servers and members are left undone", waiting.size());
      }
    }

    private void untilItWorks(Runnable write) throws InterruptedException {
      Duration pause = FIRST_PAUSE;
      while (true) {
        try {
          write.run();
          return;
        } catch (RuntimeException e) {
          if (!TransientFailure.is(e)) {
            failed.increment();
            log.error("A write about a server or a member failed", e);
            return;
          }
        }
        if (closed) {
          throw new InterruptedException("Closed while the database is away");
        }
        Thread.sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
    }
  }
}
