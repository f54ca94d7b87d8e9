package net.prosperitybot.common.levelling;

/** What became of an adjustment. */
public sealed interface AdjustmentOutcome {

  /** It was made. */
  record Applied(MemberXp before, MemberXp after) implements AdjustmentOutcome {
    /** The XP that was really given, or taken when negative; 0 when there was none to take. */
    public long delta() {
      return after.xp() - before.xp();
    }
  }

  /** It can't be made; the member keeps what they hold. */
  record Refused(Reason reason, MemberXp now) implements AdjustmentOutcome {}

  /** Why an adjustment can't be made. */
  enum Reason {
    BELOW_LEVEL_ZERO,
    ABOVE_HIGHEST_LEVEL,
    /** Who is not in the server and never earned anything there can't be given anything. */
    NOT_IN_SERVER
  }
}
