package net.prosperitybot.worker.signatures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.prosperitybot.worker.signatures.DifferentialCases.Kind;
import net.prosperitybot.worker.signatures.DifferentialCases.Tally;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That tables answer as Bouncy Castle does, whatever the signature. */
class TableCheckTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final KeyCheck.Maker MAKER = TableCheck.maker();
  private static final Map<PublicKey, KeyCheck> MADE = new HashMap<>();
  private static final String ORDER_8 =
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa";
  private static final String KEY =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  private static final String SIGNATURE =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  private static final byte[] MESSAGE = {0x72};

  /** RFC 8032, section 7.1, tests 1 to 3 and SHA(abc). */
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    KEY + ",72," + SIGNATURE,
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,ddaf35a193617abacc417349ae204131"
        + "12e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        + "454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
  })
  void vectorsOfRfc8032AreAccepted(String key, String message, String signature) {
    assertTrue(answer(key, HEX.parseHex(message), HEX.parseHex(signature)));
  }

  /** "Taming the many EdDSAs" (https://ia.cr/2020/1244), table 6; expected is what we accept. */
  @ParameterizedTest
  @CsvSource({
    "0,false,8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6,"
        + ORDER_8
        + ","
        + "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        + "0000000000000000000000000000000000000000000000000000000000000000",
    "1,false,9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79,"
        + ORDER_8
        + ","
        + "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
        + "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    "2,true,aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab,"
        + "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43,"
        + ORDER_8
        + "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
    "3,true,9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79,"
        + "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d,"
        + "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
        + "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
    "4,true,e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c,"
        + "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d,"
        + "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
        + "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
    "5,true,e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c,"
        + "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d,"
        + "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
        + "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
    "6,false,85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40,"
        + "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623,"
        + "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
        + "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
    "7,false,85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40,"
        + "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623,"
        + "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
        + "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
    "8,false,9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41,"
        + "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43,"
        + "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
    "9,false,9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41,"
        + "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43,"
        + "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
    "10,false,e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b,"
        + "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
        + "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    "11,false,39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f,"
        + "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
        + "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"
  })
  void publishedEdgeCasesAreAnsweredAsBouncyCastleDoes(
      int number, boolean expected, String message, String key, String signature) {
    assertEquals(
        expected, answer(key, HEX.parseHex(message), HEX.parseHex(signature)), "case " + number);
  }

  @Test
  void anyByteChangedIsRefused() {
    byte[] signature = HEX.parseHex(SIGNATURE);
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] other = signature.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(answer(KEY, MESSAGE, other), "bit " + bit);
    }
    for (int bit = 0; bit < 8; bit++) {
      assertFalse(answer(KEY, new byte[] {(byte) (0x72 ^ (1 << bit))}, signature));
    }
    byte[] key = HEX.parseHex(KEY);
    for (int bit = 0; bit < key.length * 8; bit++) {
      byte[] other = key.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(answer(HEX.formatHex(other), MESSAGE, signature), "bit of the key " + bit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 14})
  void aHigherWayToWriteSIsRefused(int times) {
    byte[] higher =
        DifferentialCases.plusMultipleOfOrder(HEX.parseHex(SIGNATURE), BigInteger.valueOf(times));
    assertFalse(answer(KEY, MESSAGE, higher));
  }

  static Stream<byte[]> oddPoints() {
    return Stream.concat(
        DifferentialCases.smallOrder().stream(), DifferentialCases.notCanonical().stream());
  }

  /** With A or R such a point and S = 0, what is left over is of small order. */
  @ParameterizedTest
  @MethodSource("oddPoints")
  void pointsOfSmallOrderAndOddWaysToWriteThemAreNoKeys(byte[] point) {
    for (byte[] r : oddPoints().toList()) {
      byte[] signature = new byte[64];
      System.arraycopy(r, 0, signature, 0, 32);
      assertFalse(answer(HEX.formatHex(point), MESSAGE, signature));
    }
    assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(HEX.formatHex(point)));
  }

  @ParameterizedTest
  @MethodSource("oddPoints")
  void suchAPointAsRWithAnySmallSIsRefused(byte[] r) {
    byte[] signature = new byte[64];
    System.arraycopy(r, 0, signature, 0, 32);
    for (int s = 0; s < 4; s++) {
      signature[32] = (byte) s;
      assertFalse(answer(KEY, MESSAGE, signature));
    }
  }

  @Test
  void thousandsOfSignaturesAreAnsweredAlike() {
    Map<Kind, Tally> tallies = DifferentialCases.compare(20_261_122, 6_000);
    tallies.forEach(
        (kind, tally) -> {
          int all = tally.accepted() + tally.refused();
          assertTrue(all > 300, kind + " " + tally);
          int good =
              switch (kind) {
                case GOOD, SMALL_ORDER_ADDED_TO_R, R_OF_SMALL_ORDER -> all;
                case MESSAGE_BIT_FLIPPED -> tally.accepted();
                case R_NOT_CANONICAL,
                    R_NEGATED,
                    R_RANDOM,
                    R_BIT_FLIPPED,
                    S_BIT_FLIPPED,
                    S_PLUS_MULTIPLE_OF_L,
                    S_RANDOM,
                    OF_ANOTHER_KEY ->
                    0;
              };
          assertEquals(good, tally.accepted(), kind + " " + tally);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {PointTable.SMALL, PointTable.LARGE})
  void aTableMultipliesAsBouncyCastleDoes(int bits) {
    PointTable table = new PointTable(CurvePoint.BASE, bits);
    Random random = new Random(8032);
    for (int i = 0; i < 500; i++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      byte[] expected = new byte[32];
      Ed25519.generatePublicKey(seed, 0, expected, 0);
      PointSum sum = new PointSum();
      table.addMultiple(secretScalar(seed), sum);
      assertArrayEquals(expected, sum.encode());
    }
  }

  /** RFC 8032, section 5.1.5. */
  private static byte[] secretScalar(byte[] seed) {
    byte[] hash = new byte[64];
    var digest = new org.bouncycastle.crypto.digests.SHA512Digest();
    digest.update(seed, 0, seed.length);
    digest.doFinal(hash, 0);
    byte[] scalar = new byte[32];
    System.arraycopy(hash, 0, scalar, 0, 32);
    scalar[0] &= (byte) 0xf8;
    scalar[31] &= 0x7f;
    scalar[31] |= 0x40;
    return Scalar.reduce(scalar);
  }

  @ParameterizedTest
  @ValueSource(ints = {PointTable.SMALL, PointTable.LARGE})
  void theFirstAndTheLastScalarsAreMultipliedRightly(int bits) {
    PointTable table = new PointTable(CurvePoint.BASE, bits);
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    assertArrayEquals(neutral, multiple(table, BigInteger.ZERO));
    byte[] base = HEX.parseHex("58" + "66".repeat(31));
    assertArrayEquals(base, multiple(table, BigInteger.ONE));
    byte[] minusBase = base.clone();
    minusBase[31] |= (byte) 0x80;
    assertArrayEquals(minusBase, multiple(table, Scalar.ORDER.subtract(BigInteger.ONE)));
    assertArrayEquals(neutral, multiple(table, Scalar.ORDER));
    BigInteger most = BigInteger.TWO.pow(255).subtract(BigInteger.ONE);
    assertArrayEquals(multiple(table, most.mod(Scalar.ORDER)), multiple(table, most));
    BigInteger digits = new BigInteger("7f80".repeat(16), 16);
    assertArrayEquals(multiple(table, digits.mod(Scalar.ORDER)), multiple(table, digits));
  }

  private static byte[] multiple(PointTable table, BigInteger scalar) {
    PointSum sum = new PointSum();
    table.addMultiple(Scalar.bytes(scalar), sum);
    return sum.encode();
  }

  @Test
  void eightTimesAPointIsTheSameWhateverOfSmallOrderIsAdded() {
    byte[] base = HEX.parseHex("58" + "66".repeat(31));
    CurvePoint shifted = CurvePoint.BASE;
    CurvePoint order8 = CurvePoint.decode(HEX.parseHex(ORDER_8));
    for (int i = 0; i < 8; i++) {
      assertTrue(TimesEight.of(base).isUpToSign(TimesEight.of(encode(shifted))));
      assertTrue(TimesEight.of(base).isUpToSign(TimesEight.of(encode(shifted.negated()))));
      shifted = shifted.plus(order8);
    }
    CurvePoint other = CurvePoint.BASE.plus(CurvePoint.BASE);
    for (int i = 0; i < 8; i++) {
      assertFalse(TimesEight.of(base).isUpToSign(TimesEight.of(encode(other))));
      other = other.plus(order8);
    }
  }

  @Test
  void eightTimesAPointOfSmallOrderIsTheNeutralPointAndNothingElse() {
    byte[] base = HEX.parseHex("58" + "66".repeat(31));
    List<byte[]> smallOrder = DifferentialCases.smallOrder();
    for (byte[] one : smallOrder) {
      for (byte[] other : smallOrder) {
        assertTrue(TimesEight.of(one).isUpToSign(TimesEight.of(other)));
      }
      assertFalse(TimesEight.of(one).isUpToSign(TimesEight.of(base)));
    }
  }

  private static byte[] encode(CurvePoint point) {
    int[] entry = new int[30];
    point.write(entry, 0);
    PointSum sum = new PointSum();
    sum.add(entry, 0);
    return sum.encode();
  }

  @Test
  void theSelfTestPasses() {
    assertTrue(
        SelfTest.passed()
            .make(PublicKey.parse(KEY))
            .hasSigned(MESSAGE, Signature.parse(SIGNATURE).orElseThrow()));
  }

  @Test
  void theSelfTestFindsWhoAcceptsOrRefusesTooMuch() {
    KeyCheck.Maker acceptsAll = key -> (message, signature) -> true;
    KeyCheck.Maker refusesAll = key -> (message, signature) -> false;
    KeyCheck.Maker withoutSmallOrder =
        key ->
            (message, signature) ->
                MADE.computeIfAbsent(key, MAKER::make).hasSigned(message, signature)
                    && !HEX.formatHex(signature.bytes()).startsWith("160a1cb0");
    assertThrows(IllegalStateException.class, () -> SelfTest.passed(acceptsAll));
    assertThrows(IllegalStateException.class, () -> SelfTest.passed(refusesAll));
    assertThrows(IllegalStateException.class, () -> SelfTest.passed(withoutSmallOrder));
  }

  /** What tables say, which has to be what Bouncy Castle says. */
  private static boolean answer(String key, byte[] message, byte[] signature) {
    boolean expected =
        Ed25519.verify(signature, 0, HEX.parseHex(key), 0, message, 0, message.length);
    boolean answer;
    try {
      answer =
          MADE.computeIfAbsent(PublicKey.parse(key), MAKER::make)
              .hasSigned(message, Signature.parse(HEX.formatHex(signature)).orElseThrow());
    } catch (IllegalArgumentException e) {
      answer = false;
    }
    assertEquals(expected, answer);
    return answer;
  }
}
