package net.prosperitybot.common.discord;

/**
 * Where Discord keeps pictures.
 *
 * <p>Source: Discord's developer documentation, API reference, "Image Formatting".
 */
public final class Cdn {
  private static final String BASE = "https://cdn.discordapp.com";

  private Cdn() {}

  /** A user's own picture, not animated. */
  public static String avatar(long userId, String hash) {
    return BASE + "/avatars/" + userId + "/" + hash + ".png";
  }
}
