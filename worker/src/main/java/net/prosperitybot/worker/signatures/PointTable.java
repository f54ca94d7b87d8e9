package net.prosperitybot.worker.signatures;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Multiples of one point, so that any multiple of it is a sum of few of them and needs no doubling.
 * Never changes; any number of threads.
 *
 * <p>A scalar is cut into windows of w bits, and each window is read as a digit from −2^(w−1) + 1
 * to 2^(w−1), with a carry of one into the next. For the window that counts 2^(w·i), the table
 * holds 1 to 2^(w−1) times 2^(w·i)·P; a negative digit subtracts. So there is an addition for each
 * window, and 120 bytes for each multiple:
 *
 * <pre>
 * w  additions  bytes    to make, warm
 * 5  51          97,920   2 ms
 * 6  43         165,120   6 ms
 * 8  32         491,520  20 ms
 * </pre>
 */
final class PointTable {
  /** Scalars are below 2^253; the bit above it takes the last carry. */
  private static final int SCALAR_BITS = 254;

  private static final int SCALAR_BYTES = 32;
  private static final int ENTRY_INTS = 3 * X25519Field.SIZE;

  private final int windowBits;
  private final int windows;

  /** The largest digit, and how many multiples each window has. */
  private final int largest;

  private final int[] entries;

  /**
   * @param windowBits 2 to 8
   */
  PointTable(CurvePoint point, int windowBits) {
    this.windowBits = windowBits;
    this.windows = Math.ceilDiv(SCALAR_BITS, windowBits);
    this.largest = 1 << (windowBits - 1);
    this.entries = X25519Field.createTable(windows * largest * 3);
    CurvePoint unit = point;
    for (int window = 0; window < windows; window++) {
      unit = writeWindow(window, unit);
    }
  }

  /** Returns the next window's unit: twice the last multiple. */
  private CurvePoint writeWindow(int window, CurvePoint unit) {
    CurvePoint multiple = unit;
    for (int digit = 1; digit < largest; digit++) {
      multiple.write(entries, entry(window, digit));
      multiple = multiple.plus(unit);
    }
    multiple.write(entries, entry(window, largest));
    return multiple.plus(multiple);
  }

  private int entry(int window, int digit) {
    return (window * largest + digit - 1) * ENTRY_INTS;
  }

  /**
   * Adds a multiple of the point to a sum. Takes as long as the scalar has digits that are not 0:
   * nothing that goes into verifying is secret.
   *
   * @param scalar 32 bytes, lowest first, below 2^253
   */
  void addMultiple(byte[] scalar, PointSum sum) {
    int carry = 0;
    for (int window = 0; window < windows; window++) {
      int digit = bits(scalar, window * windowBits) + carry;
      carry = digit > largest ? 1 : 0;
      digit -= carry << windowBits;
      if (digit > 0) {
        sum.add(entries, entry(window, digit));
      } else if (digit < 0) {
        sum.subtract(entries, entry(window, -digit));
      }
    }
  }

  /** The scalar's bits of a window, which lie in one byte or in two. */
  private int bits(byte[] scalar, int from) {
    int low = from / Byte.SIZE;
    int pair = Byte.toUnsignedInt(scalar[low]);
    if (low + 1 < SCALAR_BYTES) {
      pair |= Byte.toUnsignedInt(scalar[low + 1]) << Byte.SIZE;
    }
    return (pair >> (from % Byte.SIZE)) & ((1 << windowBits) - 1);
  }

  /** How much memory the multiples take. */
  int bytes() {
    return entries.length * Integer.BYTES;
  }
}
