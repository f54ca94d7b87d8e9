package net.prosperitybot.simulator.world;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An application's Ed25519 key pair, with which interactions are signed. */
public final class SigningKey {
  private final Ed25519PrivateKeyParameters key;

  private SigningKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
  }

  /** A key drawn from this source; fine for a local Discord, which guards nothing. */
  public static SigningKey draw(RandomGenerator random) {
    byte[] seed = new byte[Ed25519PrivateKeyParameters.KEY_SIZE];
    random.nextBytes(seed);
    return new SigningKey(new Ed25519PrivateKeyParameters(seed, 0));
  }

  /**
   * The key pair of this private key.
   *
   * @param privateKeyHex 64 hexadecimal digits
   * @throws IllegalArgumentException when it is none
   */
  public static SigningKey parse(String privateKeyHex) {
    byte[] seed = HexFormat.of().parseHex(privateKeyHex);
    if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
      throw new IllegalArgumentException("a private key has 64 hexadecimal digits");
    }
    return new SigningKey(new Ed25519PrivateKeyParameters(seed, 0));
  }

  /** 64 lower-case hexadecimal digits. */
  public String publicKeyHex() {
    return HexFormat.of().formatHex(key.generatePublicKey().getEncoded());
  }

  /** 128 lower-case hexadecimal digits. */
  public String sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return HexFormat.of().formatHex(signer.generateSignature());
  }
}
