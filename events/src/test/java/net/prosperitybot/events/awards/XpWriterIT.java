package net.prosperitybot.events.awards;

import static net.prosperitybot.events.testing.Messages.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.events.testing.Messages;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XpWriterIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final MemberKey ANN = new MemberKey(1L << 22, 11);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FailingConnections connections = new FailingConnections(TEST.database().source());
  private final Database database = Database.over(connections);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    for (String table :
        List.of("guild_users", "rank_counts", "message_logs", "level_ups", "users", "guilds")) {
      TEST.database().dsl().execute("DELETE FROM " + table);
    }
  }

  @AfterEach
  void invariantHolds() {
    Invariant.assertHolds(TEST.database());
  }

  @Test
  void aMessageEarnsAndTheNextInItsCooldownDoesNot() throws Exception {
    try (AwardPipeline pipeline = pipeline(1000)) {
      pipeline.receive(message(ANN, 0));
      pipeline.awaitIdle();
      pipeline.receive(message(ANN, 59));
      pipeline.receive(message(ANN, 60));
      pipeline.awaitIdle();
      assertEquals(2, earned());
      assertEquals(1, pipeline.inCooldown(), "the second cost no database work");
    }
  }

  @Test
  void theOrderOfAServersMessagesStaysWhileItsSettingsAreRead() throws Exception {
    try (AwardPipeline pipeline = new AwardPipeline(database, 1000)) {
      pipeline.receive(message(ANN, 0)); // undecided: nothing is cached
      pipeline.settings.get(ANN.guildId());
      pipeline.receive(message(ANN, 30)); // decided at once, though later
      pipeline.started().awaitIdle();
      assertEquals(1, earned());
      assertEquals(
          Messages.messageId(ANN, 0),
          database.dsl().fetchSingle("SELECT message_id FROM message_logs").get(0, Long.class));
      pipeline.receive(message(ANN, 60));
      pipeline.awaitIdle();
      assertEquals(2, earned(), "the refused message's mark has gone");
    }
  }

  @Test
  void whatAProcessThatRemembersNothingOffersInVainKeepsNoLaterMessageFromEarning()
      throws Exception {
    try (AwardPipeline before = pipeline(1000)) {
      before.receive(message(ANN, 0));
      before.awaitIdle();
    }
    try (AwardPipeline pipeline = new AwardPipeline(database, 1000)) {
      pipeline.settings.get(ANN.guildId());
      pipeline.receive(message(ANN, 59)); // in the cooldown, as the database alone knows
      pipeline.receive(message(ANN, 60)); // before the database has said so
      pipeline.started().awaitIdle();
      assertEquals(2, earned());
    }
  }

  @Test
  void whatIsOfferedInVainBehindAnUndecidedMessageKeepsNoLaterOneFromEarning() throws Exception {
    try (AwardPipeline pipeline = new AwardPipeline(database, 1000)) {
      pipeline.marks.begin(ANN, Messages.NOON.minusSeconds(60), 60_000);
      pipeline.marks.earned(ANN, Messages.NOON.minusSeconds(60));
      pipeline.receive(message(ANN, 0)); // undecided: nothing is cached
      pipeline.settings.get(ANN.guildId());
      pipeline.receive(message(ANN, 59)); // in the cooldown, as turns out once the first is decided
      pipeline.receive(message(ANN, 60));
      pipeline.started().awaitIdle();
      assertEquals(2, earned());
    }
  }

  @Test
  void aChangeOfLevelIsHandedOverOnceItIsCommitted() throws Exception {
    try (AwardPipeline pipeline = pipeline(1000)) {
      for (int i = 0; i < 7; i++) {
        pipeline.receive(message(ANN, i * 60L));
        pipeline.awaitIdle();
      }
      assertEquals(List.of(ANN), List.copyOf(pipeline.levelUps));
      assertEquals(
          1, database.dsl().fetchSingle("SELECT COUNT(*) FROM level_ups").get(0, Integer.class));
    }
  }

  @Test
  void aNameIsWrittenWhenItIsNewOrChanged() throws Exception {
    try (AwardPipeline pipeline = pipeline(1000)) {
      pipeline.receive(message(ANN, 0));
      pipeline.awaitIdle();
      database.dsl().execute("UPDATE users SET display_name = 'touched'");
      pipeline.receive(message(ANN, 60));
      pipeline.awaitIdle();
      assertEquals("touched", displayName(), "the name is known, so it is not written again");
    }
  }

  @Test
  void aFullQueueDropsTheNewestAndTheMemberMayEarnWithTheNextMessage() throws Exception {
    MemberKey ben = new MemberKey(ANN.guildId(), 12);
    try (AwardPipeline pipeline = new AwardPipeline(database, 1)) {
      pipeline.settings.get(ANN.guildId());
      pipeline.receive(message(ANN, 0));
      pipeline.receive(message(ben, 0));
      assertEquals(1, pipeline.dropped());
      assertEquals(1, pipeline.queue.depth());

      pipeline.started().awaitIdle();
      pipeline.receive(message(ben, 1));
      pipeline.awaitIdle();
      assertEquals(2, earned());
    }
  }

  @Test
  void awardsWaitWhileTheDatabaseIsAway() throws Exception {
    try (AwardPipeline pipeline = pipeline(1000)) {
      pipeline.settings.get(ANN.guildId());
      connections.goAway();
      for (int user = 1; user <= 50; user++) {
        pipeline.receive(message(new MemberKey(ANN.guildId(), user), 0));
        pipeline.receive(message(new MemberKey(7L << 22, user), 0)); // settings not at hand
      }
      Awaitility.await().until(() -> connections.refusals() > 8);
      assertEquals(100, pipeline.queue.depth());
      connections.comeBack();
      pipeline.awaitIdle();
      assertEquals(100, earned());
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostCountsOnce() throws Exception {
    try (AwardPipeline pipeline = pipeline(1000)) {
      pipeline.settings.get(ANN.guildId());
      connections.loseCommitAnswers(6); // more than the transaction's own attempts
      pipeline.receive(message(ANN, 0));
      pipeline.awaitIdle();
      assertEquals(1, earned());
    }
  }

  @Test
  void onePoisonedAwardIsDroppedAndTheOthersAreWritten() throws Exception {
    try (AwardPipeline pipeline = new AwardPipeline(database, 1000)) {
      pipeline.settings.get(ANN.guildId());
      for (int user = 1; user <= 20; user++) {
        MemberKey member = new MemberKey(ANN.guildId(), user);
        pipeline.receive(message(member, 0));
        if (user == 13) {
          // Its log row is there already, though the member's row does not know.
          database
              .dsl()
              .execute(
                  "INSERT INTO message_logs (guild_id, message_id, user_id, xp) VALUES (?, ?, ?, 0)",
                  member.guildId(),
                  Messages.messageId(member, 0),
                  99);
        }
      }
      pipeline.started().awaitIdle();
      assertEquals(1, pipeline.count("poisoned"));
      assertEquals(19, pipeline.count("committed"));
      assertFalse(
          pipeline.marks.isCoolingDown(
              new MemberKey(ANN.guildId(), 13), Messages.NOON.toEpochMilli() + 1, 60_000),
          "the dropped award took its mark back");
    }
    database.dsl().execute("DELETE FROM message_logs WHERE user_id = 99");
  }

  @Test
  void whatWaitsAtTheEndIsWritten() throws Exception {
    AwardPipeline pipeline = pipeline(1000);
    for (int user = 1; user <= 200; user++) {
      pipeline.receive(message(new MemberKey(ANN.guildId(), user), 0));
    }
    assertEquals(List.of(), pipeline.stop(PATIENCE));
    assertEquals(200, earned());
  }

  @Test
  void whatCantBeWrittenAtTheEndIsKeptInAFileForTheNextProcess(@TempDir Path folder)
      throws Exception {
    AwardPipeline pipeline = pipeline(1000);
    pipeline.settings.get(ANN.guildId());
    connections.goAway();
    pipeline.receive(message(ANN, 0));
    pipeline.receive(message(new MemberKey(9L << 22, 12), 0)); // not decided yet
    Awaitility.await().until(() -> connections.refusals() > 8);
    List<Offer> left = pipeline.stop(Duration.ZERO);
    assertEquals(2, left.size());
    SpillFiles files = new SpillFiles(folder, new SimpleMeterRegistry());
    files.spill(left);

    connections.comeBack();
    try (AwardPipeline next = new AwardPipeline(database, 1000)) {
      new SpillFiles(folder, next.meters).recover(next.writer);
      assertEquals(2, earned());
      assertEquals(2, next.count("recovered"));
    }
    try (Stream<Path> rest = Files.list(folder)) {
      assertEquals(0, rest.count(), "the file is deleted after the commit");
    }
  }

  @Test
  void aFileThatIsReadTwiceCountsOnce(@TempDir Path folder) throws Exception {
    try (AwardPipeline pipeline = new AwardPipeline(database, 1000)) {
      XpAward award =
          new XpAward(
              ANN,
              Messages.messageId(ANN, 0),
              7,
              20,
              Duration.ofSeconds(60),
              XpLedger.Presence.FROM_MESSAGES);
      SpillFiles files = new SpillFiles(folder, pipeline.meters);
      files.spill(List.of(new Offer.Decided(award, Messages.name(ANN.userId()))));
      files.spill(List.of(new Offer.Decided(award, Messages.name(ANN.userId()))));
      files.recover(pipeline.writer);
      assertEquals(1, earned());
    }
  }

  @Test
  void twoProcessesWritersRacingOnTheSameMessagesCountEachOnce() throws Exception {
    for (boolean withRows : List.of(false, true)) {
      try (AwardPipeline one = pipeline(100_000);
          AwardPipeline two = pipeline(100_000)) {
        Thread other = Thread.startVirtualThread(() -> chat(two, withRows));
        chat(one, withRows);
        other.join();
        one.awaitIdle();
        two.awaitIdle();
        double committed = one.count("committed") + two.count("committed");
        assertTrue(one.count("refused") + two.count("refused") > 0, "they met");
        assertEquals(withRows ? earned() - 400 : earned(), (int) committed);
      }
      Invariant.assertHolds(TEST.database());
    }
  }

  /** 40 members in 3 servers, each writing 10 messages a minute apart. */
  private static void chat(AwardPipeline pipeline, boolean later) {
    Random order = new Random(System.identityHashCode(pipeline));
    for (int minute = 0; minute < 10; minute++) {
      int offset = order.nextInt(40);
      for (int i = 0; i < 40; i++) {
        int user = (i + offset) % 40;
        MemberKey member = new MemberKey((1L + user % 3) << 22, user);
        pipeline.receive(message(member, (later ? 6000 : 0) + minute * 60L));
      }
    }
  }

  private AwardPipeline pipeline(int capacity) {
    return new AwardPipeline(database, capacity).started();
  }

  private int earned() {
    return Invariant.earned(TEST.database());
  }

  private String displayName() {
    return String.valueOf(
        database.dsl().fetchSingle("SELECT display_name FROM users").get(0, String.class));
  }
}
