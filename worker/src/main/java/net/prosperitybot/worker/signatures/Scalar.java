package net.prosperitybot.worker.signatures;

import java.math.BigInteger;

/**
 * Numbers that points are multiplied by: 32 bytes, lowest first, below the order L of the base
 * point.
 */
final class Scalar {
  /** L = 2^252 + 27742317777372353535851937790883648493. */
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final int BYTES = 32;

  private Scalar() {}

  /** Whether this is the one way to write its scalar, as a signature has to. */
  static boolean isCanonical(byte[] bytes) {
    return number(bytes).compareTo(ORDER) < 0;
  }

  /** What a number of any length, lowest byte first, leaves when divided by L. */
  static byte[] reduce(byte[] bytes) {
    return bytes(number(bytes).mod(ORDER));
  }

  static byte[] bytes(BigInteger scalar) {
    byte[] highestFirst = scalar.toByteArray();
    byte[] bytes = new byte[BYTES];
    int length = Math.min(highestFirst.length, BYTES);
    for (int i = 0; i < length; i++) {
      bytes[i] = highestFirst[highestFirst.length - 1 - i];
    }
    return bytes;
  }

  static BigInteger number(byte[] bytes) {
    byte[] highestFirst = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      highestFirst[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, highestFirst);
  }
}
