package net.prosperitybot.common.levelling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a member holds. The level is always derived from the XP, so the two can't disagree.
 *
 * @param xp 0 to {@link LevelCurve#MAX_XP}
 * @param messageCount messages that earned
 * @param lastXpAt when the last message that earned was sent
 */
public record MemberXp(long xp, long messageCount, Optional<Instant> lastXpAt) {

  /** A member who has earned nothing yet. */
  public static final MemberXp NONE = new MemberXp(0, 0, Optional.empty());

  public MemberXp {
    if (xp < 0 || xp > LevelCurve.MAX_XP) {
      throw new IllegalArgumentException("XP out of range: " + xp);
    }
  }

  public int level() {
    return LevelCurve.levelAt(xp);
  }

  /** Whether a message of this time would earn now. */
  public boolean mayEarn(Instant sentAt, Duration cooldown) {
    return lastXpAt.isEmpty() || Cooldown.hasPassed(lastXpAt.get(), sentAt, cooldown);
  }

  /** After a message earned this much. */
  public MemberXp afterMessage(long gained, Instant sentAt) {
    return new MemberXp(plus(gained).xp, messageCount + 1, Optional.of(sentAt));
  }

  /** After a change that no message made: stops at 0 and at {@link LevelCurve#MAX_XP}. */
  public MemberXp plus(long delta) {
    long sum = Math.clamp(Math.addExact(xp, delta), 0L, LevelCurve.MAX_XP);
    return new MemberXp(sum, messageCount, lastXpAt);
  }
}
