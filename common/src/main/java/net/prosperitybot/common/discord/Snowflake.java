package net.prosperitybot.common.discord;

import java.time.Instant;

/**
 * Discord's ids: 64 bits, the upper 42 of which are milliseconds since 2015.
 *
 * <p>Source: Discord's developer documentation, API reference, "Snowflakes".
 */
public final class Snowflake {
  /** The first second of 2015, in milliseconds since 1970. */
  public static final long EPOCH_MILLIS = 1_420_070_400_000L;

  private static final int TIME_SHIFT = 22;

  private Snowflake() {}

  /** When the thing with this id was made, exact to the millisecond. */
  public static Instant timeOf(long id) {
    return Instant.ofEpochMilli(millisOf(id));
  }

  /** The same in milliseconds since 1970, without an allocation. */
  public static long millisOf(long id) {
    return (id >>> TIME_SHIFT) + EPOCH_MILLIS;
  }

  /** The smallest id that a thing of this time can have. */
  public static long firstAt(Instant time) {
    return (time.toEpochMilli() - EPOCH_MILLIS) << TIME_SHIFT;
  }

  /** The shard, of so many, that a server's events come through. */
  public static int shardOf(long guildId, int shardCount) {
    return (int) ((guildId >>> TIME_SHIFT) % shardCount);
  }

  /**
   * Reads an id from its text form on the wire.
   *
   * @throws NumberFormatException when the text is not an unsigned decimal number of at most 63
   *     bits
   */
  public static long parse(String text) {
    long id = Long.parseLong(text);
    if (id < 0 || text.charAt(0) == '+') {
      throw new NumberFormatException("Not a snowflake");
    }
    return id;
  }
}
