package net.prosperitybot.common.discord;

import java.util.regex.Pattern;

/** Text from people, made safe to stand inside a message of ours. */
public final class DiscordText {
  private static final Pattern MARKDOWN = Pattern.compile("([\\\\*_~`|>#\\[\\]()<:@-])");
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C]");

  /**
   * First Strong Isolate and Pop Directional Isolate: what is between can't turn what is around.
   */
  private static final char ISOLATE = '\u2068';

  private static final char END_ISOLATE = '\u2069';

  private DiscordText() {}

  /**
   * A person's or a server's name as plain text: markdown and mentions are escaped, line breaks and
   * direction marks removed, and the whole isolated so that a right-to-left name leaves the rest of
   * the line as it is. An empty result becomes "unnamed".
   */
  public static String name(String raw) {
    String clean = CONTROLS.matcher(raw).replaceAll("").strip();
    if (clean.isEmpty()) {
      return "unnamed";
    }
    String escaped = MARKDOWN.matcher(clean).replaceAll("\\\\$1");
    return hasRightToLeft(clean) ? ISOLATE + escaped + END_ISOLATE : escaped;
  }

  private static boolean hasRightToLeft(String text) {
    return text.codePoints()
        .map(Character::getDirectionality)
        .anyMatch(
            d ->
                d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
  }
}
