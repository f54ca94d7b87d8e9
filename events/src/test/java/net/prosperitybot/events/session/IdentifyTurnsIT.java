package net.prosperitybot.events.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.identifies.IdentifyBudget.Exhausted;
import net.prosperitybot.common.identifies.IdentifyBudget.Go;
import net.prosperitybot.common.identifies.IdentifyBudget.Wait;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentifyTurnsIT {
  private static final long BOT = 900;

  private final TestDatabase test = TestDatabase.create();
  private final FailingConnections connections = new FailingConnections(test.database().source());
  private final IdentifyBudget budget = new IdentifyBudget(test.database());
  private final IdentifyTurns here =
      new IdentifyTurns(new IdentifyBudget(Database.over(connections)));
  private final IdentifyTurns elsewhere = new IdentifyTurns(budget);

  @AfterEach
  void drop() {
    test.close();
  }

  @Test
  void twoProcessesIdentifyInOneBucketOneAfterTheOtherAndInTwoAtOnce() {
    assertEquals(new Go(), here.ask(BOT, 0));
    Wait wait = assertInstanceOf(Wait.class, elsewhere.ask(BOT, 0));
    assertTrue(wait.time().isPositive());
    assertTrue(wait.time().compareTo(IdentifyBudget.SPACING) <= 0);
    assertEquals(new Go(), elsewhere.ask(BOT, 1));
    assertEquals(new Go(), elsewhere.ask(BOT + 1, 0));
    assertEquals(2, budget.sentToday(BOT));
  }

  @Test
  void withTheDatabaseAwayAProcessKeepsItsOwnApartAndTellsOfThemLater() {
    assertEquals(new Go(), here.ask(BOT, 0));
    connections.goAway();
    assertInstanceOf(Wait.class, here.ask(BOT, 0));
    assertEquals(new Go(), here.ask(BOT, 1));
    assertEquals(new Go(), here.ask(BOT, 2));
    connections.comeBack();
    assertInstanceOf(Wait.class, here.ask(BOT, 0), "and nothing is forgotten by it");
    assertEquals(1, budget.sentToday(BOT));
    assertEquals(new Go(), here.ask(BOT, 3));
    assertEquals(4, budget.sentToday(BOT));
    assertEquals(new Go(), here.ask(BOT, 4));
    assertEquals(5, budget.sentToday(BOT), "they are told once");
  }

  @Test
  void withTheDatabaseAwayForLongThereIsAnEndToIt() {
    IdentifyTurns alone = new IdentifyTurns(new IdentifyBudget(Database.over(connections)), 2);
    connections.goAway();
    assertEquals(new Go(), alone.ask(BOT, 0));
    assertEquals(new Go(), alone.ask(BOT, 1));
    assertEquals(2, assertInstanceOf(Exhausted.class, alone.ask(BOT, 2)).sent());
    connections.comeBack();
    assertEquals(new Go(), alone.ask(BOT, 2));
    assertEquals(3, budget.sentToday(BOT));
  }

  @Test
  void whatIsToldWhenNoMoreMayBeSentIsRecordedOnce() {
    assertInstanceOf(Exhausted.class, budget.ask(BOT, 0, IdentifyBudget.MOST_IN_A_DAY));
    assertInstanceOf(Exhausted.class, here.ask(BOT, 0));
    assertEquals(IdentifyBudget.MOST_IN_A_DAY, budget.sentToday(BOT));
  }

  @Test
  void aTurnThatWasNotUsedAtOnceIsTakenAnewAndCountedOnce() {
    assertEquals(new Go(), here.ask(BOT, 0));
    assertEquals(new Go(), here.renew(BOT, 0), "nobody else can have had one since");
    assertInstanceOf(Wait.class, budget.renew(BOT, 0, Duration.ofMinutes(1)), "others may have");
    bucketIsFree();
    assertEquals(new Go(), budget.renew(BOT, 0, Duration.ofMinutes(1)));
    assertInstanceOf(Wait.class, elsewhere.ask(BOT, 0));
    assertEquals(1, budget.sentToday(BOT));
    connections.goAway();
    assertEquals(new Go(), here.renew(BOT, 0), "alone, this process knows its own only");
  }

  private void bucketIsFree() {
    test.database().dsl().execute("UPDATE identify_buckets SET next_at = UTC_TIMESTAMP(3)");
  }
}
