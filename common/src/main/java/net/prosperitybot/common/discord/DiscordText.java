package net.prosperitybot.common.discord;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text from people, made safe to stand inside a message of ours. */
public final class DiscordText {
  private static final Pattern MARKDOWN = Pattern.compile("([\\\\*_~`|>#\\[\\]()<:@-])");

  /** Line breaks, direction marks, and what takes no room and joins nothing. */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C"
              + "\\u00AD\\u180E\\u200B\\u2060-\\u2064\\u206A-\\u206F\\uFEFF]");

  /** Nothing but this can't be seen: spaces, joiners, marks, and letters that are drawn blank. */
  private static final Pattern BLANK =
      Pattern.compile("[\\p{Z}\\p{M}\\p{Cf}\\p{Cn}\\u115F\\u1160\\u2800\\u3164\\uFFA0]*");

  /**
   * First Strong Isolate and Pop Directional Isolate: what is between can't turn what is around.
   */
  private static final char ISOLATE = '\u2068';

  private static final char END_ISOLATE = '\u2069';

  private static final String ELLIPSIS = "…";

  /** What a member's name may take of a line, in characters as a reader counts them. */
  private static final int LONGEST_NAME = 32;

  /**
   * A single character may be built of dozens of UTF-16 units; so many of them each, on average.
   */
  private static final int UNITS_A_CHARACTER = 4;

  /** How many characters' room the widest take: whole phrases and long dashes in one character. */
  private static final int WIDEST = 8;

  private DiscordText() {}

  /**
   * A person's or a server's name as plain text: markdown and mentions are escaped, line breaks and
   * direction marks removed, and the whole isolated so that a right-to-left name leaves the rest of
   * the line as it is. What can't be seen becomes "unnamed".
   */
  public static String name(String raw) {
    String clean = clean(raw);
    return BLANK.matcher(clean).matches() ? "unnamed" : safe(clean);
  }

  /** The same for a line that a name must not fill: cut to the room of 32 usual characters. */
  public static String shortName(String raw) {
    return name(cut(clean(raw), LONGEST_NAME));
  }

  /** What a person wrote, on one line, escaped, cut to so many characters as a reader counts. */
  public static String excerpt(String raw, int most) {
    return safe(cut(clean(raw.replaceAll("\\s+", " ")), most));
  }

  private static String clean(String raw) {
    return CONTROLS.matcher(raw).replaceAll("").strip();
  }

  private static String safe(String clean) {
    String escaped = MARKDOWN.matcher(clean).replaceAll("\\\\$1");
    return turnsText(clean) ? ISOLATE + escaped + END_ISOLATE : escaped;
  }

  private static boolean turnsText(String text) {
    return text.codePoints()
        .map(Character::getDirectionality)
        .anyMatch(
            d ->
                d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                    || d == Character.DIRECTIONALITY_ARABIC_NUMBER);
  }

  /** Cut before it is escaped, so that no escape is torn from what it escapes. */
  private static String cut(String text, int most) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int room = most;
    int end = 0;
    for (int next = characters.next(); next != BreakIterator.DONE; next = characters.next()) {
      room -= isVeryWide(text.codePointAt(end)) ? WIDEST : 1;
      if (room < 0 || next > most * UNITS_A_CHARACTER) {
        return text.substring(0, end) + ELLIPSIS;
      }
      end = next;
    }
    return text;
  }

  /** Arabic phrases in one character, the three-em dash, and cuneiform's widest signs. */
  private static boolean isVeryWide(int character) {
    return (character >= 0xFDF0 && character <= 0xFDFD)
        || character == 0x2E3B
        || character == 0xA9C5
        || (character >= 0x12219 && character <= 0x1221F)
        || (character >= 0x12429 && character <= 0x12431);
  }
}
