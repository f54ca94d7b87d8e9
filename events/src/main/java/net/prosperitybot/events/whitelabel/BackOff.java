package net.prosperitybot.events.whitelabel;

import java.time.Duration;
import java.util.random.RandomGenerator;
import net.prosperitybot.events.background.GrowingPause;

/** How long a bot waits after failed attempts: 5 s, twice as long each time, 15 min at most. */
final class BackOff {
  private static final GrowingPause USUAL =
      new GrowingPause(Duration.ofSeconds(5), Duration.ofMinutes(15));

  /** Part of the time by which it is longer or shorter, so that many do not come back at once. */
  private static final double JITTER = 0.2;

  private BackOff() {}

  /**
   * The pause before the next attempt.
   *
   * @param failed how many attempts failed one after the other, 1 or more
   */
  static Duration after(int failed, RandomGenerator random) {
    return Duration.ofSeconds(
        Math.round(USUAL.after(failed).toSeconds() * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }
}
