package net.prosperitybot.events.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.LevelCurve;

/** What is true of every member at any time. */
public final class Invariant {
  private Invariant() {}

  /** No member's XP differs from what the log says, and no level from the curve. */
  public static void assertHolds(Database database) {
    database
        .dsl()
        .fetch(
            """
            SELECT m.user_id, m.xp, m.`level`, m.message_count,
                   m.purged_xp + COALESCE(SUM(l.xp), 0), COUNT(l.message_id)
            FROM guild_users m
            LEFT JOIN message_logs l ON l.guild_id = m.guild_id AND l.user_id = m.user_id
            GROUP BY m.guild_id, m.user_id, m.xp, m.`level`, m.message_count, m.purged_xp
            """)
        .forEach(
            row -> {
              String member = "member " + row.get(0);
              long xp = row.get(1, Long.class);
              assertEquals(row.get(4, Long.class), xp, member);
              assertEquals(LevelCurve.levelAt(xp), row.get(2, Integer.class), member);
              assertEquals(row.get(5, Long.class), row.get(3, Long.class), member);
            });
  }

  /** How many messages earned. */
  public static int earned(Database database) {
    return database.dsl().fetchSingle("SELECT COUNT(*) FROM message_logs").get(0, Integer.class);
  }
}
