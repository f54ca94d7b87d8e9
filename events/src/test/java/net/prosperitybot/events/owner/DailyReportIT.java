package net.prosperitybot.events.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.alerts.OwnerUnreachableException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DailyReportIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;
  private static final long CAFE = 1L << 22;
  private static final long BAR = 2L << 22;

  private final Database database = TEST.database();
  private final List<String> received = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T07:59:59Z");
  private RuntimeException refusal = new IllegalStateException("not now");
  private boolean reachable = true;
  private boolean connected = true;
  private final DailyReportRoutine one = routine();
  private final DailyReportRoutine other = routine();

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void twoServers() {
    for (String table :
        List.of("daily_reports", "message_logs", "guilds", "bot_guilds", "whitelabel_bots")) {
      database.dsl().execute("DELETE FROM " + table);
    }
    GuildStore guilds = new GuildStore(database, BOT);
    guilds.present(BOT, CAFE, "Café");
    guilds.present(BOT, BAR, "Bar");
    joined(CAFE, "2026-11-01 12:00:00");
    joined(BAR, "2026-11-21 12:00:00");
  }

  @Test
  void itComesOnceADayFromItsTimeOnWhicheverProcessSendsIt() throws Exception {
    one.run();
    assertEquals(List.of(), received);
    now = now.plusSeconds(1);
    one.run();
    other.run();
    one.run();
    assertEquals(1, received.size());
    now = Instant.parse("2026-11-23T11:00:00Z");
    other.run();
    one.run();
    assertEquals(2, received.size());
  }

  @Test
  void itSaysWhatTheDayBeforeWasLikeAndNothingOfAnyOther() throws Exception {
    earn(CAFE, "2026-11-20T23:59:59.999Z", 1, 1000);
    earn(CAFE, "2026-11-21T00:00:00Z", 1, 20);
    earn(CAFE, "2026-11-21T23:59:59.999Z", 1, 25);
    earn(BAR, "2026-11-21T12:00:00Z", 1, 1500);
    earn(CAFE, "2026-11-22T00:00:00Z", 2, 1000);
    now = Instant.parse("2026-11-22T08:00:00Z");
    one.run();
    assertEquals(
        List.of(
            """
            **Report for 21 November 2026** (UTC)
            3 messages earned 1,545 XP, by 2 members.
            2 servers, 1 new.
            No level-up waits for its role or notice."""),
        received);
  }

  @Test
  void aDayOnWhichNothingHappenedIsSaidAsThat() throws Exception {
    now = Instant.parse("2026-11-22T08:00:00Z");
    one.run();
    assertTrue(received.getFirst().contains("\nNo message earned XP.\n"), received.getFirst());
  }

  @Test
  void whatCannotBeSentIsSentByTheNextWhoCan() throws Exception {
    now = Instant.parse("2026-11-22T08:00:00Z");
    reachable = false;
    assertThrows(IllegalStateException.class, one::run);
    reachable = true;
    other.run();
    one.run();
    assertEquals(1, received.size());
  }

  @Test
  void nothingIsClaimedBeforeTheBotIsConnected() throws Exception {
    now = Instant.parse("2026-11-22T08:00:00Z");
    connected = false;
    one.run();
    connected = true;
    other.run();
    assertEquals(1, received.size());
  }

  @Test
  void anOwnerWhoTakesNoMessagesIsNotAskedAgainThatDay() throws Exception {
    now = Instant.parse("2026-11-22T08:00:00Z");
    reachable = false;
    refusal = new OwnerUnreachableException("closed", new IllegalStateException());
    one.run();
    reachable = true;
    one.run();
    other.run();
    assertEquals(List.of(), received);
  }

  private void joined(long guildId, String time) {
    database.dsl().execute("UPDATE bot_guilds SET joined_at = ? WHERE guild_id = ?", time, guildId);
  }

  private void earn(long guildId, String time, long userId, int xp) {
    database
        .dsl()
        .execute(
            "INSERT INTO message_logs (guild_id, message_id, user_id, xp) VALUES (?, ?, ?, ?)",
            guildId,
            Snowflake.firstAt(Instant.parse(time)),
            userId,
            xp);
  }

  private DailyReportRoutine routine() {
    return new DailyReportRoutine(
        LocalTime.of(8, 0), BOT, database, () -> connected, this::receive, () -> now);
  }

  private void receive(String text) {
    if (!reachable) {
      throw refusal;
    }
    received.add(text);
  }
}
