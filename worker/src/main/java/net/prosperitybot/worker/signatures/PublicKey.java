package net.prosperitybot.worker.signatures;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A bot's Ed25519 public key, decoded once. Two are equal when they are the same point.
 *
 * <p>How a signature is verified is this package's own business; everybody else asks a {@link
 * SignatureVerifier}.
 */
public final class PublicKey {
  private static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

  private final Ed25519.PublicPoint point;
  private final byte[] encoded = new byte[BYTES];
  private final int hash;

  private PublicKey(Ed25519.PublicPoint point) {
    this.point = point;
    Ed25519.encodePublicPoint(point, encoded, 0);
    this.hash = Arrays.hashCode(encoded);
  }

  /**
   * Reads a key as Discord's developer portal shows it.
   *
   * @throws IllegalArgumentException unless it is 64 hex digits that name a point of the curve, in
   *     its one canonical form, and not one of the eight points of small order
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

  /**
   * Whether this is the key that these hex digits name; much quicker than to read it.
   *
   * @throws IllegalArgumentException when they are none
   */
  public boolean isWritten(String hex) {
    return Arrays.equals(HexFormat.of().parseHex(hex), encoded);
  }

  /**
   * True when the owner of this key signed exactly this message: Bouncy Castle's word, which is the
   * rule. Costs about 75 µs.
   */
  boolean hasSigned(byte[] message, Signature signature) {
    return Ed25519.verify(signature.bytes(), 0, point, message, 0, message.length);
  }

  /** The canonical form; nobody may write to it. */
  byte[] encoded() {
    return encoded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof PublicKey key && Arrays.equals(encoded, key.encoded));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
