package net.prosperitybot.worker.replies;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Discord's limits on what a bot writes, in UTF-16 units, which is never more than Discord counts.
 *
 * <p>Source: Discord's developer documentation, "Embed limits" and the component reference.
 */
final class Limits {
  static final int TEXT = 2000;
  static final int EMBED_TITLE = 256;
  static final int EMBED_DESCRIPTION = 4096;
  static final int EMBED_FIELDS = 25;
  static final int EMBED_FIELD_NAME = 256;
  static final int EMBED_FIELD_VALUE = 1024;
  static final int EMBED_FOOTER = 2048;
  static final int EMBED_TOTAL = 6000;
  static final int BUTTON_LABEL = 80;
  static final int PLACEHOLDER = 150;
  static final int MODAL_TITLE = 45;
  static final int LABEL_DESCRIPTION = 100;
  static final int CHOICES = 25;
  static final int CHOICE = 100;
  static final int CUSTOM_ID = 100;

  private static final String ELLIPSIS = "…";

  private Limits() {}

  /**
   * The text itself, or as much of it as fits with an ellipsis behind. Cuts between what a reader
   * sees as characters: neither a surrogate pair nor a joined emoji is split.
   */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int end = most - ELLIPSIS.length();
    int boundary = characters.isBoundary(end) ? end : characters.preceding(end);
    return text.substring(0, boundary) + ELLIPSIS;
  }

  static void requireCustomId(String customId) {
    if (customId.isEmpty() || customId.length() > CUSTOM_ID) {
      throw new IllegalArgumentException("A custom id has 1 to " + CUSTOM_ID + " characters");
    }
  }
}
