package net.prosperitybot.bench.population;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.rankcounts.CountChanges;

/**
 * Writes servers, members and their names, many rows a statement and in the order of their keys.
 */
final class Seeder {
  private static final int ROWS_A_STATEMENT = 2_000;
  private static final int GUILDS_COUNTED_AT_ONCE = 100;
  private static final int XP_A_MESSAGE = 22;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final long FEW_PAGES = 100;
  private static final String TIME = "'2026-01-01'";
  private static final String TIMES = TIME + "," + TIME;

  private final Database database;

  Seeder(Database database) {
    this.database = database;
  }

  /** Seeds one copy: a big server and so many small ones. */
  void seed(int copy, int bigServer, int smallServers) {
    writeGuilds(copy, smallServers);
    // Two at once: the server has two cores, and the ids of both lie apart.
    CompletableFuture<Void> big =
        CompletableFuture.runAsync(() -> writeMembers(copy, 0, 0, bigServer));
    try {
      writeMembers(copy, 1, smallServers, Population.SMALL_SERVER);
      big.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The members could not be seeded", e);
    }
    database.dsl().execute("ANALYZE TABLE guilds, users, guild_users, rank_counts");
  }

  /**
   * Waits until what was written is on the disk, so that nothing goes on behind what is measured.
   */
  void settle() {
    database.dsl().execute("SET GLOBAL innodb_max_dirty_pages_pct = 0");
    long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (dirtyPages() > FEW_PAGES && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    database.dsl().execute("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT");
  }

  private long dirtyPages() {
    return database
        .dsl()
        .fetchSingle("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")
        .get(1, Long.class);
  }

  private void writeGuilds(int copy, int smallServers) {
    Batch guilds = new Batch("INSERT INTO guilds (id, name, created_at, updated_at) VALUES ");
    for (int number = 0; number <= smallServers; number++) {
      guilds.add("(" + Population.guild(copy, number) + ",'Server " + number + "'," + TIMES + ")");
    }
    guilds.flush();
  }

  private void writeMembers(int copy, int firstGuild, int lastGuild, int members) {
    Batch users = new Batch("INSERT INTO users (id, username, display_name, updated_at) VALUES ");
    Batch rows =
        new Batch(
            "INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, message_count,"
                + " last_xp_at, created_at) VALUES ");
    CountChanges counts = new CountChanges();
    for (int number = firstGuild; number <= lastGuild; number++) {
      long guild = Population.guild(copy, number);
      if (number % GUILDS_COUNTED_AT_ONCE == 0) {
        counts.write(database.dsl());
        counts = new CountChanges();
      }
      for (int index = 0; index < members; index++) {
        long user = Population.user(copy, number, index);
        counts.moved(guild, 0, Population.xp(user));
        users.add("(" + user + ",'user" + index + "','User " + index + "'," + TIME + ")");
        rows.add(member(guild, user, Population.xp(user)));
      }
    }
    users.flush();
    rows.flush();
    counts.write(database.dsl());
  }

  /** As if the messages were purged long ago: what the member holds agrees with the ledger. */
  private static String member(long guild, long user, long xp) {
    int level = LevelCurve.levelAt(xp);
    long messages = 1 + xp / XP_A_MESSAGE;
    return "(" + guild + "," + user + "," + xp + "," + xp + "," + level + "," + messages + ","
        + TIMES + ")";
  }

  /** Rows of one statement, written as soon as they are many. */
  private final class Batch {
    private final String insert;
    private final List<String> rows = new ArrayList<>();

    Batch(String insert) {
      this.insert = insert;
    }

    void add(String row) {
      rows.add(row);
      if (rows.size() == ROWS_A_STATEMENT) {
        flush();
      }
    }

    void flush() {
      if (rows.isEmpty()) {
        return;
      }
      try (Connection connection = database.source().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(insert + String.join(",", rows));
      } catch (SQLException e) {
        throw new IllegalStateException("A row could not be seeded", e);
      }
      rows.clear();
    }
  }
}
