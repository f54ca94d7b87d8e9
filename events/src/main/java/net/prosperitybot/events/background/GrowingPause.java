package net.prosperitybot.events.background;

import java.time.Duration;

/**
 * How long to wait between attempts: after each failure twice as long as after the one before.
 *
 * @param first after the first failure
 * @param longest after however many
 */
public record GrowingPause(Duration first, Duration longest) {
  /** Beyond this every pause is the longest, and a product of it stays within a duration. */
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The pause before the next attempt.
   *
   * @param failures how many there were one after the other, 1 or more
   */
  public Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
