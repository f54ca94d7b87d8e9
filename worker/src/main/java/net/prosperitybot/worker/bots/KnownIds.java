package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which ids there are, read again at most once in {@link #LIFE} whoever asks for what.
 *
 * <p>One asker reads; the others wait for what it brings. While reading fails, its failure is given
 * to all who ask within that time, so that nobody queues for a database that is away.
 */
final class KnownIds {
  /** Short, because Discord's PING may come right after a bot was added. */
  static final Duration LIFE = Duration.ofMillis(100);

  private final Supplier<Set<Long>> source;
  private final Ticker ticker;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Read last;

  KnownIds(Supplier<Set<Long>> source, Ticker ticker) {
    this.source = source;
    this.ticker = ticker;
  }

  private record Read(Set<Long> ids, @Nullable RuntimeException failure, long at) {}

  /** Whether there was such an id at most {@link #LIFE} ago. */
  boolean has(long id) {
    Read read = last;
    if (read == null || isOver(read)) {
      read = readOnce();
    }
    if (read.failure() != null) {
      throw new IllegalStateException("Which bots there are is not known", read.failure());
    }
    return read.ids().contains(id);
  }

  /** Something was added: the next asker reads. */
  void changed() {
    last = null;
  }

  private Read readOnce() {
    reading.lock();
    try {
      Read read = last;
      if (read == null || isOver(read)) {
        read = read();
        last = read;
      }
      return read;
    } finally {
      reading.unlock();
    }
  }

  private Read read() {
    long askedAt = ticker.read();
    try {
      return new Read(Set.copyOf(source.get()), null, askedAt);
    } catch (RuntimeException e) {
      return new Read(Set.of(), e, ticker.read());
    }
  }

  private boolean isOver(Read read) {
    return ticker.read() - read.at() >= LIFE.toNanos();
  }
}
