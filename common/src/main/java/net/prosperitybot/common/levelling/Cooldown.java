package net.prosperitybot.common.levelling;

import java.time.Duration;
import java.time.Instant;

/** The rule that spaces a member's earning messages; the one place that knows it. */
public final class Cooldown {
  private Cooldown() {}

  /**
   * Whether a message may earn after an earlier one did. A message from before the last award, or
   * the very message of the last award, never earns.
   */
  public static boolean hasPassed(Instant lastXpAt, Instant sentAt, Duration cooldown) {
    return hasPassed(lastXpAt.toEpochMilli(), sentAt.toEpochMilli(), cooldown.toMillis());
  }

  /** The same in milliseconds, for the hot path: no allocation. */
  public static boolean hasPassed(long lastXpAtMillis, long sentAtMillis, long cooldownMillis) {
    return sentAtMillis > lastXpAtMillis && sentAtMillis >= lastXpAtMillis + cooldownMillis;
  }
}
