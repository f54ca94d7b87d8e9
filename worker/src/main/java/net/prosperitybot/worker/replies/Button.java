package net.prosperitybot.worker.replies;

/**
 * A button that comes back to us as a component interaction.
 *
 * @param customId what comes back; 1 to 100 characters, never a secret and never a permission
 * @param label what is on it; 80 characters at most are shown
 * @param enabled false shows it greyed out
 */
public record Button(String customId, String label, boolean enabled) {
  public Button {
    Limits.requireCustomId(customId);
    if (label.isBlank()) {
      throw new IllegalArgumentException("A button needs a label");
    }
  }
}
