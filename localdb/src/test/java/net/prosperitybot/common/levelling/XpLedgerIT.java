package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.USERS;
import static net.prosperitybot.common.levelling.Ledger.NOON;
import static net.prosperitybot.common.levelling.Ledger.assertAgreesWithItsLog;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class XpLedgerIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final MemberKey ANN = new MemberKey(1, 100);
  private static final MemberKey BEN = new MemberKey(1, 200);

  private final Database database = TEST.database();
  private final XpLedger ledger = new XpLedger(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    List.of(GUILD_USERS, LEVEL_UPS, MESSAGE_LOGS, USERS)
        .forEach(table -> database.dsl().deleteFrom(table).execute());
  }

  @AfterEach
  void xpAlwaysEqualsTheLog() {
    assertAgreesWithItsLog(database);
  }

  @Test
  void aFirstMessageMakesTheMember() {
    var outcomes = ledger.award(List.of(award(ANN, 0, 20)), List.of());
    assertEquals(0, assertInstanceOf(AwardOutcome.Earned.class, outcomes.getFirst()).newLevel());
    var row = database.dsl().selectFrom(GUILD_USERS).fetchSingle();
    assertEquals(20, row.getXp());
    assertEquals(1, row.getMessageCount());
    assertEquals(NOON, row.getLastXpAt());
  }

  @Test
  void aMessageInsideTheCooldownEarnsNothing() {
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    var outcomes = ledger.award(List.of(award(ANN, 59, 20)), List.of());
    assertEquals(
        NOON, assertInstanceOf(AwardOutcome.Refused.class, outcomes.getFirst()).lastXpAt());
    assertEquals(20, xp(ANN));
  }

  @Test
  void theSameAwardsTwiceEarnOnce() {
    List<XpAward> awards = List.of(award(ANN, 0, 20), award(BEN, 0, 30), award(ANN, 60, 25));
    ledger.award(awards, List.of());
    ledger.award(awards, List.of());
    assertEquals(45, xp(ANN));
    assertEquals(30, xp(BEN));
  }

  @Test
  void aBatchInAnyOrderIsTakenByTheTimeOfItsMessages() {
    ledger.award(List.of(award(ANN, 120, 16), award(ANN, 0, 17), award(ANN, 60, 18)), List.of());
    assertEquals(51, xp(ANN));
  }

  @Test
  void aMessageThatArrivesLateIsRefused() {
    ledger.award(List.of(award(ANN, 120, 20)), List.of());
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    assertEquals(20, xp(ANN));
  }

  @Test
  void eachRisePutsOneRowIntoTheOutboxWithTheXpThatCausedIt() {
    ledger.award(List.of(award(ANN, 0, 90)), List.of());
    ledger.award(List.of(award(ANN, 60, 30)), List.of());
    var row = database.dsl().selectFrom(LEVEL_UPS).fetchSingle();
    assertEquals(0, row.getOldLevel());
    assertEquals(1, row.getNewLevel());
    assertEquals(award(ANN, 60, 30).messageId(), row.getCauseId());
    assertEquals(row.getCauseId(), row.getMessageId());
  }

  @Test
  void theLogHoldsWhatWasReallyGainedAtTheMostXp() {
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    database
        .dsl()
        .update(GUILD_USERS)
        .set(GUILD_USERS.XP, LevelCurve.MAX_XP - 5)
        .set(GUILD_USERS.LEVEL, LevelCurve.MAX_LEVEL)
        .set(GUILD_USERS.PURGED_XP, LevelCurve.MAX_XP - 25)
        .set(GUILD_USERS.MESSAGE_COUNT, 1_000_000L)
        .execute();
    ledger.award(List.of(award(ANN, 60, 30)), List.of());
    assertEquals(LevelCurve.MAX_XP, xp(ANN));
  }

  @Test
  void namesAreWrittenAndReplaced() {
    ledger.award(List.of(award(ANN, 0, 20)), List.of(new UserName(100, "ann", "Ann 🎈")));
    ledger.award(List.of(award(ANN, 60, 20)), List.of(new UserName(100, "ann", "Änn")));
    var row = database.dsl().selectFrom(USERS).fetchSingle();
    assertEquals("Änn", row.getDisplayName());
  }

  @Test
  void aMemberWhoLeftAndWritesIsBack() {
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    database.dsl().update(GUILD_USERS).set(GUILD_USERS.PRESENT, false).execute();
    ledger.award(List.of(award(ANN, 60, 20)), List.of());
    assertEquals(true, database.dsl().selectFrom(GUILD_USERS).fetchSingle().getPresent());
  }

  @Test
  void anAwardThatIsWrittenLateDoesNotBringALeaverBackWhereLeavingIsSeen() {
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    database.dsl().update(GUILD_USERS).set(GUILD_USERS.PRESENT, false).execute();
    XpAward late = award(ANN, 60, 20);
    ledger.award(
        List.of(
            new XpAward(
                ANN,
                late.messageId(),
                late.channelId(),
                late.xp(),
                late.cooldown(),
                XpLedger.Presence.FROM_MEMBER_EVENTS)),
        List.of());
    assertEquals(40, xp(ANN));
    assertEquals(false, database.dsl().selectFrom(GUILD_USERS).fetchSingle().getPresent());
  }

  @Test
  void aCommitWhoseAnswerIsLostCountsOnce() throws Exception {
    FailingConnections connections = new FailingConnections(TEST.database().source());
    connections.loseCommitAnswers(1);
    try (Database losing = Database.over(connections)) {
      new XpLedger(losing).award(List.of(award(ANN, 0, 90), award(ANN, 60, 30)), List.of());
    }
    assertEquals(120, xp(ANN));
    assertEquals(1, database.dsl().fetchCount(LEVEL_UPS));
  }

  @Test
  void writersThatOfferTheSameMessagesOfNewMembersEarnEachOnce() throws Exception {
    race(IntStream.range(0, 40).mapToObj(i -> new MemberKey(1, 1000 + i)).toList());
  }

  @Test
  void writersThatOfferTheSameMessagesOfKnownMembersEarnEachOnce() throws Exception {
    List<MemberKey> members =
        IntStream.range(0, 40).mapToObj(i -> new MemberKey(1, i + 1)).toList();
    ledger.award(members.stream().map(m -> award(m, -3600, 15)).toList(), List.of());
    race(members);
    assertEquals(40 * 11, database.dsl().fetchCount(MESSAGE_LOGS));
  }

  /** Four writers offer ten messages of each member, each in batches and an order of its own. */
  private void race(List<MemberKey> members) throws Exception {
    List<XpAward> all =
        members.stream()
            .flatMap(m -> IntStream.range(0, 10).mapToObj(i -> award(m, i * 60, 15 + i)))
            .toList();
    int before = database.dsl().fetchCount(MESSAGE_LOGS);
    CountDownLatch start = new CountDownLatch(1);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        List<XpAward> mine = new ArrayList<>(all);
        Collections.sort(mine, (a, b) -> Long.compare(a.messageId(), b.messageId()));
        int batch = 7 + new Random(writer).nextInt(60);
        Callable<Integer> write = () -> writeInBatches(mine, batch, start);
        running.add(writers.submit(write));
      }
      start.countDown();
      for (Future<?> writer : running) {
        writer.get();
      }
    }
    assertEquals(all.size(), database.dsl().fetchCount(MESSAGE_LOGS) - before);
  }

  private int writeInBatches(List<XpAward> awards, int size, CountDownLatch start)
      throws InterruptedException {
    start.await();
    for (int from = 0; from < awards.size(); from += size) {
      ledger.award(awards.subList(from, Math.min(from + size, awards.size())), List.of());
    }
    return awards.size();
  }

  private long xp(MemberKey member) {
    return database
        .dsl()
        .selectFrom(GUILD_USERS)
        .where(GUILD_USERS.GUILD_ID.eq(member.guildId()))
        .and(GUILD_USERS.USER_ID.eq(member.userId()))
        .fetchSingle()
        .getXp();
  }
}
