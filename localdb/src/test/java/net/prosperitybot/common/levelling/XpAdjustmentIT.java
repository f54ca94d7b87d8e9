package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.USERS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;
import static net.prosperitybot.common.levelling.Ledger.NOON;
import static net.prosperitybot.common.levelling.Ledger.assertAgreesWithItsLog;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.AdjustmentOutcome.Applied;
import net.prosperitybot.common.levelling.AdjustmentOutcome.Reason;
import net.prosperitybot.common.levelling.AdjustmentOutcome.Refused;
import net.prosperitybot.common.levelling.XpAdjustment.Kind;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class XpAdjustmentIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final MemberKey ANN = new MemberKey(1, 100);
  private static final long ADMIN = 42;
  private static final long CHANNEL = 7;

  private final Database database = TEST.database();
  private final XpLedger ledger = new XpLedger(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    List.of(GUILD_USERS, LEVEL_UPS, MESSAGE_LOGS, USERS, XP_ADJUSTMENTS)
        .forEach(table -> database.dsl().deleteFrom(table).execute());
  }

  @AfterEach
  void xpAlwaysEqualsTheLedger() {
    assertAgreesWithItsLog(database);
  }

  private AdjustmentOutcome adjust(long cause, Kind kind, long amount, boolean inServer) {
    return database.transaction(
        tx ->
            XpLedger.adjust(
                tx,
                new XpAdjustment(
                    ANN,
                    kind,
                    amount,
                    ADMIN,
                    cause,
                    Optional.of("for helping"),
                    OptionalLong.of(CHANNEL),
                    inServer,
                    new UserName(ANN.userId(), "ann", "Ann"))));
  }

  private Applied applied(long cause, Kind kind, long amount) {
    return assertInstanceOf(Applied.class, adjust(cause, kind, amount, true));
  }

  private Refused refused(long cause, Kind kind, long amount) {
    return assertInstanceOf(Refused.class, adjust(cause, kind, amount, true));
  }

  @Test
  void aMemberWhoNeverWroteGetsARowAndAName() {
    assertEquals(300, applied(1, Kind.XP_GIVE, 300).after().xp());
    var row = database.dsl().selectFrom(GUILD_USERS).fetchSingle();
    assertEquals(300, row.getXp());
    assertEquals(2, row.getLevel());
    assertEquals(0, row.getMessageCount());
    assertEquals("Ann", database.dsl().selectFrom(USERS).fetchSingle().getDisplayName());
  }

  @Test
  void whoDidItAndWhyIsKept() {
    applied(1, Kind.XP_GIVE, 300);
    applied(2, Kind.XP_TAKE, 50);
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    XpHistory.History history = new XpHistory(database).of(ANN, 10, 10);
    assertEquals(List.of(-50L, 300L), deltas(history));
    XpHistory.Adjusted newest = history.adjustments().getFirst();
    assertEquals(ADMIN, newest.actorId());
    assertEquals(Kind.XP_TAKE, newest.kind());
    assertEquals(Optional.of("for helping"), newest.reason());
    assertEquals(20, history.gains().getFirst().xp());
    assertEquals(List.of(-50L), deltas(new XpHistory(database).of(ANN, 1, 0)));
  }

  private static List<Long> deltas(XpHistory.History history) {
    return history.adjustments().stream().map(XpHistory.Adjusted::delta).toList();
  }

  @Test
  void aChangeOfLevelIsLeftForDelivery() {
    applied(1, Kind.XP_GIVE, 300);
    applied(2, Kind.XP_TAKE, 100);
    var rows = database.dsl().selectFrom(LEVEL_UPS).orderBy(LEVEL_UPS.CAUSE_ID).fetch();
    assertEquals(List.of(0, 2), rows.getValues(LEVEL_UPS.OLD_LEVEL));
    assertEquals(List.of(2, 1), rows.getValues(LEVEL_UPS.NEW_LEVEL));
    assertEquals(CHANNEL, rows.getFirst().getChannelId());
    assertEquals("adjustment", rows.getFirst().getSource());
  }

  @Test
  void takingStopsAtNothingAndSaysWhatWasTaken() {
    applied(1, Kind.XP_GIVE, 30);
    assertEquals(-30, applied(2, Kind.XP_TAKE, 500).delta());
    assertEquals(0, applied(3, Kind.XP_TAKE, 500).delta());
    assertEquals(2, database.dsl().fetchCount(XP_ADJUSTMENTS), "nothing taken, nothing recorded");
  }

  @Test
  void givingStopsAtTheMostThereIs() {
    applied(1, Kind.XP_GIVE, LevelCurve.MAX_XP);
    assertEquals(0, applied(2, Kind.XP_GIVE, LevelCurve.MAX_XP).delta());
    applied(3, Kind.XP_TAKE, 5);
    assertEquals(5, applied(4, Kind.XP_GIVE, 100).delta());
  }

  @Test
  void levelsSetTheXpThatTheNewLevelRequires() {
    applied(1, Kind.XP_GIVE, 300);
    assertEquals(LevelCurve.xpRequired(5), applied(2, Kind.LEVELS_GIVE, 3).after().xp());
    assertEquals(LevelCurve.xpRequired(1), applied(3, Kind.LEVELS_TAKE, 4).after().xp());
    assertEquals(0, applied(4, Kind.LEVELS_TAKE, 1).after().xp());
  }

  @Test
  void levelsBelowNothingOrAboveTheHighestAreRefused() {
    assertEquals(Reason.BELOW_LEVEL_ZERO, refused(1, Kind.LEVELS_TAKE, 1).reason());
    assertEquals(0, database.dsl().fetchCount(GUILD_USERS), "a refusal leaves no row behind");
    applied(2, Kind.LEVELS_GIVE, 1000);
    assertEquals(Reason.ABOVE_HIGHEST_LEVEL, refused(3, Kind.LEVELS_GIVE, 1).reason());
    assertEquals(1000, refused(4, Kind.LEVELS_TAKE, LevelCurve.MAX_XP).now().level());
  }

  @Test
  void whoIsNotInTheServerIsGivenSomethingOnlyWhenKnown() {
    Refused stranger = assertInstanceOf(Refused.class, adjust(1, Kind.XP_GIVE, 5, false));
    assertEquals(Reason.NOT_IN_SERVER, stranger.reason());
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    assertInstanceOf(Applied.class, adjust(2, Kind.XP_GIVE, 5, false));
  }

  @Test
  void adminsAndMessagesAtTheSameMomentLoseNothing() throws Exception {
    int each = 40;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int admin = 0; admin < 2; admin++) {
        long first = 1_000L * admin;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    applied(first + i, Kind.XP_GIVE, 10);
                  }
                }));
      }
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  ledger.award(List.of(award(ANN, 60 * i, 20)), List.of());
                }
              }));
      for (Future<?> part : work) {
        part.get();
      }
    }
    var row = database.dsl().selectFrom(GUILD_USERS).fetchSingle();
    assertEquals(2 * each * 10 + each * 20, row.getXp());
    assertEquals(each, row.getMessageCount());
  }

  @Test
  void thePurgeTakesOldMessagesInBatchesAndTheLedgerStillAgrees() {
    MemberKey ben = new MemberKey(1, 200);
    List<XpAward> awards = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      awards.add(award(ANN, 60 * minute, 20));
      awards.add(award(ben, 60 * minute, 15));
    }
    awards.add(award(new MemberKey(2, 100), 60, 20));
    ledger.award(awards, List.of());
    applied(1, Kind.XP_GIVE, 7);
    LogPurge purge = new LogPurge(database);
    var tenPast = NOON.plusSeconds(600);
    assertEquals(List.of(1L, 2L), purge.servers(tenPast).stream().sorted().toList());
    assertEquals(8, purge.batch(1, tenPast, 8));
    assertAgreesWithItsLog(database);
    assertEquals(8, purge.batch(1, tenPast, 8));
    assertEquals(4, purge.batch(1, tenPast, 8));
    assertEquals(0, purge.batch(1, tenPast, 8));
    assertEquals(List.of(2L), purge.servers(tenPast));
    var row =
        database.dsl().selectFrom(GUILD_USERS).where(GUILD_USERS.USER_ID.eq(200L)).fetchSingle();
    assertEquals(10 * 15, row.getPurgedXp());
    assertEquals(30 * 15, row.getXp());
    assertEquals(30, row.getMessageCount());
  }

  @Test
  void purgeAwardsAndAdminsAtTheSameMomentAgreeInTheEnd() throws Exception {
    Random random = new Random(5);
    LogPurge purge = new LogPurge(database);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> chat =
          threads.submit(
              () -> {
                for (int minute = 0; minute < 60; minute++) {
                  int at = 60 * minute;
                  ledger.award(
                      List.of(
                          award(ANN, at, 15 + random.nextInt(16)),
                          award(new MemberKey(1, 50), at, 20),
                          award(new MemberKey(1, 200), at, 20)),
                      List.of());
                }
              });
      Future<?> admin =
          threads.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  adjust(i + 1, i % 2 == 0 ? Kind.XP_GIVE : Kind.XP_TAKE, 33, true);
                }
              });
      while (!chat.isDone() || !admin.isDone()) {
        purge.batch(1, NOON.plusSeconds(3600), 7);
      }
      chat.get();
      admin.get();
    }
  }

  @Test
  void whoHasTheMostXpLogsMessagesOfNoneAndAgreesWhenTheyArePurged() {
    applied(1, Kind.XP_GIVE, LevelCurve.MAX_XP);
    ledger.award(List.of(award(ANN, 0, 20)), List.of());
    assertAgreesWithItsLog(database);
    assertEquals(1, new LogPurge(database).batch(1, NOON.plusSeconds(60), 10));
    assertEquals(0, database.dsl().selectFrom(GUILD_USERS).fetchSingle().getPurgedXp());
    assertAgreesWithItsLog(database);
  }

  @Test
  void theAuditNamesWhoHasFewerMessagesThanTheLog() {
    ledger.award(List.of(award(ANN, 0, 20), award(ANN, 60, 20)), List.of());
    database.dsl().execute("UPDATE guild_users SET message_count = 1");
    assertEquals(ANN, new XpAudit(database).disagreements().getFirst().member());
    empty();
  }

  @Test
  void theAuditNamesWhoeverDiffers() {
    applied(1, Kind.XP_GIVE, 300);
    ledger.award(List.of(award(new MemberKey(2, 200), 0, 20)), List.of());
    database.dsl().execute("UPDATE guild_users SET xp = xp + 1 WHERE user_id = 100");
    database.dsl().execute("UPDATE guild_users SET `level` = 1 WHERE user_id = 200");
    database
        .dsl()
        .execute(
            "INSERT INTO message_logs (guild_id, message_id, user_id, xp) VALUES (2, 9, 300, 5)");
    XpAudit audit = new XpAudit(database);
    assertEquals(
        List.of(ANN, new MemberKey(2, 200), new MemberKey(2, 300)),
        audit.disagreements().stream().map(XpAudit.Disagreement::member).toList());
    assertEquals(
        List.of(ANN), audit.disagreements(1).stream().map(XpAudit.Disagreement::member).toList());
    assertEquals(300, audit.disagreements(1).getFirst().ledgerXp());
    empty();
  }
}
