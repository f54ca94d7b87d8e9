package net.prosperitybot.simulator.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers when applications identified: Discord allows one in five seconds for each bucket, and a
 * thousand in a day that begins with the first of them.
 */
final class IdentifyLedger {
  static final int PER_DAY = 1000;

  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration DAY = Duration.ofHours(24);

  /** Discord resets a token at 1000 a day; more than that need not be told apart. */
  private static final int REMEMBERED = 2000;

  private record Bucket(long applicationId, int bucket) {}

  private record Day(Instant start, int used) {
    boolean over(Instant now) {
      return !now.isBefore(start.plus(DAY));
    }
  }

  /** What an IDENTIFY meets. */
  enum Verdict {
    IN_TIME,
    TOO_SOON,
    NONE_LEFT
  }

  private final Map<Bucket, Instant> newest = new HashMap<>();
  private final Map<Long, Deque<Instant>> byApplication = new HashMap<>();
  private final Map<Long, Day> days = new HashMap<>();

  /** Counts one IDENTIFY. */
  synchronized Verdict record(long applicationId, int shard, int maxConcurrency, Instant now) {
    Deque<Instant> times = byApplication.computeIfAbsent(applicationId, id -> new ArrayDeque<>());
    times.addLast(now);
    if (times.size() > REMEMBERED) {
      times.removeFirst();
    }
    Day day = day(applicationId, now);
    if (day.used() >= PER_DAY) {
      // The new token that Discord makes then begins a new day.
      days.remove(applicationId);
      return Verdict.NONE_LEFT;
    }
    days.put(applicationId, new Day(day.start(), day.used() + 1));
    Bucket bucket = new Bucket(applicationId, shard % Math.max(1, maxConcurrency));
    Instant last = newest.get(bucket);
    if (last != null && now.isBefore(last.plus(WINDOW))) {
      return Verdict.TOO_SOON;
    }
    newest.put(bucket, now);
    return Verdict.IN_TIME;
  }

  private Day day(long applicationId, Instant now) {
    Day day = days.get(applicationId);
    return day == null || day.over(now) ? new Day(now, 0) : day;
  }

  synchronized SessionStartLimit limit(long applicationId, Instant now) {
    Day day = day(applicationId, now);
    Duration left = day.used() == 0 ? Duration.ZERO : Duration.between(now, day.start().plus(DAY));
    return new SessionStartLimit(PER_DAY, PER_DAY - day.used(), left);
  }

  synchronized void remaining(long applicationId, int remaining, Instant now) {
    Day day = day(applicationId, now);
    days.put(applicationId, new Day(day.start(), PER_DAY - remaining));
  }

  synchronized int countSince(long applicationId, Instant since) {
    Deque<Instant> times = byApplication.get(applicationId);
    return times == null ? 0 : (int) times.stream().filter(t -> !t.isBefore(since)).count();
  }
}
