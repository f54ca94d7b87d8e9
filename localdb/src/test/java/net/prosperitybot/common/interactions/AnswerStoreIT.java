package net.prosperitybot.common.interactions;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_ANSWERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.IgnoreLists;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SERVER = 1;

  private final Database database = TEST.database();
  private final AnswerStore answers = new AnswerStore(database);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    database.dsl().deleteFrom(COMMAND_ANSWERS).execute();
  }

  private String count(AnswerStore store, long interaction) {
    return store.once(SERVER, interaction, tx -> "run " + runs.incrementAndGet());
  }

  @Test
  void theSameInteractionGetsTheFirstAnswerAndRunsOnce() {
    assertEquals("run 1", count(answers, 7));
    assertEquals("run 1", count(answers, 7));
    assertEquals("run 2", count(answers, 8));
    assertEquals(2, runs.get());
  }

  @Test
  void aLostAnswerToTheCommitIsNoReasonToRunAgain() {
    FailingConnections connections = new FailingConnections(database.source());
    connections.loseCommitAnswers(1);
    try (Database losing = Database.over(connections)) {
      assertEquals("run 1", count(new AnswerStore(losing), 7));
    }
    assertEquals(1, runs.get());
  }

  @Test
  void whatFailsLeavesNothingBehindAndMayBeTriedAgain() {
    assertThrows(
        IllegalStateException.class,
        () ->
            answers.once(
                SERVER,
                7,
                tx -> {
                  IgnoreLists.addChannel(tx, SERVER, 5);
                  throw new IllegalStateException("a fault");
                }));
    assertEquals("run 1", count(answers, 7));
    assertEquals("true", answers.once(SERVER, 8, tx -> "" + IgnoreLists.addChannel(tx, SERVER, 5)));
  }

  @Test
  void deliveriesAtTheSameMomentRunOnceAndAgree() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> delivery =
          () -> {
            start.await();
            return count(answers, 7);
          };
      List<Future<String>> given =
          IntStream.range(0, 8).mapToObj(i -> threads.submit(delivery)).toList();
      start.countDown();
      for (Future<String> each : given) {
        assertEquals("run 1", each.get());
      }
    }
    assertEquals(1, runs.get());
  }

  @Test
  void answersAreForgottenWithTheirAge() {
    count(answers, 7);
    database.dsl().execute("UPDATE command_answers SET created_at = created_at - INTERVAL 25 HOUR");
    count(answers, 8);
    assertEquals(1, answers.forgetOlderThan(Duration.ofHours(24)));
    assertEquals(1, database.dsl().fetchCount(COMMAND_ANSWERS));
  }
}
