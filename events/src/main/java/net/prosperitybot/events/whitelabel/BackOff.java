package net.prosperitybot.events.whitelabel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a bot waits after failed attempts: 5 s, twice as long each time, 15 min at most. */
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 10;

  /** Part of the time by which it is longer or shorter, so that many do not come back at once. */
  private static final double JITTER = 0.2;

  private BackOff() {}

  /**
   * The pause before the next attempt.
   *
   * @param failed how many attempts failed one after the other, 1 or more
   */
  static Duration after(int failed, RandomGenerator random) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failed - 1, MOST_DOUBLINGS));
    Duration most = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return Duration.ofSeconds(
        Math.round(most.toSeconds() * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }
}
