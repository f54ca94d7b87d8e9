package net.prosperitybot.worker.signatures;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of the busiest keys: at most {@link #MOST_TABLES}, 16 MB in all and 5 MB that they
 * share; the one that was not used for longest makes room.
 *
 * <p>A key is busy once it has made {@link #BUSY} good signatures within {@link #WITHIN}; that many
 * pay for a table. Only good ones count, so that a forger can neither have a table made nor push
 * one out. Tables are made away from requests, one at a time and with a {@link #REST} after each,
 * so that many keys in turn take 5 % of a processor at most.
 *
 * <p>A table is taken into use when it has accepted the good signature that it was made for. When
 * one does not, or making one fails in another way, that is logged once and there are no tables any
 * more: tables are a matter of speed alone.
 */
final class BusyKeys {
  static final int MOST_TABLES = 32;

  /** What a table costs to make is as much as it saves in some 200 verifications. */
  static final int BUSY = 200;

  static final Duration WITHIN = Duration.ofMinutes(1);
  static final Duration REST = Duration.ofMillis(250);

  /** As many keys as may be counted at a time. */
  private static final int MOST_COUNTED = 20_000;

  private static final Logger log = LoggerFactory.getLogger(BusyKeys.class);

  private final Executor builder;
  private final Ticker ticker;
  private final Map<PublicKey, Table> tables = new ConcurrentHashMap<>();
  private final Cache<PublicKey, AtomicInteger> goodSignatures;

  /** Held by whoever makes a table; whoever fails never gives it back. */
  private final AtomicBoolean building = new AtomicBoolean(true);

  private volatile Optional<KeyCheck.Maker> maker = Optional.empty();
  private volatile long restsUntil;

  /**
   * @param preparation makes what makes tables, or throws when there had better be none
   * @param builder where the preparation, at once, and then tables are made; it gets one task at a
   *     time
   */
  BusyKeys(Supplier<KeyCheck.Maker> preparation, Executor builder, Ticker ticker) {
    this.builder = builder;
    this.ticker = ticker;
    this.goodSignatures =
        Caffeine.newBuilder()
            .maximumSize(MOST_COUNTED)
            .ticker(ticker)
            .expireAfterWrite(WITHIN)
            .build();
    this.restsUntil = ticker.read();
    build(() -> maker = Optional.of(preparation.get()));
  }

  /** Changes only in when it was used. */
  private static final class Table {
    private final KeyCheck check;
    private volatile long usedAt;

    private Table(KeyCheck check, long usedAt) {
      this.check = check;
      this.usedAt = usedAt;
    }
  }

  /** The check by this key's table, if it has one. */
  Optional<KeyCheck> tableOf(PublicKey key) {
    @Nullable Table table = tables.get(key);
    if (table == null) {
      return Optional.empty();
    }
    table.usedAt = ticker.read();
    return Optional.of(table.check);
  }

  /** A key without a table has made a good signature, as Bouncy Castle says. */
  void signed(PublicKey key, byte[] message, Signature signature) {
    int good = goodSignatures.get(key, any -> new AtomicInteger()).incrementAndGet();
    if (good >= BUSY && ticker.read() - restsUntil >= 0 && building.compareAndSet(false, true)) {
      build(() -> makeTable(key, message, signature));
    }
  }

  private void makeTable(PublicKey key, byte[] message, Signature signature) {
    KeyCheck check = maker.orElseThrow().make(key);
    if (!check.hasSigned(message, signature)) {
      throw new IllegalStateException("A table refuses what Bouncy Castle has accepted");
    }
    while (tables.size() >= MOST_TABLES) {
      tables.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().usedAt))
          .ifPresent(longestUnused -> tables.remove(longestUnused.getKey()));
    }
    tables.put(key, new Table(check, ticker.read()));
    goodSignatures.invalidate(key);
    restsUntil = ticker.read() + REST.toNanos();
  }

  private void build(Runnable work) {
    try {
      builder.execute(
          () -> {
            try {
              work.run();
              building.set(false);
            } catch (RuntimeException | Error e) {
              giveUp(e);
            }
          });
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  private void giveUp(Throwable because) {
    tables.clear();
    log.error("Signatures are verified without tables from now on, which is slower", because);
  }
}
