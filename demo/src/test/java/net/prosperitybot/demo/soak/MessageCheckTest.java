package net.prosperitybot.demo.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.prosperitybot.demo.soak.MessageCheck.Circumstances;
import net.prosperitybot.demo.soak.MessageCheck.Logged;
import net.prosperitybot.simulator.world.Snowflakes;
import org.junit.jupiter.api.Test;

/** A check that finds nothing proves nothing: here it has something to find. */
class MessageCheckTest {
  private static final Circumstances USUAL =
      new Circumstances(60, 60, 100, 100, false, false, false, false);

  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final Said FIRST = said(0);
  private static final Said SOON = said(59);
  private static final Said LATER = said(60);

  @Test
  void oneAwardInEachCooldownIsRight() {
    MessageCheck check = check(USUAL, log(FIRST, 15, LATER, 30));
    assertEquals(List.of(), check.problems());
    assertEquals(2, check.earned());
  }

  @Test
  void aLostMessageIsFound() {
    assertFound("lost", check(USUAL, log(FIRST, 15)));
  }

  @Test
  void anAwardInTheCooldownIsFound() {
    assertFound("earned 59000 ms after the last one", check(USUAL, log(FIRST, 15, SOON, 15)));
  }

  @Test
  void tooMuchAndTooLittleAreFound() {
    assertFound("earned 31 XP", check(USUAL, log(FIRST, 31, LATER, 20)));
    assertFound("earned 14 XP", check(USUAL, log(FIRST, 14, LATER, 20)));
    Circumstances half = new Circumstances(60, 60, 50, 50, false, false, false, false);
    assertEquals(List.of(), check(half, log(FIRST, 8, LATER, 15)).problems());
    assertFound("earned 7 XP", check(half, log(FIRST, 7, LATER, 15)));
  }

  @Test
  void anAwardForSomethingIgnoredIsFound() {
    Circumstances ignored = new Circumstances(60, 60, 100, 100, true, true, false, false);
    assertFound("earned though it was ignored", check(ignored, log(FIRST, 20)));
    assertEquals(List.of(), check(ignored, Map.of()).problems());
  }

  @Test
  void anAwardOfSomebodyElseIsFound() {
    Map<Long, Logged> log = log(FIRST, 20, LATER, 20);
    log.put(FIRST.id(), new Logged(1, FIRST.userId() + 1, 20));
    assertFound("logged for somebody else", check(USUAL, log));
  }

  @Test
  void anAwardForNothingIsFound() {
    Map<Long, Logged> log = log(FIRST, 20, LATER, 20);
    log.put(7L, new Logged(1, 1, 20));
    assertFound("3 messages are logged, of which 2 were written", check(USUAL, log));
  }

  @Test
  void whatNobodyHeardMayBeMissingAndIsCounted() {
    Circumstances unheard = new Circumstances(60, 60, 100, 100, false, false, false, true);
    MessageCheck check = check(unheard, log(FIRST, 20));
    assertEquals(List.of(), check.problems());
    assertEquals(1, check.unheard());
    assertEquals(0, check.killed());
  }

  @Test
  void whatWasLostWithAKilledProcessIsCountedByItself() {
    Circumstances killed = new Circumstances(60, 60, 100, 100, false, false, true, true);
    MessageCheck check = check(killed, log(FIRST, 20));
    assertEquals(List.of(), check.problems());
    assertEquals(1, check.killed());
    assertEquals(0, check.unheard());
  }

  @Test
  void whileTheDelayChangesEitherIsRightButNotLessThanTheShorter() {
    Circumstances changing = new Circumstances(59, 61, 100, 100, false, false, false, false);
    assertEquals(List.of(), check(changing, log(FIRST, 20)).problems());
    assertEquals(List.of(), check(changing, log(FIRST, 20, SOON, 20)).problems());
    Circumstances longer = new Circumstances(60, 61, 100, 100, false, false, false, false);
    assertFound("earned 59000 ms after", check(longer, log(FIRST, 20, SOON, 20)));
  }

  private static MessageCheck check(Circumstances circumstances, Map<Long, Logged> log) {
    return new MessageCheck(log, message -> circumstances).look(List.of(FIRST, SOON, LATER));
  }

  private static Said said(int seconds) {
    return new Said(Snowflakes.first(NOON.plusSeconds(seconds)), 1, 1, false, false);
  }

  private static Map<Long, Logged> log(Said one, int xp) {
    Map<Long, Logged> log = new HashMap<>();
    log.put(one.id(), new Logged(one.server(), one.userId(), xp));
    return log;
  }

  private static Map<Long, Logged> log(Said one, int xp, Said other, int otherXp) {
    Map<Long, Logged> log = log(one, xp);
    log.put(other.id(), new Logged(other.server(), other.userId(), otherXp));
    return log;
  }

  private static void assertFound(String words, MessageCheck check) {
    assertTrue(
        check.problems().stream().anyMatch(each -> each.startsWith(words)),
        () -> words + " is not in " + check.problems());
  }
}
