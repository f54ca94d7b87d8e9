package net.prosperitybot.common.tokens;

/**
 * A token that only who has the key can read, as it is stored: {@code keyId.nonceAndCiphertext},
 * the second part in URL-safe Base64.
 */
public record SealedToken(String stored) {

  /** The name of the key that it was sealed with. */
  public String keyId() {
    return stored.substring(0, Math.max(0, stored.indexOf('.')));
  }

  /** Nothing of it is of use in a log. */
  @Override
  public String toString() {
    return "SealedToken[key " + keyId() + "]";
  }
}
