package net.prosperitybot.worker.signatures;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Eight times a point, but for its sign: the u of the Montgomery form of the curve (RFC 7748), as a
 * quotient that may be infinite. Two points differ by one of small order exactly when eight times
 * the one is eight times the other.
 *
 * <p>Needs the point's y alone: u = (1 + y)/(1 − y), and doubling maps u to u. So no square root is
 * taken, and all of it costs 1 µs for a pair. There is no exception: the formulas hold for each y,
 * also of the points of small order, and never yield 0/0.
 */
final class TimesEight {
  /** (486662 − 2)/4, where 486662 is the Montgomery curve's A. */
  private static final int A24 = 121_665;

  private final int[] u;
  private final int[] w;

  private TimesEight(int[] u, int[] w) {
    this.u = u;
    this.w = w;
  }

  /** Eight times the point of these 32 bytes; the bit for its sign is not looked at. */
  static TimesEight of(byte[] encoded) {
    int[] y = X25519Field.create();
    X25519Field.decode255(encoded, y);
    int[] u = X25519Field.create();
    int[] w = X25519Field.create();
    X25519Field.one(w);
    X25519Field.apm(w, y, u, w);
    for (int doubling = 0; doubling < 3; doubling++) {
      makeDouble(u, w);
    }
    return new TimesEight(u, w);
  }

  /** RFC 7748, section 5: the part of a ladder's step that doubles. */
  private static void makeDouble(int[] u, int[] w) {
    int[] difference = X25519Field.create();
    X25519Field.apm(u, w, u, w);
    X25519Field.sqr(u, u);
    X25519Field.sqr(w, w);
    X25519Field.sub(u, w, difference);
    int[] scaled = X25519Field.create();
    X25519Field.mul(difference, A24, scaled);
    X25519Field.add(scaled, u, scaled);
    X25519Field.mul(u, w, u);
    X25519Field.mul(difference, scaled, w);
  }

  /** False only when eight times the one is neither eight times the other nor its negative. */
  boolean isUpToSign(TimesEight other) {
    int[] here = X25519Field.create();
    int[] there = X25519Field.create();
    X25519Field.mul(u, other.w, here);
    X25519Field.mul(other.u, w, there);
    X25519Field.sub(here, there, here);
    X25519Field.normalize(here);
    return X25519Field.isZeroVar(here);
  }
}
