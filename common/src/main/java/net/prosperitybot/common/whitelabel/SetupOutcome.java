package net.prosperitybot.common.whitelabel;

import java.util.List;

/** What came of a setup. */
public sealed interface SetupOutcome {

  /**
   * The bot is to run.
   *
   * @param isNew whether it was not there before
   * @param replaced the owner's other bots that go for it
   */
  record Done(boolean isNew, List<WhitelabelBot> replaced) implements SetupOutcome {
    public Done {
      replaced = List.copyOf(replaced);
    }
  }

  /** The owner has as many as may be, and more than one, so that none is chosen to go. */
  record Full(int most) implements SetupOutcome {}
}
