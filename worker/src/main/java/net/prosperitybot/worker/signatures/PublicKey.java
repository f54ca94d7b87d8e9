package net.prosperitybot.worker.signatures;

import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A bot's Ed25519 public key, decoded once; checking a signature costs about 75 µs.
 *
 * <p>How a signature is verified is this class's own business; everybody else only asks.
 */
public final class PublicKey {
  private static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

  private final Ed25519.PublicPoint point;

  private PublicKey(Ed25519.PublicPoint point) {
    this.point = point;
  }

  /**
   * Reads a key as Discord's developer portal shows it.
   *
   * @throws IllegalArgumentException unless it is 64 hex digits that name a point of the curve
   */
  public static PublicKey parse(String hex) {
    byte[] encoded = HexFormat.of().parseHex(hex);
    if (encoded.length != BYTES) {
      throw new IllegalArgumentException("A public key has 32 bytes");
    }
    return Optional.ofNullable(Ed25519.validatePublicKeyPartialExport(encoded, 0))
        .map(PublicKey::new)
        .orElseThrow(() -> new IllegalArgumentException("Not a point of the curve"));
  }

  /** True when the owner of this key signed exactly this message. */
  public boolean hasSigned(byte[] message, Signature signature) {
    return Ed25519.verify(signature.bytes(), 0, point, message, 0, message.length);
  }
}
