package net.prosperitybot.common.levelups;

import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LevelUpStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;

  /** On shard 1 of 2: (3 << 22 >> 22) % 2. */
  private static final long GUILD = 3L << 22;

  private static final MemberKey ANN = new MemberKey(GUILD, 100);
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Database database = TEST.database();
  private final LevelUpStore store = new LevelUpStore(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void annRisesTwice() {
    List.of("level_ups", "message_logs", "guild_users", "rank_counts")
        .forEach(table -> database.dsl().execute("DELETE FROM " + table));
    new GuildStore(database, BOT).present(BOT, GUILD, "Three");
    new XpLedger(database).award(List.of(award(ANN, 0, 120), award(ANN, 60, 150)), List.of());
  }

  @Test
  void aMemberIsDueOnceForAllTheirChanges() {
    assertEquals(List.of(ANN), due(BOT, 1, List.of(0)));
  }

  @Test
  void onlyTheServingBotsHolderOfTheShardIsAsked() {
    assertEquals(List.of(ANN), due(BOT, 2, List.of(1)));
    assertEquals(List.of(), due(BOT, 2, List.of(0)));
    assertEquals(List.of(), due(BOT + 1, 1, List.of(0)));
  }

  @Test
  void aClaimTakesAllChangesOfTheMemberAndTheLevelOfNow() {
    ClaimedLevelUps claimed = store.claim(ANN, "a", LEASE).orElseThrow();
    assertEquals(2, claimed.levelUps().size());
    assertEquals(2, claimed.levelNow());
    assertEquals(2, claimed.highestRise().orElseThrow().newLevel());
  }

  @Test
  void whatOneProcessClaimedAnotherCantUntilTheLeaseEnds() {
    assertTrue(store.claim(ANN, "a", LEASE).isPresent());
    assertEquals(Optional.empty(), store.claim(ANN, "b", LEASE));
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    database
        .dsl()
        .execute("UPDATE level_ups SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    assertTrue(store.claim(ANN, "b", LEASE).isPresent());
  }

  @Test
  void aClaimWhoseAnswerIsLostIsStillHeldByTheOneWhoMadeIt() {
    FailingConnections connections = new FailingConnections(database.source());
    connections.loseCommitAnswers(1);
    try (Database losing = Database.over(connections)) {
      assertEquals(
          2, new LevelUpStore(losing).claim(ANN, "a", LEASE).orElseThrow().levelUps().size());
    }
    assertEquals(Optional.empty(), store.claim(ANN, "b", LEASE));
  }

  @Test
  void whoLostTheLeaseSendsAndDeletesNothing() {
    ClaimedLevelUps lost = store.claim(ANN, "a", LEASE).orElseThrow();
    database
        .dsl()
        .execute("UPDATE level_ups SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    assertTrue(store.claim(ANN, "b", LEASE).isPresent());
    assertFalse(store.noticeStarts(lost, lost.levelUps().getFirst(), BOT));
    store.complete(lost);
    assertEquals(2, database.dsl().fetchCount(LEVEL_UPS));
  }

  @Test
  void completedChangesAreGoneAndLaterOnesStay() {
    ClaimedLevelUps claimed = store.claim(ANN, "a", LEASE).orElseThrow();
    new XpLedger(database).award(List.of(award(ANN, 120, 250)), List.of());
    store.complete(claimed);
    assertEquals(List.of(ANN), due(BOT, 1, List.of(0)));
    assertEquals(1, store.claim(ANN, "a", LEASE).orElseThrow().levelUps().size());
  }

  @Test
  void aPostponedChangeIsDueLater() {
    store.postpone(store.claim(ANN, "a", LEASE).orElseThrow(), Duration.ofSeconds(30));
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    database.dsl().execute("UPDATE level_ups SET due_at = due_at - INTERVAL 30 SECOND");
    ClaimedLevelUps again = store.claim(ANN, "a", LEASE).orElseThrow();
    assertEquals(1, again.levelUps().getFirst().attempts());
  }

  @Test
  void whoHasNoLevelIsAskedForOnlyByThoseWhoKnowOfRoles() {
    database.dsl().execute("DELETE FROM level_ups");
    database.dsl().execute("UPDATE guild_users SET `level` = 0");
    assertFalse(store.askForReconcile(ANN, 4711, "rejoin"));
    assertTrue(store.askForReconcileAtAnyLevel(ANN, 4711, "role job"));
    assertEquals(0, store.claim(ANN, "a", LEASE).orElseThrow().levelNow());
    assertFalse(
        store.askForReconcileAtAnyLevel(new MemberKey(GUILD, 999), 4711, "role job"),
        "nobody knows them");
  }

  @Test
  void whatIsGivenBackIsDueAtOnceAndWasNoAttempt() {
    store.giveBack(store.claim(ANN, "a", LEASE).orElseThrow());
    ClaimedLevelUps again = store.claim(ANN, "b", LEASE).orElseThrow();
    assertEquals(2, again.levelUps().size());
    assertEquals(0, again.levelUps().getFirst().attempts());
    store.giveBack(new ClaimedLevelUps(ANN, again.levelUps(), 2, again.claimedAt(), "a"));
    assertEquals(Optional.empty(), store.claim(ANN, "c", LEASE), "only by who holds it");
  }

  @Test
  void theStartOfANoticeIsKept() {
    ClaimedLevelUps claimed = store.claim(ANN, "a", LEASE).orElseThrow();
    assertTrue(store.noticeStarts(claimed, claimed.highestRise().orElseThrow(), BOT));
    store.postpone(claimed, Duration.ZERO);
    ClaimedLevelUps again = store.claim(ANN, "b", LEASE).orElseThrow();
    assertTrue(again.highestRise().orElseThrow().noticeStartedAt().isPresent());
    assertFalse(
        again
            .claimedAt()
            .isBefore(again.highestRise().orElseThrow().noticeStartedAt().orElseThrow()));
  }

  @Test
  void theAgeOfTheOldestChangeIsKnown() {
    database.dsl().execute("UPDATE level_ups SET created_at = created_at - INTERVAL 90 SECOND");
    assertTrue(store.oldestAge().toSeconds() >= 90, store.oldestAge().toString());
    database.dsl().execute("DELETE FROM level_ups");
    assertEquals(Duration.ZERO, store.oldestAge());
  }

  @Test
  void aBotWithMuchToDoKeepsNoOtherFromItsTurn() {
    long other = BOT + 1;
    new GuildStore(database, other).present(other, 99, "Other");
    database
        .dsl()
        .execute(
            """
            INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,
                                   created_at, due_at)
            VALUES (?, 1, 1, 'test', 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL 2 HOUR),
                   (?, 2, 2, 'test', 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL 1 HOUR),
                   (99, 3, 3, 'test', 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            """,
            ANN.guildId(),
            ANN.guildId());
    assertEquals(
        Map.of(BOT, List.of(new MemberKey(ANN.guildId(), 1)), other, List.of(new MemberKey(99, 3))),
        store.due(
            List.of(new BotShards(BOT, 1, Set.of(0)), new BotShards(other, 2, Set.of(0))), 1));
  }

  private List<MemberKey> due(long botId, int shardCount, List<Integer> shards) {
    return store
        .due(List.of(new BotShards(botId, shardCount, Set.copyOf(shards))), 10)
        .getOrDefault(botId, List.of());
  }
}
