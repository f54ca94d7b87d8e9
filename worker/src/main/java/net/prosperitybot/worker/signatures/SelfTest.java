package net.prosperitybot.worker.signatures;

import java.util.HexFormat;
import java.util.List;

/**
 * Whether tables answer as Bouncy Castle does, here and now: on signatures whose answers are
 * published, and on each of the good ones after it was changed. Takes some tens of milliseconds.
 */
final class SelfTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SIGNATURE_BYTES = 64;
  private static final int S_AT = 32;

  private static final String MIXED_ORDER_KEY =
      "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d";
  private static final String MIXED_ORDER_MESSAGE =
      "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c";
  private static final String HIGH_S_KEY =
      "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623";
  private static final String HIGH_S_MESSAGE =
      "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40";

  /** Of RFC 8032, section 7.1, and of "Taming the many EdDSAs" (https://ia.cr/2020/1244). */
  private static final List<Vector> VECTORS =
      List.of(
          new Vector(
              "RFC 8032, test 1",
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
              "",
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                  + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
              true),
          new Vector(
              "RFC 8032, test 3",
              "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
              "af82",
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                  + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
              true),
          new Vector(
              "A and R of mixed order, equation holds only times eight",
              MIXED_ORDER_KEY,
              MIXED_ORDER_MESSAGE,
              "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
                  + "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
              true),
          new Vector(
              "The same, where 8·k is not to be reduced",
              MIXED_ORDER_KEY,
              MIXED_ORDER_MESSAGE,
              "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
                  + "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
              true),
          new Vector(
              "S above L",
              HIGH_S_KEY,
              HIGH_S_MESSAGE,
              "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
                  + "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
              false),
          new Vector(
              "S far above L",
              HIGH_S_KEY,
              HIGH_S_MESSAGE,
              "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
                  + "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
              false));

  private SelfTest() {}

  private record Vector(
      String name, String key, String message, String signature, boolean isGood) {}

  /**
   * Makes what makes tables.
   *
   * @throws IllegalStateException when it does not answer as it should
   */
  static KeyCheck.Maker passed() {
    return passed(TableCheck.maker());
  }

  /** The same for any maker. */
  static KeyCheck.Maker passed(KeyCheck.Maker maker) {
    for (Vector vector : VECTORS) {
      PublicKey key = PublicKey.parse(vector.key());
      KeyCheck check = maker.make(key);
      byte[] message = HEX.parseHex(vector.message());
      byte[] signature = HEX.parseHex(vector.signature());
      expect(vector.isGood(), vector.name(), key, check, message, signature);
      if (vector.isGood()) {
        expectChangedOnesRefused(vector.name(), key, check, message, signature);
      }
    }
    return maker;
  }

  private static void expectChangedOnesRefused(
      String name, PublicKey key, KeyCheck check, byte[] message, byte[] signature) {
    for (int changed = 0; changed < SIGNATURE_BYTES; changed++) {
      byte[] other = signature.clone();
      other[changed] ^= 1;
      expect(false, name + ", byte " + changed + " changed", key, check, message, other);
    }
    byte[] longer = new byte[message.length + 1];
    System.arraycopy(message, 0, longer, 0, message.length);
    expect(false, name + ", message changed", key, check, longer, signature);
    byte[] s = new byte[SIGNATURE_BYTES - S_AT];
    System.arraycopy(signature, S_AT, s, 0, s.length);
    byte[] higher = signature.clone();
    System.arraycopy(Scalar.bytes(Scalar.number(s).add(Scalar.ORDER)), 0, higher, S_AT, s.length);
    expect(false, name + ", S + L", key, check, message, higher);
  }

  private static void expect(
      boolean good, String name, PublicKey key, KeyCheck check, byte[] message, byte[] signature) {
    Signature read = Signature.parse(HEX.formatHex(signature)).orElseThrow();
    if (key.hasSigned(message, read) != good || check.hasSigned(message, read) != good) {
      throw new IllegalStateException("Verifying by tables failed its test: " + name);
    }
  }
}
