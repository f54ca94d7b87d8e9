package net.prosperitybot.simulator.world;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Ids that carry their time, unique and increasing.
 *
 * <p>Not safe for threads by itself: the world's lock guards it.
 */
public final class Snowflakes {
  /** The first millisecond of 2015, where Discord's ids begin. */
  public static final long DISCORD_EPOCH_MILLIS = 1_420_070_400_000L;

  private static final int TIME_SHIFT = 22;

  /** The upper half of a millisecond's ids belongs to those of a chosen time. */
  private static final long CHOSEN = 1L << 21;

  private final InstantSource clock;
  private long last;
  private long chosen;

  Snowflakes(InstantSource clock) {
    this.clock = clock;
  }

  /** The next id of now; greater than every id returned before by this method. */
  long next() {
    last = Math.max(last + 1, first(clock.instant()));
    return last;
  }

  /** An id of a chosen time; two of the same time increase. */
  long at(Instant time) {
    chosen = (chosen + 1) % CHOSEN;
    return first(time) | CHOSEN | chosen;
  }

  /** The smallest id of this millisecond. */
  public static long first(Instant time) {
    return (time.toEpochMilli() - DISCORD_EPOCH_MILLIS) << TIME_SHIFT;
  }

  public static Instant timeOf(long snowflake) {
    return Instant.ofEpochMilli((snowflake >>> TIME_SHIFT) + DISCORD_EPOCH_MILLIS);
  }
}
