package net.prosperitybot.simulator.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Remembers when applications identified: Discord allows one in five seconds for each bucket. */
final class IdentifyLedger {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** Discord resets a token at 1000 a day; more than that need not be told apart. */
  private static final int REMEMBERED = 2000;

  private record Bucket(long applicationId, int bucket) {}

  private final Map<Bucket, Instant> newest = new HashMap<>();
  private final Map<Long, Deque<Instant>> byApplication = new HashMap<>();

  /** Counts one IDENTIFY; false when it came too soon after the last of its bucket. */
  synchronized boolean record(long applicationId, int shard, int maxConcurrency, Instant now) {
    Deque<Instant> times = byApplication.computeIfAbsent(applicationId, id -> new ArrayDeque<>());
    times.addLast(now);
    if (times.size() > REMEMBERED) {
      times.removeFirst();
    }
    Bucket bucket = new Bucket(applicationId, shard % Math.max(1, maxConcurrency));
    Instant last = newest.get(bucket);
    if (last != null && now.isBefore(last.plus(WINDOW))) {
      return false;
    }
    newest.put(bucket, now);
    return true;
  }

  synchronized int countSince(long applicationId, Instant since) {
    Deque<Instant> times = byApplication.get(applicationId);
    return times == null ? 0 : (int) times.stream().filter(t -> !t.isBefore(since)).count();
  }
}
