package net.prosperitybot.events.background;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of work again and again on a thread of its own, with a pause of {@code period}
 * after each run, so that runs never overlap.
 *
 * <p>A run that fails is counted and, if the one before did not fail, logged; the next comes after
 * the same pause. It stops with {@link #close}, which interrupts a run under way. That it lives is
 * seen in {@code prosperity.loop.age{loop}}, the seconds since the last run that succeeded.
 */
public final class PeriodicLoop implements AutoCloseable {
  private static final Duration LAST_RUN = Duration.ofSeconds(3);
  private static final Logger log = LoggerFactory.getLogger(PeriodicLoop.class);

  private final String name;
  private final Duration period;
  private final Work work;
  private final Counter failures;
  private final Thread thread;
  private volatile long lastSuccessNanos = System.nanoTime();

  /** One run. */
  @FunctionalInterface
  public interface Work {
    void run() throws InterruptedException;
  }

  private PeriodicLoop(String name, Duration period, Work work, MeterRegistry meters) {
    this.name = name;
    this.period = period;
    this.work = work;
    this.failures = meters.counter("prosperity.loop.failures", "loop", name);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    Gauge.builder("prosperity.loop.age", this, PeriodicLoop::secondsSinceSuccess)
        .tag("loop", name)
        .baseUnit("seconds")
        .register(meters);
  }

  /**
   * Starts a loop; its first run is now.
   *
   * @param name of the thread and in the metrics
   */
  public static PeriodicLoop start(String name, Duration period, MeterRegistry meters, Work work) {
    PeriodicLoop loop = new PeriodicLoop(name, period, work, meters);
    loop.thread.start();
    return loop;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST_RUN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    boolean failedBefore = false;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        failedBefore = !succeeds(failedBefore);
        Thread.sleep(period);
      }
    } catch (InterruptedException e) {
      log.debug("The loop {} stops", name);
    }
  }

  private boolean succeeds(boolean failedBefore) throws InterruptedException {
    try {
      work.run();
      lastSuccessNanos = System.nanoTime();
      return true;
    } catch (RuntimeException e) {
      failures.increment();
      if (!failedBefore) {
        log.warn("The loop {} fails, and goes on: {}", name, e.toString());
      }
      return false;
    }
  }

  private double secondsSinceSuccess() {
    return (System.nanoTime() - lastSuccessNanos) / 1e9;
  }
}
