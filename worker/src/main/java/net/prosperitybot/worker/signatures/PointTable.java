package net.prosperitybot.worker.signatures;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Multiples of one point, so that any multiple of it is a sum of some of them and needs no
 * doubling. Never changes; any number of threads.
 *
 * <p>A scalar is read as digits of so many bits, the window, from −half to half of what a window
 * counts: more than half counts as negative and carries one into the next. For the digit that
 * counts 2^(bits·i), the table holds 1 to half times 2^(bits·i)·P; a negative digit subtracts.
 *
 * <p>With {@link #SMALL} windows it takes 480 KiB and 13 ms to make, and a multiple is a sum of 32;
 * with {@link #LARGE} ones 5.2 MiB, 0.15 s and 22.
 */
final class PointTable {
  /** Bits of a window, for points of which there are many. */
  static final int SMALL = 8;

  /** Bits of a window, for the one point that is in every signature. */
  static final int LARGE = 12;

  private static final int SCALAR_BITS = 255;
  private static final int ENTRY_FIELDS = 3;

  private final int bits;
  private final int largestDigit;
  private final int windows;
  private final int[] entries;

  PointTable(CurvePoint point, int bits) {
    this.bits = bits;
    this.largestDigit = 1 << (bits - 1);
    this.windows = Math.ceilDiv(SCALAR_BITS, bits);
    this.entries = X25519Field.createTable(windows * largestDigit * ENTRY_FIELDS);
    CurvePoint unit = point;
    for (int window = 0; window < windows; window++) {
      unit = writeWindow(window, unit);
    }
  }

  /** Returns the next window's unit: twice the last multiple. */
  private CurvePoint writeWindow(int window, CurvePoint unit) {
    CurvePoint multiple = unit;
    for (int digit = 1; digit < largestDigit; digit++) {
      multiple.write(entries, entry(window, digit));
      multiple = multiple.plus(unit);
    }
    multiple.write(entries, entry(window, largestDigit));
    return multiple.plus(multiple);
  }

  private int entry(int window, int digit) {
    return (window * largestDigit + digit - 1) * ENTRY_FIELDS * X25519Field.SIZE;
  }

  /**
   * Adds a multiple of the point to a sum. Takes as long as the scalar has digits that are not 0:
   * nothing that goes into verifying is secret.
   *
   * @param scalar 32 bytes, lowest first, below L, so that the last digit carries nothing
   */
  void addMultiple(byte[] scalar, PointSum sum) {
    int carry = 0;
    for (int window = 0; window < windows; window++) {
      int digit = bitsAt(scalar, window * bits) + carry;
      carry = digit > largestDigit ? 1 : 0;
      digit -= carry << bits;
      if (digit > 0) {
        sum.add(entries, entry(window, digit));
      } else if (digit < 0) {
        sum.subtract(entries, entry(window, -digit));
      }
    }
  }

  /** The bits of a window that begins there; beyond the scalar's end they are 0. */
  private int bitsAt(byte[] scalar, int from) {
    int first = from / Byte.SIZE;
    int pair = byteAt(scalar, first) | (byteAt(scalar, first + 1) << Byte.SIZE);
    return (pair >> (from % Byte.SIZE)) & ((1 << bits) - 1);
  }

  private static int byteAt(byte[] scalar, int index) {
    return index < scalar.length ? Byte.toUnsignedInt(scalar[index]) : 0;
  }
}
