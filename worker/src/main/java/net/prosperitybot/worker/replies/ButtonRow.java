package net.prosperitybot.worker.replies;

import java.util.List;

/** One to five buttons beside each other. */
public record ButtonRow(List<Button> buttons) implements ComponentRow {
  private static final int MOST_BUTTONS = 5;

  public ButtonRow {
    buttons = List.copyOf(buttons);
    if (buttons.isEmpty() || buttons.size() > MOST_BUTTONS) {
      throw new IllegalArgumentException("A row has 1 to " + MOST_BUTTONS + " buttons");
    }
  }

  public static ButtonRow of(Button... buttons) {
    return new ButtonRow(List.of(buttons));
  }
}
