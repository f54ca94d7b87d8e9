package net.prosperitybot.simulator.world;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An avatar or an icon. */
public final class Picture {
  private static final Pattern DATA_URI =
      Pattern.compile("data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/]+=*)");
  private static final int HASH_DIGITS = 32;

  private final byte[] bytes;
  private final String type;
  private final String hash;

  /**
   * @param type such as {@code image/png}
   */
  public Picture(byte[] bytes, String type) {
    this.bytes = bytes.clone();
    this.type = type;
    this.hash = hashOf(bytes);
  }

  private static String hashOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Reads what a bot sends; empty when it is not a picture. */
  public static Optional<Picture> fromDataUri(String uri) {
    Matcher matcher = DATA_URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Picture(Base64.getDecoder().decode(matcher.group(2)), matcher.group(1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String type() {
    return type;
  }

  /** What user and application objects name it by. */
  public String hash() {
    return hash;
  }

  static @Nullable String hashOf(@Nullable Picture picture) {
    return picture == null ? null : picture.hash();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Picture same && Arrays.equals(same.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return hash;
  }
}
