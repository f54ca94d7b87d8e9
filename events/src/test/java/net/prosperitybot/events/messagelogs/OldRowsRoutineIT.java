package net.prosperitybot.events.messagelogs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.levelling.LogPurge;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.events.testing.Messages;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OldRowsRoutineIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SERVER = 1L << 22;
  private static final int DAY = 86_400;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Messages.NOON;

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void nothingLogged() {
    for (String table :
        List.of("guild_users", "rank_counts", "message_logs", "level_ups", "command_answers")) {
      TEST.database().dsl().execute("DELETE FROM " + table);
    }
  }

  @Test
  void whatIsOlderThanTheDaysGoesAndTheXpStays() throws Exception {
    award(11, 0, 20);
    award(11, 10 * DAY, 30);
    now = Messages.NOON.plus(Duration.ofDays(91));
    routine(90).run(1, List.of(0));
    assertEquals(1, Invariant.earned(TEST.database()));
    assertEquals(50L, TEST.database().dsl().fetchSingle("SELECT xp FROM guild_users").get(0));
    Invariant.assertHolds(TEST.database());
    assertEquals(1, meters.counter("prosperity.messagelog.purged").count());
    assertEquals(
        81 * DAY, meters.get("prosperity.messagelog.oldest").gauge().value(), "the one that stays");
  }

  @Test
  void zeroDaysKeepsAll() throws Exception {
    award(11, 0, 20);
    now = Messages.NOON.plus(Duration.ofDays(5000));
    routine(0).run(1, List.of(0));
    assertEquals(1, Invariant.earned(TEST.database()));
  }

  @Test
  void serversOfOtherShardsAreLeftToOthers() throws Exception {
    award(11, 0, 20);
    now = Messages.NOON.plus(Duration.ofDays(100));
    routine(90).run(2, List.of(0));
    assertEquals(1, Invariant.earned(TEST.database()));
    routine(90).run(2, List.of(1));
    assertEquals(0, Invariant.earned(TEST.database()));
  }

  @Test
  void aServerThatFailsDoesNotKeepTheOthersFromTheirTurn() throws Exception {
    award(11, 0, 20);
    award(new MemberKey(2 * SERVER, 11), 0, 20);
    TEST.database()
        .dsl()
        .execute("UPDATE guild_users SET purged_xp = ? WHERE guild_id = ?", Long.MAX_VALUE, SERVER);
    now = Messages.NOON.plus(Duration.ofDays(100));
    routine(90).run(1, List.of(0));
    assertEquals(
        List.of(SERVER),
        TEST.database().dsl().fetch("SELECT guild_id FROM message_logs").getValues(0));
    assertEquals(1, meters.counter("prosperity.messagelog.failed").count());
  }

  @Test
  void answersAreForgottenAfterADay() throws Exception {
    for (String age : List.of("25 HOUR", "23 HOUR")) {
      TEST.database()
          .dsl()
          .execute(
              "INSERT INTO command_answers (guild_id, interaction_id, answer, created_at)"
                  + " SELECT 1, COALESCE(MAX(interaction_id), 0) + 1, 'Done.',"
                  + " UTC_TIMESTAMP(3) - INTERVAL "
                  + age
                  + " FROM command_answers");
    }
    routine(90).run(1, List.of(0));
    assertEquals(
        1L, TEST.database().dsl().fetchSingle("SELECT COUNT(*) FROM command_answers").get(0));
  }

  @Test
  void whileAwardsLandInTheSameServerTheLedgerAgreesAtEveryMoment() throws Exception {
    for (int message = 0; message < 3000; message += 100) {
      award(message, 100);
    }
    now = Messages.NOON.plus(Duration.ofDays(100));
    AtomicBoolean purging = new AtomicBoolean(true);
    Thread awards =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; purging.get(); i++) {
                    award(12, 95 * DAY + 60L * i, 20);
                    award(13, 95 * DAY + 60L * i, 20);
                    Invariant.assertHolds(TEST.database());
                  }
                });
    routine(90).run(1, List.of(0));
    purging.set(false);
    awards.join();
    Invariant.assertHolds(TEST.database());
    assertEquals(3000, meters.counter("prosperity.messagelog.purged").count());
  }

  private OldRowsRoutine routine(int days) {
    return new OldRowsRoutine(
        days,
        Duration.ofMillis(1),
        new LogPurge(TEST.database()),
        new AnswerStore(TEST.database()),
        () -> now,
        meters);
  }

  private static void award(int firstMessage, int count) {
    for (int i = 0; i < count; i++) {
      award(11 + (firstMessage + i) % 3, 60L * (firstMessage + i), 20);
    }
  }

  private static void award(long user, long secondsAfterNoon, int xp) {
    award(new MemberKey(SERVER, user), secondsAfterNoon, xp);
  }

  private static void award(MemberKey member, long secondsAfterNoon, int xp) {
    new XpLedger(TEST.database())
        .award(
            List.of(
                new XpAward(
                    member,
                    Messages.messageId(member, secondsAfterNoon),
                    Messages.CHANNEL,
                    xp,
                    Duration.ofSeconds(1),
                    XpLedger.Presence.FROM_MESSAGES)),
            List.of());
  }
}
