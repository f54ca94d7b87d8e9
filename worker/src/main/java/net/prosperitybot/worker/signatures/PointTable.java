package net.prosperitybot.worker.signatures;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Multiples of one point, so that any multiple of it is a sum of 32 of them and needs no doubling.
 * Never changes; any number of threads.
 *
 * <p>A scalar is read as 32 digits, one for each byte, from −128 to 128: a byte above 127 counts as
 * negative and carries one into the next. For the byte that counts 256^i, the table holds 1 to 128
 * times 256^i·P; a negative digit subtracts.
 *
 * <p>Takes {@link #BYTES} bytes of memory and 13 ms to make. With windows of 6 bits it would be a
 * third of that, and verifying would take a tenth longer.
 */
final class PointTable {
  private static final int WINDOWS = 32;
  private static final int LARGEST_DIGIT = 128;
  private static final int ENTRY_FIELDS = 3;

  static final int BYTES =
      WINDOWS * LARGEST_DIGIT * ENTRY_FIELDS * X25519Field.SIZE * Integer.BYTES;

  private final int[] entries = X25519Field.createTable(WINDOWS * LARGEST_DIGIT * ENTRY_FIELDS);

  PointTable(CurvePoint point) {
    CurvePoint unit = point;
    for (int window = 0; window < WINDOWS; window++) {
      unit = writeWindow(window, unit);
    }
  }

  /** Returns the next window's unit: twice the last multiple. */
  private CurvePoint writeWindow(int window, CurvePoint unit) {
    CurvePoint multiple = unit;
    for (int digit = 1; digit < LARGEST_DIGIT; digit++) {
      multiple.write(entries, entry(window, digit));
      multiple = multiple.plus(unit);
    }
    multiple.write(entries, entry(window, LARGEST_DIGIT));
    return multiple.plus(multiple);
  }

  private static int entry(int window, int digit) {
    return (window * LARGEST_DIGIT + digit - 1) * ENTRY_FIELDS * X25519Field.SIZE;
  }

  /**
   * Adds a multiple of the point to a sum. Takes as long as the scalar has digits that are not 0:
   * nothing that goes into verifying is secret.
   *
   * @param scalar 32 bytes, lowest first, below 2^255, so that the last one carries nothing
   */
  void addMultiple(byte[] scalar, PointSum sum) {
    int carry = 0;
    for (int window = 0; window < WINDOWS; window++) {
      int digit = scalar[window] + carry;
      carry = scalar[window] < 0 ? 1 : 0;
      if (digit > 0) {
        sum.add(entries, entry(window, digit));
      } else if (digit < 0) {
        sum.subtract(entries, entry(window, -digit));
      }
    }
  }
}
