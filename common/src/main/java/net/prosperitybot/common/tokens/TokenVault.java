package net.prosperitybot.common.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Secret;

/**
 * Seals and opens tokens: AES-256-GCM with a random nonce of 96 bits, and the application's id as
 * associated data, so that a token moved to another application's row does not open.
 *
 * <p>The first key of the ring seals; all of them open. So a new key is added behind the others
 * everywhere, then put first, then everything is sealed again, and only then the old one goes.
 */
public final class TokenVault {
  /** The setting that holds the ring. */
  public static final String SETTING = "TOKEN_KEYS";

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String KEY_ID = "[A-Za-z0-9_-]{1,32}";

  private final Map<String, SecretKeySpec> keys;
  private final SecureRandom random;

  private TokenVault(Map<String, SecretKeySpec> keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Reads the ring from {@value #SETTING}: {@code id:key} pairs divided by commas, each key 32
   * bytes in Base64. A ring without a key is empty and opens nothing.
   */
  public static TokenVault read(ConfigReader read) {
    return new TokenVault(
        read.value(
            SETTING,
            "",
            Map.of(),
            TokenVault::parse,
            "must list keys as id:key, divided by commas; each id 1 to 32 letters and digits, each"
                + " key 32 bytes in Base64 (make one: ./prosperity keys new NAME)"),
        new SecureRandom());
  }

  private static Map<String, SecretKeySpec> parse(String setting) {
    Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    for (String entry : setting.split(",", -1)) {
      String[] parts = entry.strip().split(":", 2);
      if (parts.length != 2 || !isKeyId(parts[0])) {
        throw new IllegalArgumentException("not id:key");
      }
      byte[] key = Base64.getDecoder().decode(parts[1]);
      if (key.length != KEY_BYTES || keys.put(parts[0], new SecretKeySpec(key, "AES")) != null) {
        throw new IllegalArgumentException("not 32 bytes, or an id twice");
      }
    }
    return keys;
  }

  /** Whether a key may have this name. */
  public static boolean isKeyId(String name) {
    return name.matches(KEY_ID);
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The names of the keys that this vault opens with, the sealing one first. */
  public Set<String> keyIds() {
    return keys.keySet();
  }

  /**
   * The name of the key that seals.
   *
   * @throws UnreadableTokenException when there is none
   */
  public String sealingKeyId() {
    return keys.keySet().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new UnreadableTokenException(
                    SETTING
                        + " is not set, so no token can be kept. The README says how to make a key."));
  }

  /** Seals an application's token with the first key. */
  public SealedToken seal(long applicationId, Secret token) {
    String keyId = sealingKeyId();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, keyId, nonce, applicationId)
              .doFinal(token.reveal().getBytes(StandardCharsets.UTF_8));
      byte[] both = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return new SealedToken(
          keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(both));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has AES-GCM", e);
    }
  }

  /**
   * Opens an application's token.
   *
   * @throws UnreadableTokenException when the key is missing, or it was sealed for another
   *     application or changed
   */
  public Secret open(long applicationId, SealedToken token) {
    String keyId = token.keyId();
    if (!keys.containsKey(keyId)) {
      throw new UnreadableTokenException(
          "The token of application %d is sealed with the key '%s', which %s does not have."
              .formatted(applicationId, keyId, SETTING));
    }
    try {
      byte[] both = Base64.getUrlDecoder().decode(token.stored().substring(keyId.length() + 1));
      byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
      byte[] open =
          cipher(Cipher.DECRYPT_MODE, keyId, nonce, applicationId)
              .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
      return new Secret(new String(open, StandardCharsets.UTF_8));
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new UnreadableTokenException(
          "The stored token of application %d was changed, or sealed with another key of the name '%s'."
              .formatted(applicationId, keyId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce, long applicationId)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(applicationId).array());
    return cipher;
  }
}
