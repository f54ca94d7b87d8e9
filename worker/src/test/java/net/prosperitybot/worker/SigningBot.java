package net.prosperitybot.worker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.prosperitybot.worker.bots.RegisteredBot;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.signatures.PublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A bot with both halves of its key, so that a test can be Discord. */
public final class SigningBot {
  private final long id;
  private final byte[] secretKey = new byte[Ed25519.SECRET_KEY_SIZE];

  /** The same id always has the same key. */
  public SigningBot(long id) {
    this.id = id;
    Arrays.fill(secretKey, (byte) id);
  }

  public long id() {
    return id;
  }

  public String publicKeyHex() {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secretKey, 0, key, 0);
    return HexFormat.of().formatHex(key);
  }

  public ServingBot identity() {
    return new ServingBot(id, "Bot " + id, Optional.empty());
  }

  public RegisteredBot registered() {
    return RegisteredBot.atWork(identity(), PublicKey.parse(publicKeyHex()));
  }

  /** 128 hex digits over the timestamp and the body. */
  public String sign(String timestamp, byte[] body) {
    byte[] time = timestamp.getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(time, time.length + body.length);
    System.arraycopy(body, 0, message, time.length, body.length);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secretKey, 0, message, 0, message.length, signature, 0);
    return HexFormat.of().formatHex(signature);
  }
}
