package net.prosperitybot.common.levelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberXpTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofSeconds(60);

  @Test
  void theFirstMessageEarns() {
    assertTrue(MemberXp.NONE.mayEarn(NOON, MINUTE));
  }

  @Test
  void aMessageEarnsFromTheVeryMillisecondTheCooldownEnds() {
    MemberXp member = MemberXp.NONE.afterMessage(20, NOON);
    assertFalse(member.mayEarn(NOON.plusMillis(59_999), MINUTE));
    assertTrue(member.mayEarn(NOON.plusMillis(60_000), MINUTE));
  }

  @Test
  void theSameMessageAndOlderOnesNeverEarnAgain() {
    MemberXp member = MemberXp.NONE.afterMessage(20, NOON);
    assertFalse(member.mayEarn(NOON, MINUTE));
    assertFalse(member.mayEarn(NOON, Duration.ZERO));
    assertFalse(member.mayEarn(NOON.minusSeconds(86_400), MINUTE));
  }

  @Test
  void earningCountsTheMessageAndDerivesTheLevel() {
    MemberXp member = new MemberXp(90, 4, Optional.empty()).afterMessage(15, NOON);
    assertEquals(105, member.xp());
    assertEquals(5, member.messageCount());
    assertEquals(1, member.level());
    assertEquals(Optional.of(NOON), member.lastXpAt());
  }

  @Test
  void xpStopsAtItsLimits() {
    assertEquals(
        LevelCurve.MAX_XP, new MemberXp(LevelCurve.MAX_XP - 3, 0, Optional.empty()).plus(30).xp());
    assertEquals(0, new MemberXp(5, 0, Optional.empty()).plus(-30).xp());
  }
}
