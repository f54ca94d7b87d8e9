package net.prosperitybot.worker.signatures;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Signatures, good, bad and odd, on which tables and Bouncy Castle have to agree. The same seed
 * makes the same ones.
 *
 * <p>A key is a random multiple of the base point, every second one with a point of small order
 * added; each serves {@link #CASES_PER_KEY} cases. Who makes them knows all secrets, so that also
 * such signatures are among them as no forger can make. A case takes about 0.2 ms.
 */
public final class DifferentialCases {
  /** How a signature was made. */
  public enum Kind {
    GOOD,
    /** R has a point of small order added: good, as all is multiplied by eight. */
    SMALL_ORDER_ADDED_TO_R,
    /** R is of small order itself. */
    R_OF_SMALL_ORDER,
    /** The same, R written in another way than the canonical one. */
    R_NOT_CANONICAL,
    R_NEGATED,
    /** Any 32 bytes: half of them name no point. */
    R_RANDOM,
    R_BIT_FLIPPED,
    S_BIT_FLIPPED,
    S_PLUS_MULTIPLE_OF_L,
    S_RANDOM,
    MESSAGE_BIT_FLIPPED,
    OF_ANOTHER_KEY
  }

  /** How often a kind was accepted and refused, both by tables and by Bouncy Castle. */
  public record Tally(int accepted, int refused) {
    private Tally plus(boolean good) {
      return good ? new Tally(accepted + 1, refused) : new Tally(accepted, refused + 1);
    }
  }

  static final int CASES_PER_KEY = 100;

  private static final HexFormat HEX = HexFormat.of();
  private static final int LONGEST_MESSAGE = 600;

  /** A point of order 8. */
  private static final CurvePoint ORDER_8 =
      CurvePoint.decode(
          HEX.parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"));

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private final Random random;
  private final KeyCheck.Maker maker = TableCheck.maker();
  private final PointTable base = new PointTable(CurvePoint.BASE, PointTable.SMALL);
  private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

  private DifferentialCases(long seed) {
    this.random = new Random(seed);
    for (Kind kind : Kind.values()) {
      tallies.put(kind, new Tally(0, 0));
    }
  }

  /**
   * Asks both about so many cases.
   *
   * @throws AssertionError with the case, when they disagree or both refuse what is good
   */
  public static Map<Kind, Tally> compare(long seed, int cases) {
    DifferentialCases run = new DifferentialCases(seed);
    for (int done = 0; done < cases; done += CASES_PER_KEY) {
      run.compareOneKey(Math.min(CASES_PER_KEY, cases - done));
    }
    return Map.copyOf(run.tallies);
  }

  private void compareOneKey(int cases) {
    Owner owner = owner();
    Owner another = owner();
    KeyCheck tables = maker.make(owner.key);
    Kind[] kinds = Kind.values();
    for (int i = 0; i < cases; i++) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      byte[] message = new byte[random.nextInt(LONGEST_MESSAGE)];
      random.nextBytes(message);
      compare(kind, owner, tables, message, signature(kind, owner, another, message));
    }
  }

  private void compare(Kind kind, Owner owner, KeyCheck tables, byte[] message, byte[] signature) {
    if (kind == Kind.MESSAGE_BIT_FLIPPED) {
      flipBit(message, 0, message.length);
    }
    Signature read = Signature.parse(HEX.formatHex(signature)).orElseThrow();
    boolean expected = owner.key.hasSigned(message, read);
    boolean answer = tables.hasSigned(message, read);
    boolean surelyGood = kind == Kind.GOOD || kind == Kind.SMALL_ORDER_ADDED_TO_R;
    if (answer != expected || (surelyGood && !expected)) {
      throw new AssertionError(
          "%s: key %s, message %s, signature %s: tables say %s, Bouncy Castle says %s"
              .formatted(
                  kind,
                  HEX.formatHex(owner.key.encoded()),
                  HEX.formatHex(message),
                  HEX.formatHex(signature),
                  answer,
                  expected));
    }
    tallies.computeIfPresent(kind, (any, tally) -> tally.plus(expected));
  }

  /** A key pair whose public point may have a point of small order added. */
  private record Owner(BigInteger secret, PublicKey key) {}

  private Owner owner() {
    BigInteger secret = scalar();
    byte[] point = point(secret, random.nextBoolean() ? 0 : random.nextInt(8));
    return new Owner(secret, PublicKey.parse(HEX.formatHex(point)));
  }

  private byte[] signature(Kind kind, Owner owner, Owner another, byte[] message) {
    BigInteger r = scalar();
    return switch (kind) {
      case GOOD, MESSAGE_BIT_FLIPPED -> sign(owner, point(r, 0), r, message);
      case SMALL_ORDER_ADDED_TO_R -> sign(owner, point(r, 1 + random.nextInt(7)), r, message);
      case R_OF_SMALL_ORDER ->
          sign(owner, point(BigInteger.ZERO, random.nextInt(8)), BigInteger.ZERO, message);
      case R_NOT_CANONICAL -> {
        List<byte[]> odd = notCanonical();
        yield sign(owner, odd.get(random.nextInt(odd.size())), BigInteger.ZERO, message);
      }
      case R_NEGATED -> sign(owner, negated(point(r, random.nextInt(8))), r, message);
      case R_RANDOM -> sign(owner, bytes(32), r, message);
      case R_BIT_FLIPPED -> {
        byte[] signature = sign(owner, point(r, 0), r, message);
        flipBit(signature, 0, 32);
        yield signature;
      }
      case S_BIT_FLIPPED -> {
        byte[] signature = sign(owner, point(r, 0), r, message);
        flipBit(signature, 32, 64);
        yield signature;
      }
      case S_PLUS_MULTIPLE_OF_L ->
          plusMultipleOfOrder(
              sign(owner, point(r, 0), r, message), BigInteger.valueOf(1 + random.nextInt(14)));
      case S_RANDOM -> signature(point(r, 0), bytes(32));
      case OF_ANOTHER_KEY -> sign(another, point(r, 0), r, message);
    };
  }

  /** S = r + k·a; whether it is good depends on what R was written. */
  private static byte[] sign(Owner owner, byte[] encodedR, BigInteger r, byte[] message) {
    byte[] hash = new byte[64];
    SHA512Digest digest = new SHA512Digest();
    digest.update(encodedR, 0, encodedR.length);
    digest.update(owner.key.encoded(), 0, 32);
    digest.update(message, 0, message.length);
    digest.doFinal(hash, 0);
    BigInteger k = Scalar.number(hash);
    return signature(encodedR, Scalar.bytes(k.multiply(owner.secret).add(r).mod(Scalar.ORDER)));
  }

  private static byte[] signature(byte[] r, byte[] s) {
    byte[] signature = new byte[64];
    System.arraycopy(r, 0, signature, 0, 32);
    System.arraycopy(s, 0, signature, 32, 32);
    return signature;
  }

  /** With S changed so that only its size gives it away. */
  static byte[] plusMultipleOfOrder(byte[] signature, BigInteger times) {
    byte[] r = new byte[32];
    byte[] s = new byte[32];
    System.arraycopy(signature, 0, r, 0, 32);
    System.arraycopy(signature, 32, s, 0, 32);
    return signature(r, Scalar.bytes(Scalar.number(s).add(Scalar.ORDER.multiply(times))));
  }

  /** A multiple of the base point, plus the point of order 8 so many times, as 32 bytes. */
  private byte[] point(BigInteger multiple, int smallOrder) {
    PointSum sum = new PointSum();
    base.addMultiple(Scalar.bytes(multiple), sum);
    int[] entry = new int[3 * X25519Field.SIZE];
    ORDER_8.write(entry, 0);
    for (int i = 0; i < smallOrder; i++) {
      sum.add(entry, 0);
    }
    return sum.encode();
  }

  /** All eight points of small order, written canonically. */
  static List<byte[]> smallOrder() {
    DifferentialCases any = new DifferentialCases(0);
    return IntStream.range(0, 8).mapToObj(i -> any.point(BigInteger.ZERO, i)).toList();
  }

  /** Each way to write 32 bytes that is not canonical: y not below p, and x = 0 with a sign. */
  static List<byte[]> notCanonical() {
    Stream<byte[]> high =
        IntStream.range(0, 19).mapToObj(above -> Scalar.bytes(P.add(BigInteger.valueOf(above))));
    Stream<byte[]> highAndNegative =
        IntStream.range(0, 19)
            .mapToObj(above -> negated(Scalar.bytes(P.add(BigInteger.valueOf(above)))));
    Stream<byte[]> negativeZero =
        Stream.of(BigInteger.ONE, P.subtract(BigInteger.ONE)).map(y -> negated(Scalar.bytes(y)));
    return Stream.of(high, highAndNegative, negativeZero).flatMap(each -> each).toList();
  }

  private static byte[] negated(byte[] point) {
    byte[] negated = point.clone();
    negated[31] ^= (byte) 0x80;
    return negated;
  }

  private void flipBit(byte[] bytes, int from, int to) {
    if (to > from) {
      bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private BigInteger scalar() {
    return new BigInteger(252, random).add(BigInteger.ONE);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
