package net.prosperitybot.worker.replies;

import java.util.List;
import net.prosperitybot.common.discord.Figures;

/** Entries of a text that must stay within a length: what no longer fits is counted. */
public final class FittingList {
  /** Room for "and 1,234,567 more". */
  private static final int ROOM_FOR_COUNT = 24;

  private FittingList() {}

  /**
   * The entries in order; when they don't all fit, as many as do and "and N more".
   *
   * @param most UTF-16 units that the result has at most, well above a single entry's
   */
  public static String of(List<String> entries, String separator, int most) {
    String all = String.join(separator, entries);
    if (all.length() <= most) {
      return all;
    }
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (String entry : entries) {
      if (text.length() + entry.length() + separator.length() > most - ROOM_FOR_COUNT) {
        break;
      }
      text.append(entry).append(separator);
      shown++;
    }
    return text + "and " + Figures.grouped(entries.size() - shown) + " more";
  }
}
