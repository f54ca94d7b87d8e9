package net.prosperitybot.bench.signatures;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.signatures.PublicKey;
import net.prosperitybot.worker.signatures.Signature;
import net.prosperitybot.worker.signatures.SignatureVerifier;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A good signature of a key that is used often, over a body of 250 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneVerification {
  static final String TABLES = "tables";
  static final String BOUNCY_CASTLE = "bouncyCastle";
  private static final int BODY = 250;

  /** Enough that its table is there. */
  private static final int UNMEASURED = 20_000;

  @Param({TABLES, BOUNCY_CASTLE})
  public @Nullable String by;

  private final byte[] message = new byte[BODY];
  private @Nullable SignatureVerifier verifier;
  private @Nullable PublicKey key;
  private @Nullable Signature signature;

  /** Signs, and uses the key until it counts as busy. */
  @Setup
  public void signed() {
    Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    key = PublicKey.parse(HexFormat.of().formatHex(secret.generatePublicKey().getEncoded()));
    signature = Signature.parse(HexFormat.of().formatHex(signer.generateSignature())).orElseThrow();
    WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    verifier =
        TABLES.equals(by)
            ? SignatureVerifier.withTables(Runnable::run, Ticker.systemTicker(), metrics)
            : SignatureVerifier.withoutTables(metrics);
    for (int i = 0; i < UNMEASURED; i++) {
      verified();
    }
  }

  @Benchmark
  public boolean verified() {
    if (verifier == null || key == null || signature == null) {
      throw new IllegalStateException("Nothing is signed yet");
    }
    if (!verifier.hasSigned(key, message, signature)) {
      throw new AssertionError("A good signature was refused");
    }
    return true;
  }
}
