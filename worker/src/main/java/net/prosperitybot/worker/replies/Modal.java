package net.prosperitybot.worker.replies;

import java.util.List;
import java.util.Optional;

/**
 * A form of one to five text inputs.
 *
 * @param customId comes back with the form; 1 to 100 characters
 * @param title 45 characters at most are shown
 */
public record Modal(String customId, String title, List<TextInput> inputs) {
  private static final int MOST_INPUTS = 5;

  public Modal {
    Limits.requireCustomId(customId);
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.size() > MOST_INPUTS) {
      throw new IllegalArgumentException("A modal has 1 to " + MOST_INPUTS + " inputs");
    }
  }

  /**
   * A single line to type in.
   *
   * @param label what is asked; 45 characters at most are shown
   * @param description a line underneath; 100 characters at most are shown
   * @param mostCharacters 1 to 4000
   */
  public record TextInput(
      String customId,
      String label,
      Optional<String> description,
      boolean required,
      int mostCharacters) {
    public TextInput {
      Limits.requireCustomId(customId);
    }

    /** An input that its label alone describes. */
    public TextInput(String customId, String label, boolean required, int mostCharacters) {
      this(customId, label, Optional.empty(), required, mostCharacters);
    }

    /** The same with a line underneath. */
    public TextInput describedAs(String line) {
      return new TextInput(customId, label, Optional.of(line), required, mostCharacters);
    }
  }
}
