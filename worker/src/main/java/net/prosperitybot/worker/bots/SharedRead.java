package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the database said a short while ago, read again at most once in that while, whoever asks.
 *
 * <p>One asker reads; the others wait for what it brings. Who asks for what is not fresh any more
 * gets it at once, and has it read again beside that. While reading fails, what is known serves to
 * the end of its life; then the failure is given to all who ask within {@link #FAILURE_LIFE}, so
 * that nobody queues for a database that is away.
 */
final class SharedRead<T> {
  static final Duration FAILURE_LIFE = Duration.ofMillis(100);
  private static final Logger log = LoggerFactory.getLogger(SharedRead.class);

  private final Supplier<T> source;
  private final long freshNanos;
  private final long lifeNanos;
  private final Ticker ticker;
  private final Executor executor;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Read<T> last;

  /**
   * Nothing read yet.
   *
   * @param fresh for so long it is not read again
   * @param life for so long it serves; not shorter
   * @param executor reads again
   */
  SharedRead(Supplier<T> source, Duration fresh, Duration life, Ticker ticker, Executor executor) {
    this.source = source;
    this.freshNanos = fresh.toNanos();
    this.lifeNanos = life.toNanos();
    this.ticker = ticker;
    this.executor = executor;
  }

  /**
   * An answer of the database, or that there was none.
   *
   * @param at when it was asked, by the ticker
   */
  record Read<T>(@Nullable T value, @Nullable RuntimeException failure, long at) {

    /** The answer. */
    T get() {
      if (value == null) {
        throw new IllegalStateException("Which bots there are is not known", failure);
      }
      return value;
    }
  }

  /** As it was when it was fresh or still lives. */
  Read<T> get() {
    Read<T> read = last;
    if (read == null || isOver(read)) {
      return readUnless(known -> !isOver(known));
    }
    if (ticker.read() - read.at() >= freshNanos && read.failure() == null) {
      renew();
    }
    return read;
  }

  /** The same, asked at this time or later. */
  Read<T> since(long time) {
    Read<T> read = get();
    return isSince(read, time) ? read : readUnless(known -> !isOver(known) && isSince(known, time));
  }

  /** It has changed: the next asker reads, and what is being read now is read again. */
  void changed() {
    changes.incrementAndGet();
    last = null;
  }

  private static boolean isSince(Read<?> read, long time) {
    return read.at() - time >= 0;
  }

  /** Reads, unless somebody else has just brought what will do. */
  private Read<T> readUnless(Predicate<Read<T>> isGood) {
    reading.lock();
    try {
      Read<T> read = last;
      if (read == null || !isGood.test(read)) {
        read = readUnchanged();
        last = read;
      }
      return read;
    } finally {
      reading.unlock();
    }
  }

  private Read<T> readUnchanged() {
    while (true) {
      long before = changes.get();
      Read<T> read = read();
      if (changes.get() == before) {
        return read;
      }
    }
  }

  private Read<T> read() {
    long askedAt = ticker.read();
    try {
      return new Read<>(source.get(), null, askedAt);
    } catch (RuntimeException e) {
      return new Read<>(null, e, ticker.read());
    }
  }

  private void renew() {
    if (renewing.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            try {
              renewOnce();
            } finally {
              renewing.set(false);
            }
          });
    }
  }

  private void renewOnce() {
    reading.lock();
    try {
      Read<T> read = readUnchanged();
      if (read.failure() == null) {
        last = read;
      } else {
        log.warn("Branded bots could not be read again: {}", String.valueOf(read.failure()));
      }
    } finally {
      reading.unlock();
    }
  }

  private boolean isOver(Read<T> read) {
    long life = read.failure() == null ? lifeNanos : FAILURE_LIFE.toNanos();
    return ticker.read() - read.at() >= life;
  }
}
