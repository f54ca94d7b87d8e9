package net.prosperitybot.common.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Reads the machine's clock once and counts on from there, so that a jump of that clock makes
 * nothing wait an hour and nothing end early. For durations; not for what is compared with other
 * machines. Safe for many threads.
 */
public final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanos;

  SteadyClock(InstantSource machine, LongSupplier nanoTime) {
    this.start = machine.instant();
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** One that says what the machine's clock says now. */
  public static SteadyClock start() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNanos);
  }
}
