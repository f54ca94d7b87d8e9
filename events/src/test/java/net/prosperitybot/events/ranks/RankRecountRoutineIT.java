package net.prosperitybot.events.ranks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankRecountRoutineIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SERVER = 1L << 22;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RankRecount recount = new RankRecount(TEST.database());
  private long nanos;
  private final RankRecountRoutine routine =
      new RankRecountRoutine(recount, Duration.ZERO, () -> nanos, meters);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  /** A member whom nobody counted. */
  @BeforeEach
  void anEarlierReleaseWroteAMember() {
    for (String table : List.of("guilds", "guild_users", "rank_counts", "rank_recounts")) {
      execute("DELETE FROM " + table);
    }
    execute(
        "INSERT INTO guilds (id, name, created_at, updated_at) VALUES (%d, 'Café', NOW(3), NOW(3))"
            .formatted(SERVER));
    execute(
        "INSERT INTO guild_users (guild_id, user_id, xp, created_at) VALUES (%d, 11, 20, NOW(3))"
            .formatted(SERVER));
  }

  @Test
  void aServerIsPutRightOnceTheUpgradeIsOver() throws Exception {
    routine.run(1, List.of(0));
    assertTrue(recount.differing(SERVER) > 0, "too early");
    nanos = RankRecountRoutine.BEGIN.toNanos();
    routine.run(1, List.of(0));
    assertEquals(0, recount.differing(SERVER));
    assertEquals(1, meters.counter("prosperity.rankcounts.mended").count());
  }

  @Test
  void whatWasCountedLatelyIsLeftAloneForAWhile() throws Exception {
    nanos = RankRecountRoutine.BEGIN.toNanos();
    routine.run(1, List.of(0));
    execute("UPDATE guild_users SET xp = 400");
    routine.run(1, List.of(0));
    assertTrue(recount.differing(SERVER) > 0);
    execute("UPDATE rank_recounts SET counted_at = counted_at - INTERVAL 8 DAY");
    routine.run(1, List.of(0));
    assertEquals(0, recount.differing(SERVER));
  }

  @Test
  void serversOfOtherShardsAreLeftToOthers() throws Exception {
    nanos = RankRecountRoutine.BEGIN.toNanos();
    routine.run(2, List.of(0));
    assertTrue(recount.differing(SERVER) > 0);
    routine.run(2, List.of(1));
    assertEquals(0, recount.differing(SERVER));
  }

  private static void execute(String sql) {
    TEST.database().dsl().execute(sql);
  }
}
