package net.prosperitybot.worker.replies;

import java.util.List;

/**
 * A menu in which one of up to 25 entries is chosen.
 *
 * @param customId comes back with the choice; 1 to 100 characters
 * @param placeholder shown while nothing is chosen; 150 characters at most are shown
 */
public record ChoiceMenu(String customId, String placeholder, List<Entry> entries)
    implements ComponentRow {
  public ChoiceMenu {
    Limits.requireCustomId(customId);
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > Limits.CHOICES) {
      throw new IllegalArgumentException("A menu has 1 to " + Limits.CHOICES + " entries");
    }
    if (entries.stream().filter(Entry::chosen).count() > 1) {
      throw new IllegalArgumentException("Of a menu's entries one at most is chosen");
    }
  }

  /**
   * What can be chosen.
   *
   * @param value what comes back, 1 to 100 characters
   * @param label what is read; 100 characters at most are shown
   * @param description a smaller line below; 100 characters at most are shown
   * @param chosen whether it is what is chosen already
   */
  public record Entry(String value, String label, String description, boolean chosen) {}
}
