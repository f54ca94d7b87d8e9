package net.prosperitybot.simulator.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The time that messages written on the page carry: real time, or ahead of it by what the tester
 * chose. Remembers when the early ones were really written, for a conversation is read in that
 * order. Safe for threads.
 */
final class MessageClock {
  /** Far enough to walk through a day-long cooldown a month long. */
  static final Duration MOST_AHEAD = Duration.ofDays(31);

  private static final int REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Map<Long, Long> writtenAt = new LinkedHashMap<>();
  private Duration ahead = Duration.ZERO;

  MessageClock(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Instant now() {
    return clock.instant().plus(ahead);
  }

  synchronized Duration ahead() {
    return ahead;
  }

  /** Moves forward; throws when that is too far or not forward. */
  synchronized void advance(Duration by) {
    Duration next = ahead.plus(by);
    if (by.isNegative() || next.compareTo(MOST_AHEAD) > 0) {
      throw new IllegalArgumentException("The message clock goes forward, by 31 days at most.");
    }
    ahead = next;
  }

  synchronized void backToRealTime() {
    ahead = Duration.ZERO;
  }

  /** Notes that a message of a later time was written when {@code realId} was the newest id. */
  synchronized void wrote(long messageId, long realId) {
    writtenAt.put(messageId, realId);
    if (writtenAt.size() > REMEMBERED) {
      writtenAt.remove(writtenAt.keySet().iterator().next());
    }
  }

  /** By what a message is sorted: the id it would have had without this clock. */
  synchronized long placeOf(long messageId) {
    return writtenAt.getOrDefault(messageId, messageId);
  }
}
