package net.prosperitybot.worker.signatures;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.metrics.WorkerMetrics.VerifiedBy;

/**
 * Says whether a key's owner signed a message; any number of threads.
 *
 * <p>The answer is always Bouncy Castle's: for a busy key it is found by tables ({@link
 * TableCheck}), in about a quarter of the time; for all others, and while a table is made, by
 * asking it.
 */
public final class SignatureVerifier {
  private final Optional<BusyKeys> busyKeys;
  private final WorkerMetrics metrics;

  private SignatureVerifier(Optional<BusyKeys> busyKeys, WorkerMetrics metrics) {
    this.busyKeys = busyKeys;
    this.metrics = metrics;
  }

  /**
   * With tables for busy keys, once a self-test has passed.
   *
   * @param builder where tables are made; it gets one task at a time, of some milliseconds
   */
  public static SignatureVerifier withTables(
      Executor builder, Ticker ticker, WorkerMetrics metrics) {
    return withTables(SelfTest::passed, builder, ticker, metrics);
  }

  static SignatureVerifier withTables(
      Supplier<KeyCheck.Maker> preparation,
      Executor builder,
      Ticker ticker,
      WorkerMetrics metrics) {
    return new SignatureVerifier(Optional.of(new BusyKeys(preparation, builder, ticker)), metrics);
  }

  /** Bouncy Castle for every key. */
  public static SignatureVerifier withoutTables(WorkerMetrics metrics) {
    return new SignatureVerifier(Optional.empty(), metrics);
  }

  /** True when the owner of this key signed exactly this message. */
  public boolean hasSigned(PublicKey key, byte[] message, Signature signature) {
    Optional<KeyCheck> table = busyKeys.flatMap(keys -> keys.tableOf(key));
    if (table.isPresent()) {
      metrics.verified(VerifiedBy.TABLE);
      return table.get().hasSigned(message, signature);
    }
    metrics.verified(VerifiedBy.BOUNCY_CASTLE);
    boolean good = key.hasSigned(message, signature);
    if (good) {
      busyKeys.ifPresent(keys -> keys.signed(key, message, signature));
    }
    return good;
  }
}
