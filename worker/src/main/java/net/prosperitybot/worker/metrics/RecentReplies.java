package net.prosperitybot.worker.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long after the call the replies of the last five minutes came, to a tenth of a second; what
 * took longer than five seconds counts as that. Safe for many threads.
 */
public final class RecentReplies {
  /** With fewer, one slow reply would speak for all. */
  static final int FEWEST = 20;

  private static final Duration SLOT = Duration.ofSeconds(30);
  private static final int SLOTS = 10;
  private static final int STEP_MILLIS = 100;
  private static final int STEPS = 50;
  private static final int PER_CENT = 95;

  private final InstantSource clock;

  /** Replies by slot of the ring and by time in steps, rounded up. */
  private final int[][] counts = new int[SLOTS][STEPS + 1];

  /** Which slot of time each slot of the ring is for. */
  private final long[] numbers = new long[SLOTS];

  public RecentReplies(InstantSource clock) {
    this.clock = clock;
  }

  /** A reply came this long after its call. */
  synchronized void add(Duration age) {
    long number = slotNow();
    int slot = (int) (number % SLOTS);
    if (numbers[slot] != number) {
      numbers[slot] = number;
      counts[slot] = new int[STEPS + 1];
    }
    long steps = Math.ceilDiv(age.toMillis(), STEP_MILLIS);
    counts[slot][(int) Math.min(steps, STEPS)]++;
  }

  /** Within which time 95 of 100 came; empty when they were too few to tell. */
  public synchronized Optional<Duration> mostWithin() {
    long[] all = new long[STEPS + 1];
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      for (int step = 0; isRecent(slot) && step <= STEPS; step++) {
        all[step] += counts[slot][step];
        sum += counts[slot][step];
      }
    }
    if (sum < FEWEST) {
      return Optional.empty();
    }
    int step = 0;
    for (long seen = all[0]; seen * 100 < sum * PER_CENT; seen += all[step]) {
      step++;
    }
    return Optional.of(Duration.ofMillis((long) step * STEP_MILLIS));
  }

  private boolean isRecent(int slot) {
    return numbers[slot] > slotNow() - SLOTS;
  }

  private long slotNow() {
    return clock.instant().getEpochSecond() / SLOT.toSeconds();
  }
}
