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
    earn(NOON);
    assertTrue(isCoolingDown(59_999));
    assertFalse(isCoolingDown(60_000));
  }

  @Test
  void theSameMessageAndEarlierOnesNeverEarn() {
    earn(NOON);
    assertTrue(isCoolingDown(0));
    assertTrue(isCoolingDown(-100_000));
  }

  @Test
  void aDroppedAwardLeavesNoMark() {
    marks.begin(ANN, NOON, MINUTE);
    marks.takeBack(ANN, NOON);
    assertFalse(isCoolingDown(1));
  }

  @Test
  void aDroppedAwardDoesNotTakeALaterOnesMark() {
    earn(NOON);
    marks.begin(ANN, NOON.plusSeconds(60), MINUTE);
    marks.takeBack(ANN, NOON);
    assertTrue(isCoolingDown(61_000));
  }

  @Test
  void aRefusedAwardMakesRoomForWhatTheDatabaseSays() {
    marks.begin(ANN, NOON, MINUTE);
    marks.correct(ANN, NOON, NOON.minusSeconds(30));
    assertTrue(isCoolingDown(29_999));
    assertFalse(isCoolingDown(30_000));
  }

  @Test
  void anAwardThatComesLateDoesNotMoveTheMarkBack() {
    earn(NOON);
    marks.begin(ANN, NOON.minusSeconds(50), MINUTE);
    assertTrue(isCoolingDown(59_000));
  }

  @Test
  void theFirstAwardOfAnUnknownMemberSaysNothingUntilItIsAnswered() {
    marks.begin(ANN, NOON, MINUTE);
    assertFalse(isCoolingDown(1_000), "it may be refused, and then this one earns");
    marks.earned(ANN, NOON);
    assertTrue(isCoolingDown(1_000));
  }

  @Test
  void whatIsOfferedMeanwhileStaysUnsureUntilItIsAnsweredItself() {
    marks.begin(ANN, NOON, MINUTE);
    marks.begin(ANN, NOON.plusSeconds(10), MINUTE);
    marks.earned(ANN, NOON);
    assertFalse(isCoolingDown(11_000));
    marks.correct(ANN, NOON.plusSeconds(10), NOON);
    assertTrue(isCoolingDown(59_999));
    assertFalse(isCoolingDown(60_000));
  }

  @Test
  void anAwardAfterAKnownOneCountsAtOnce() {
    earn(NOON);
    marks.begin(ANN, NOON.plusSeconds(60), MINUTE);
    assertTrue(isCoolingDown(119_999), "so that nothing queues up while the database is away");
  }

  @Test
  void anAwardThatIsSurelyInTheCooldownLeavesNoMark() {
    earn(NOON);
    marks.begin(ANN, NOON.plusSeconds(59), MINUTE);
    assertTrue(isCoolingDown(59_999));
    assertFalse(isCoolingDown(60_000), "the one at 59 s will be refused, this one earns");
    marks.correct(ANN, NOON.plusSeconds(59), NOON);
    assertFalse(isCoolingDown(60_000));
  }

  @Test
  void whileOneIsUndecidedNothingIsSureAboutLaterOnes() {
    earn(NOON);
    marks.begin(ANN, NOON.plusSeconds(60), MINUTE);
    marks.beginUndecided(ANN, NOON.plusSeconds(120));
    marks.earned(ANN, NOON.plusSeconds(60));
    marks.begin(ANN, NOON.plusSeconds(170), MINUTE);
    assertFalse(isCoolingDown(180_000), "the one of 170 s is refused if the one of 120 s earns");
    marks.correct(ANN, NOON.plusSeconds(170), NOON.plusSeconds(120));
    assertTrue(isCoolingDown(179_999));
    assertFalse(isCoolingDown(180_000));
  }

  private void earn(Instant at) {
    marks.begin(ANN, at, MINUTE);
    marks.earned(ANN, at);
  }

  private boolean isCoolingDown(long millisAfterNoon) {
    return marks.isCoolingDown(ANN, NOON.toEpochMilli() + millisAfterNoon, MINUTE);
  }
}
