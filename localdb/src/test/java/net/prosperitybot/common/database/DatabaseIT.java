package net.prosperitybot.common.database;

import static net.prosperitybot.common.database.schema.Tables.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLRecoverableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.members.UserStore;
import net.prosperitybot.localdb.TestDatabase;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  private static final TestDatabase TEST = TestDatabase.create();

  private final Database database = TEST.database();

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void twoUsers() {
    database.dsl().deleteFrom(USERS).execute();
    database.transaction(
        tx -> {
          UserStore.write(
              tx, List.of(new UserName(1, "ann", "Ann"), new UserName(2, "ben", "Ben")));
          return 0;
        });
  }

  @Test
  void aFailedTransactionLeavesNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(
                tx -> {
                  tx.deleteFrom(USERS).execute();
                  throw new IllegalStateException("no");
                }));
    assertEquals(2, database.dsl().fetchCount(USERS));
  }

  @Test
  void aDeadlocksVictimRunsAgain() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch bothHoldOne = new CountDownLatch(2);
    Thread other = Thread.startVirtualThread(() -> renameBoth(1, 2, bothHoldOne, attempts));
    renameBoth(2, 1, bothHoldOne, attempts);
    other.join();
    assertTrue(attempts.get() >= 3, "one of the two ran again: " + attempts);
    assertEquals(2, database.dsl().fetchCount(USERS, USERS.DISPLAY_NAME.eq("renamed")));
  }

  private void renameBoth(long first, long second, CountDownLatch ready, AtomicInteger attempts) {
    database.transaction(
        tx -> {
          attempts.incrementAndGet();
          tx.execute("UPDATE users SET display_name = 'renamed' WHERE id = ?", first);
          ready.countDown();
          await(ready);
          return tx.execute("UPDATE users SET display_name = 'renamed' WHERE id = ?", second);
        });
  }

  @Test
  void aSnapshotSeesOneStateOfTheData() {
    database.snapshot(
        tx -> {
          int before = tx.fetchCount(USERS);
          database.dsl().deleteFrom(USERS).execute();
          assertEquals(before, tx.fetchCount(USERS));
          return 0;
        });
    assertEquals(0, database.dsl().fetchCount(USERS));
  }

  @Test
  void whoReadsDoesNotSeeThatAConnectionWasLost() throws Exception {
    try (Database one = Database.open(connections(1), "one connection")) {
      AtomicInteger snapshots = new AtomicInteger();
      int users =
          one.snapshot(
              tx -> {
                if (snapshots.incrementAndGet() == 1) {
                  kill(tx);
                }
                return tx.fetchCount(USERS);
              });
      assertEquals(2, users);
      AtomicInteger reads = new AtomicInteger();
      users =
          one.read(
              dsl -> {
                if (reads.incrementAndGet() == 1) {
                  throw new DataAccessException("lost", new SQLRecoverableException("lost"));
                }
                return dsl.fetchCount(USERS);
              });
      assertEquals(2, users);
      assertEquals(List.of(2, 2), List.of(snapshots.get(), reads.get()));
    }
  }

  @Test
  void whoHasWaitedLongIsTold() {
    AtomicInteger reads = new AtomicInteger();
    assertThrows(
        DataAccessException.class,
        () ->
            database.read(
                dsl -> {
                  reads.incrementAndGet();
                  dsl.fetch("SELECT SLEEP(2.1)");
                  throw new DataAccessException("lost", new SQLRecoverableException("lost"));
                }));
    assertEquals(1, reads.get());
  }

  private void kill(DSLContext connection) {
    database
        .dsl()
        .execute("KILL " + connection.fetchSingle("SELECT CONNECTION_ID()").get(0, Long.class));
  }

  @Test
  void afterASnapshotAConnectionReadsWhatIsCommittedAgain() throws Exception {
    try (Database one = Database.open(connections(1), "one connection")) {
      one.snapshot(tx -> tx.fetchCount(USERS));
      one.transaction(
          tx -> {
            assertEquals(2, tx.fetchCount(USERS));
            database.dsl().deleteFrom(USERS).where(USERS.ID.eq(1L)).execute();
            assertEquals(1, tx.fetchCount(USERS));
            return 0;
          });
    }
  }

  @Test
  void timesSurviveAClockThatWasSetForward() {
    // 02:30 did not exist in Berlin that night; in UTC it did.
    Instant gap = Instant.parse("2026-03-29T02:30:00.123Z");
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      database.dsl().update(USERS).set(USERS.UPDATED_AT, gap).execute();
      assertEquals(List.of(gap, gap), database.dsl().selectFrom(USERS).fetch(USERS.UPDATED_AT));
      new MultiRow("id", "at")
          .add(1L, gap.plusSeconds(1))
          .execute(
              database.dsl(), "UPDATE {rows} JOIN users u ON u.id = t.id SET u.updated_at = t.at");
      assertEquals(
          gap.plusSeconds(1),
          database.dsl().selectFrom(USERS).where(USERS.ID.eq(1L)).fetchSingle().getUpdatedAt());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aServerThatCantBeReachedIsNamedWithoutThePassword() {
    DatabaseConfig nowhere =
        new DatabaseConfig(
            "jdbc:mysql://127.0.0.1:1/prosperity?x=secret", "bot", new Secret("hush-hush"), 1);
    String words =
        String.valueOf(
            assertThrows(
                    DatabaseUnavailableException.class, () -> Database.open(nowhere, "nowhere"))
                .getMessage());
    assertTrue(words.contains("jdbc:mysql://127.0.0.1:1/prosperity"), words);
    assertTrue(words.contains("DB_HOST"), words);
    assertTrue(!words.contains("secret") && !words.contains("hush"), words);
  }

  @Test
  void aStatementThatIsWrongIsNotRepeated() {
    AtomicInteger attempts = new AtomicInteger();
    assertThrows(
        DataAccessException.class,
        () ->
            database.transaction(
                tx -> {
                  attempts.incrementAndGet();
                  return tx.execute("SELEKT 1");
                }));
    assertEquals(1, attempts.get());
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    // Often and side by side: the pool closes the connection while its statement is still cleared.
    int threads = 8;
    int times = 8;
    try (Database impatient =
            Database.open(connections(threads), "impatient", Duration.ofMillis(100));
        ExecutorService side = Executors.newFixedThreadPool(threads)) {
      List<Callable<Exception>> questions =
          Collections.nCopies(
              threads * times,
              () ->
                  assertThrows(Exception.class, () -> impatient.dsl().fetch("SELECT SLEEP(0.5)")));
      for (Future<Exception> answer : side.invokeAll(questions)) {
        DataAccessException lost = assertInstanceOf(DataAccessException.class, answer.get());
        assertTrue(TransientFailure.is(lost), "worth another attempt: " + lost);
      }
    }
  }

  @Test
  void aLongStatementIsParsedOnce() {
    String statement = "SELECT id /* " + "long ".repeat(300) + "*/ FROM users WHERE id = ?";
    try (Database one = Database.open(connections(1), "one connection")) {
      one.dsl().fetch(statement, 1);
      long before = prepared(one);
      one.dsl().fetch(statement, 2);
      assertEquals(before, prepared(one));
    }
  }

  @Test
  void aTableMayBeMigratedUnderAStatementThatIsKept() {
    // Not of "*": what the server kept has another number of columns then than the driver expects.
    String statement = "SELECT id, display_name FROM users WHERE id = ?";
    try (Database one = Database.open(connections(1), "one connection")) {
      Record before = one.dsl().fetchSingle(statement, 1);
      database.dsl().execute("ALTER TABLE users ADD COLUMN added INT NOT NULL DEFAULT 7 FIRST");
      try {
        assertEquals(before, one.dsl().fetchSingle(statement, 1));
      } finally {
        database.dsl().execute("ALTER TABLE users DROP COLUMN added");
      }
      assertEquals(before, one.dsl().fetchSingle(statement, 1));
    }
  }

  private static long prepared(Database one) {
    return one.dsl().fetchSingle("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'").get(1, Long.class);
  }

  private static DatabaseConfig connections(int count) {
    DatabaseConfig given = TEST.config();
    return new DatabaseConfig(given.jdbcUrl(), given.user(), given.password(), count);
  }

  @Test
  void theServerAnswers() {
    assertTrue(database.isAnswering(Duration.ofSeconds(2)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
