package net.prosperitybot.bench.interactions;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import net.prosperitybot.bench.load.Request;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A bot whose private key we hold, as Discord does: signs the requests that are then measured. */
final class SigningBot {
  private final long id;
  private final Ed25519PrivateKeyParameters key;

  private SigningBot(long id, Ed25519PrivateKeyParameters key) {
    this.id = id;
    this.key = key;
  }

  /** A bot with a new key. */
  static SigningBot create(long id) {
    return new SigningBot(id, new Ed25519PrivateKeyParameters(new SecureRandom()));
  }

  long id() {
    return id;
  }

  String publicKeyHex() {
    return HexFormat.of().formatHex(key.generatePublicKey().getEncoded());
  }

  /** A request of now, which the worker takes for five minutes. */
  Request signed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    return request(timestamp, sign(timestamp, bytes), bytes, 200);
  }

  /** The same with a signature that is not of this body. */
  Request forged(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    byte[] signature = sign(timestamp + "0", bytes);
    return request(timestamp, signature, bytes, 401);
  }

  private byte[] sign(String timestamp, byte[] body) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] time = timestamp.getBytes(StandardCharsets.US_ASCII);
    signer.update(time, 0, time.length);
    signer.update(body, 0, body.length);
    return signer.generateSignature();
  }

  private Request request(String timestamp, byte[] signature, byte[] body, int status) {
    return Request.post(
        "/interactions/" + id,
        Map.of(
            "X-Signature-Ed25519",
            HexFormat.of().formatHex(signature),
            "X-Signature-Timestamp",
            timestamp),
        body,
        status);
  }
}
