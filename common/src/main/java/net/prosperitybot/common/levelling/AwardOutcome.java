package net.prosperitybot.common.levelling;

import java.time.Instant;

/** What the ledger did with an award. */
public sealed interface AwardOutcome {
  XpAward award();

  /** The message earned; committed. */
  record Earned(XpAward award, int oldLevel, int newLevel) implements AwardOutcome {
    public boolean isLevelUp() {
      return newLevel > oldLevel;
    }
  }

  /**
   * The message earned nothing: it is in the cooldown that began at {@code lastXpAt}, or before.
   */
  record Refused(XpAward award, Instant lastXpAt) implements AwardOutcome {}
}
