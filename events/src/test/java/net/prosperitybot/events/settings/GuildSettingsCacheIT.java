package net.prosperitybot.events.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.events.background.PeriodicLoop;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuildSettingsCacheIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;
  private static final long CAFE = 1;
  private static final long BISTRO = 2;

  private final AtomicLong nanos = new AtomicLong();
  private final FailingConnections connections = new FailingConnections(TEST.database().source());
  private final GuildSettingsCache cache =
      new GuildSettingsCache(new GuildSettingsStore(Database.over(connections)), nanos::get);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void twoServers() {
    TEST.database().dsl().execute("DELETE FROM guilds");
    GuildStore guilds = new GuildStore(TEST.database(), BOT);
    guilds.present(BOT, CAFE, "Café");
    guilds.present(BOT, BISTRO, "Bistro");
    cache.poll();
  }

  @Test
  void whatWasNotAskedForIsNotAtHand() {
    assertNull(cache.ifCached(CAFE));
    cache.get(CAFE);
    assertNotNull(cache.ifCached(CAFE));
  }

  @Test
  void aChangeIsSeenByTheNextPollAndTheOtherServersStay() {
    cache.get(CAFE);
    cache.get(BISTRO);
    change(CAFE, "2.50");
    cache.poll();
    assertEquals(new BigDecimal("2.50"), cache.get(CAFE).multiplier());
    assertNotNull(cache.ifCached(BISTRO));
  }

  @Test
  void aChangeThatIsCommittedFiveSecondsLateIsStillSeen() throws Exception {
    cache.get(CAFE);
    try (Connection slow = TEST.database().source().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(
          "UPDATE guilds SET xp_multiplier = 3, settings_version = settings_version + 1,"
              + " updated_at = UTC_TIMESTAMP(3) - INTERVAL 5 SECOND WHERE id = "
              + CAFE);
      change(BISTRO, "2.00"); // newer, and visible before
      cache.poll();
      assertNotNull(cache.ifCached(CAFE), "nothing is committed yet");
      slow.commit();
    }
    cache.poll();
    assertEquals(new BigDecimal("3.00"), cache.get(CAFE).multiplier());
  }

  @Test
  void twoReplicasSeeAChangeWithinASecondOfItsCommitHoweverLongItWasHeldOpen() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    GuildSettingsCache first = replica();
    GuildSettingsCache second = replica();
    try (PeriodicLoop one = PeriodicLoop.start("1", GuildSettingsCache.POLL, meters, first::poll);
        PeriodicLoop two = PeriodicLoop.start("2", GuildSettingsCache.POLL, meters, second::poll);
        Connection slow = TEST.database().source().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(
          "UPDATE guilds SET xp_multiplier = 3, settings_version = settings_version + 1,"
              + " updated_at = UTC_TIMESTAMP(3) - INTERVAL 5 SECOND WHERE id = "
              + CAFE);
      change(BISTRO, "2.00");
      Awaitility.await()
          .until(() -> isSeen(first, BISTRO, "2.00") && isSeen(second, BISTRO, "2.00"));
      assertFalse(isSeen(first, CAFE, "3.00") || isSeen(second, CAFE, "3.00"));
      long before = System.nanoTime();
      slow.commit();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> isSeen(first, CAFE, "3.00") && isSeen(second, CAFE, "3.00"));
      Duration seenAfter = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(seenAfter.compareTo(Duration.ofSeconds(1)) <= 0, seenAfter.toString());
      assertNotNull(one);
      assertNotNull(two);
    }
  }

  private static GuildSettingsCache replica() {
    return new GuildSettingsCache(new GuildSettingsStore(TEST.database()), System::nanoTime);
  }

  private static boolean isSeen(GuildSettingsCache replica, long guildId, String multiplier) {
    return replica.get(guildId).multiplier().compareTo(new BigDecimal(multiplier)) == 0;
  }

  @Test
  void aPollDropsWhatIsFiveMinutesOldHoweverOftenItWasFoundUnchanged() {
    cache.get(CAFE);
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    cache.get(BISTRO);
    cache.poll();
    assertNotNull(cache.ifCached(CAFE));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    cache.poll();
    assertNull(cache.ifCached(CAFE));
    assertNotNull(cache.ifCached(BISTRO));
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsDropped() {
    cache.get(CAFE);
    connections.goAway();
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThrows(DataAccessException.class, cache::poll);
    assertNotNull(cache.ifCached(CAFE));
    connections.comeBack();
    cache.poll();
    assertNull(cache.ifCached(CAFE));
  }

  private static void change(long guildId, String multiplier) {
    TEST.database()
        .dsl()
        .execute(
            "UPDATE guilds SET xp_multiplier = ?, settings_version = settings_version + 1,"
                + " updated_at = UTC_TIMESTAMP(3) WHERE id = ?",
            new BigDecimal(multiplier),
            guildId);
  }
}
