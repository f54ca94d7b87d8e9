package net.prosperitybot.worker.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
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
    assertTrue(
        PublicKey.parse(key)
            .hasSigned(HexFormat.of().parseHex(message), Signature.parse(signature).orElseThrow()));
  }

  @Test
  void anyOtherMessageIsRefused() {
    PublicKey key = PublicKey.parse(KEY);
    Signature signature = Signature.parse(SIGNATURE).orElseThrow();
    assertFalse(key.hasSigned(new byte[] {0x73}, signature));
    assertFalse(key.hasSigned(new byte[] {}, signature));
    assertFalse(key.hasSigned(new byte[] {0x72, 0}, signature));
  }

  @Test
  void aSignatureWithAnyBitTurnedIsRefused() {
    PublicKey key = PublicKey.parse(KEY);
    byte[] bytes = HexFormat.of().parseHex(SIGNATURE);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] turned = bytes.clone();
      turned[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Signature signature = Signature.parse(HexFormat.of().formatHex(turned)).orElseThrow();
      assertFalse(key.hasSigned(MESSAGE, signature), "bit " + bit);
    }
  }

  @Test
  void anotherKeysSignatureIsRefused() {
    PublicKey other =
        PublicKey.parse("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertFalse(other.hasSigned(MESSAGE, Signature.parse(SIGNATURE).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 64, 126, 127, 129, 130, 256})
  void aSignatureOfAnyOtherLengthThan128DigitsIsNone(int digits) {
    String text = (SIGNATURE + SIGNATURE).substring(0, digits);
    assertTrue(Signature.parse(text).isEmpty());
  }

  @Test
  void aTrailingZeroByteMakesItNoSignature() {
    assertTrue(Signature.parse(SIGNATURE + "00").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"g", " ", "-", "٣", "x"})
  void whatIsNotHexIsNoSignature(String digit) {
    assertTrue(Signature.parse(SIGNATURE.substring(1) + digit).isEmpty());
  }

  @Test
  void upperCaseHexIsTheSameSignature() {
    Signature upper = Signature.parse(SIGNATURE.toUpperCase(Locale.ROOT)).orElseThrow();
    assertTrue(PublicKey.parse(KEY).hasSigned(MESSAGE, upper));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3d40",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c00",
        "zd4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        // y = 2 has no x, and y = 1 is the neutral point that signs everything.
        "0200000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoPublicKeyIsRefusedWhenItIsRead(String hex) {
    assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(hex));
  }

  @Test
  void aSignatureHas64Bytes() {
    assertEquals(64, Signature.parse(SIGNATURE).orElseThrow().bytes().length);
  }
}
