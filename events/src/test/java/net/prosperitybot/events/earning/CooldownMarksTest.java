package net.prosperitybot.events.earning;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import net.prosperitybot.common.members.MemberKey;
import org.junit.jupiter.api.Test;

class CooldownMarksTest {
  private static final MemberKey ANN = new MemberKey(1, 2);
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final long MINUTE = 60_000;

  private final CooldownMarks marks = new CooldownMarks(100);

  @Test
  void nothingIsKnownOfAMemberWhoDidNotEarn() {
    assertFalse(isCoolingDown(0));
  }

  @Test
  void aMessageEarnsAgainExactlyWhenTheCooldownHasPassed() {
    marks.begin(ANN, NOON);
    assertTrue(isCoolingDown(59_999));
    assertFalse(isCoolingDown(60_000));
  }

  @Test
  void theSameMessageAndEarlierOnesNeverEarn() {
    marks.begin(ANN, NOON);
    assertTrue(isCoolingDown(0));
    assertTrue(isCoolingDown(-100_000));
  }

  @Test
  void aDroppedAwardLeavesNoMark() {
    marks.begin(ANN, NOON);
    marks.takeBack(ANN, NOON);
    assertFalse(isCoolingDown(1));
  }

  @Test
  void aDroppedAwardDoesNotTakeALaterOnesMark() {
    marks.begin(ANN, NOON);
    marks.begin(ANN, NOON.plusSeconds(60));
    marks.takeBack(ANN, NOON);
    assertTrue(isCoolingDown(61_000));
  }

  @Test
  void aRefusedAwardMakesRoomForWhatTheDatabaseSays() {
    marks.begin(ANN, NOON);
    marks.correct(ANN, NOON, NOON.minusSeconds(30));
    assertTrue(isCoolingDown(29_999));
    assertFalse(isCoolingDown(30_000));
  }

  @Test
  void anAwardThatComesLateDoesNotMoveTheMarkBack() {
    marks.begin(ANN, NOON);
    marks.begin(ANN, NOON.minusSeconds(50));
    assertTrue(isCoolingDown(59_000));
  }

  private boolean isCoolingDown(long millisAfterNoon) {
    return marks.isCoolingDown(ANN, NOON.toEpochMilli() + millisAfterNoon, MINUTE);
  }
}
