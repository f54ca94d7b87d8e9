package net.prosperitybot.worker.signatures;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Whether tables answer as Bouncy Castle does, here and now: on published good signatures, and on
 * each of them after it was changed. Takes 0.2 s in a process that has just started.
 */
final class SelfTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SIGNATURE_BYTES = 64;
  private static final int S_AT = 32;

  private static final String MIXED_ORDER_KEY =
      "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d";
  private static final String MIXED_ORDER_MESSAGE =
      "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c";

  /**
   * Good ones of RFC 8032, section 7.1, and of "Taming the many EdDSAs" (https://ia.cr/2020/1244).
   */
  private static final List<Vector> VECTORS =
      List.of(
          new Vector(
              "RFC 8032, test 1",
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
              "",
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                  + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
          new Vector(
              "RFC 8032, test 3",
              "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
              "af82",
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                  + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
          new Vector(
              "A and R of mixed order, equation holds only times eight",
              MIXED_ORDER_KEY,
              MIXED_ORDER_MESSAGE,
              "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
                  + "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09"),
          new Vector(
              "The same, where 8·k is not to be reduced",
              MIXED_ORDER_KEY,
              MIXED_ORDER_MESSAGE,
              "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
                  + "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405"));

  private SelfTest() {}

  private record Vector(String name, String key, String message, String signature) {}

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
    Map<PublicKey, KeyCheck> made = new HashMap<>();
    for (Vector vector : VECTORS) {
      PublicKey key = PublicKey.parse(vector.key());
      KeyCheck check = made.computeIfAbsent(key, maker::make);
      byte[] message = HEX.parseHex(vector.message());
      byte[] signature = HEX.parseHex(vector.signature());
      expect(true, vector.name(), key, check, message, signature);
      expectChangedOnesRefused(vector.name(), key, check, message, signature);
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
