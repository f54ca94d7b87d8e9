package net.prosperitybot.common.identifies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.identifies.IdentifyBudget.Answer;
import net.prosperitybot.common.identifies.IdentifyBudget.Exhausted;
import net.prosperitybot.common.identifies.IdentifyBudget.Go;
import net.prosperitybot.common.identifies.IdentifyBudget.Wait;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class IdentifyBudgetIT {
  private static final TestDatabase TEST = TestDatabase.create();

  private final Database database = TEST.database();
  private final IdentifyBudget budget = new IdentifyBudget(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void ofManyProcessesOneIdentifiesInFiveSecondsForEachBucket() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Answer>> asked =
          IntStream.range(0, 6)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> budget.ask(1, 0, 0), threads))
              .toList();
      assertEquals(1, asked.stream().filter(answer -> answer.join() instanceof Go).count());
    }
    Wait wait = assertInstanceOf(Wait.class, budget.ask(1, 0, 0));
    assertTrue(wait.time().compareTo(IdentifyBudget.SPACING) <= 0);
    assertInstanceOf(Go.class, budget.ask(1, 1, 0), "another bucket");
    assertInstanceOf(Go.class, budget.ask(2, 0, 0), "another bot");
    assertEquals(2, budget.sentToday(1));
    timePasses(1, 6);
    assertInstanceOf(Go.class, budget.ask(1, 0, 0));
  }

  @Test
  void aDaysWorthIsRefusedUntilTheOldestHourIsForgotten() {
    for (int hoursAgo : List.of(3, 24)) {
      sent(3, hoursAgo, 250);
    }
    Exhausted exhausted = assertInstanceOf(Exhausted.class, budget.ask(3, 0, 0));
    assertEquals(500, exhausted.sent());
    assertTrue(exhausted.until().compareTo(Duration.ofHours(1)) <= 0, exhausted.toString());
    database.dsl().execute("UPDATE identifies SET hour = hour - 1 WHERE bot_id = 3");
    assertInstanceOf(Go.class, budget.ask(3, 0, 0));
    assertEquals(251, budget.sentToday(3));
  }

  @Test
  void whatWasSentWhileTheDatabaseWasAwayCounts() {
    assertInstanceOf(Go.class, budget.ask(4, 0, 7));
    assertEquals(8, budget.sentToday(4));
    timePasses(4, 6);
    assertInstanceOf(Exhausted.class, budget.ask(4, 0, 492));
  }

  private void timePasses(long botId, int seconds) {
    database
        .dsl()
        .execute(
            "UPDATE identify_buckets SET next_at = next_at - INTERVAL ? SECOND WHERE bot_id = ?",
            seconds,
            botId);
  }

  private void sent(long botId, int hoursAgo, int count) {
    database
        .dsl()
        .execute(
            """
            INSERT INTO identifies (bot_id, hour, sent)
            VALUES (?, UNIX_TIMESTAMP(UTC_TIMESTAMP()) DIV 3600 - ?, ?)
            """,
            botId,
            hoursAgo,
            count);
  }
}
