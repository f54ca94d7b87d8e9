package net.prosperitybot.worker.signatures;

import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 signature of exactly 64 bytes; whether it is a good one, {@link PublicKey} says. */
public final class Signature {
  private static final int HEX_DIGITS = 2 * Ed25519.SIGNATURE_SIZE;

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads exactly 128 hex digits, in any case; anything else is no signature. */
  public static Optional<Signature> parse(String hex) {
    // Some verifiers read past a wrong length, so the length is settled before any of them looks.
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    return Optional.of(new Signature(HexFormat.of().parseHex(hex)));
  }

  byte[] bytes() {
    return bytes;
  }
}
