package net.prosperitybot.worker.signatures;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A point of edwards25519 in extended coordinates (RFC 8032, section 5.1.4): x = X/Z, y = Y/Z, xy =
 * T/Z. Never changes.
 *
 * <p>For the making of tables, not for the verifying of signatures: an addition costs 0.5 µs and
 * allocates 1 KB.
 */
final class CurvePoint {
  private static final int[] D = quotient(-121_665, 121_666);
  private static final int[] TWICE_D = times(D, 2);

  /** 4d, which makes d·x·y of two halves. */
  private static final int[] FOUR_D = times(D, 4);

  /** The point B that all keys are multiples of: y = 4/5. */
  static final CurvePoint BASE = decode(HexFormat.of().parseHex("58" + "66".repeat(31)));

  private final int[] x;
  private final int[] y;
  private final int[] z;
  private final int[] t;

  private CurvePoint(int[] x, int[] y, int[] z, int[] t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  /**
   * Reads the 32 bytes of a point.
   *
   * @throws IllegalArgumentException when no point has this y
   */
  static CurvePoint decode(byte[] encoded) {
    int[] y = X25519Field.create();
    X25519Field.decode255(encoded, y);
    int[] x = squareRootFor(y);
    X25519Field.normalize(x);
    int sign = (encoded[encoded.length - 1] >> 7) & 1;
    X25519Field.cnegate(sign ^ (x[0] & 1), x);
    int[] one = X25519Field.create();
    X25519Field.one(one);
    return new CurvePoint(x, y, one, product(x, y));
  }

  /** An x of (y² − 1) / (d·y² + 1). */
  private static int[] squareRootFor(int[] y) {
    int[] above = product(y, y);
    int[] below = product(above, D);
    X25519Field.subOne(above);
    X25519Field.addOne(below);
    int[] x = X25519Field.create();
    if (!X25519Field.sqrtRatioVar(above, below, x)) {
      throw new IllegalArgumentException("Not a point of the curve");
    }
    return x;
  }

  CurvePoint negated() {
    int[] minusX = X25519Field.create();
    int[] minusT = X25519Field.create();
    X25519Field.negate(x, minusX);
    X25519Field.negate(t, minusT);
    return new CurvePoint(minusX, y, z, minusT);
  }

  /**
   * The addition of RFC 8032, section 5.1.4. It holds for all pairs, equal ones and the neutral
   * point included, because d is no square.
   */
  CurvePoint plus(CurvePoint other) {
    int[] sum = X25519Field.create();
    int[] difference = X25519Field.create();
    int[] otherSum = X25519Field.create();
    int[] otherDifference = X25519Field.create();
    X25519Field.apm(y, x, sum, difference);
    X25519Field.apm(other.y, other.x, otherSum, otherDifference);
    int[] a = product(difference, otherDifference);
    int[] b = product(sum, otherSum);
    int[] c = product(product(t, other.t), TWICE_D);
    int[] d = product(times(z, 2), other.z);
    int[] e = X25519Field.create();
    int[] f = X25519Field.create();
    int[] g = X25519Field.create();
    int[] h = X25519Field.create();
    X25519Field.apm(b, a, h, e);
    X25519Field.apm(d, c, g, f);
    return new CurvePoint(product(e, f), product(g, h), product(f, g), product(e, h));
  }

  /**
   * Writes what {@link PointSum#add} needs of this point, 30 ints from this place on: (y − x)/2, (y
   * + x)/2 and d·x·y. Costs an inversion, about 2 µs.
   */
  void write(int[] entries, int at) {
    int[] half = X25519Field.create();
    X25519Field.add(z, z, half);
    X25519Field.invVar(half, half);
    int[] halfX = product(x, half);
    int[] halfY = product(y, half);
    int[] halfSum = X25519Field.create();
    int[] halfDifference = X25519Field.create();
    X25519Field.apm(halfY, halfX, halfSum, halfDifference);
    writeField(halfDifference, entries, at);
    writeField(halfSum, entries, at + X25519Field.SIZE);
    writeField(product(product(halfX, halfY), FOUR_D), entries, at + 2 * X25519Field.SIZE);
  }

  private static void writeField(int[] value, int[] entries, int at) {
    X25519Field.normalize(value);
    X25519Field.copy(value, 0, entries, at);
  }

  private static int[] product(int[] a, int[] b) {
    int[] product = X25519Field.create();
    X25519Field.mul(a, b, product);
    return product;
  }

  private static int[] times(int[] a, int factor) {
    int[] product = X25519Field.create();
    X25519Field.mul(a, factor, product);
    return product;
  }

  private static int[] quotient(int above, int below) {
    int[] one = X25519Field.create();
    X25519Field.one(one);
    int[] inverse = times(one, below);
    X25519Field.inv(inverse, inverse);
    return times(inverse, above);
  }
}
