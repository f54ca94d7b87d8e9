package net.prosperitybot.common.rankcounts;

import java.time.Duration;
import java.util.List;
import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;

/**
 * Counts a server's members anew and puts right what differs: a process of a release that did not
 * keep the counts, or somebody's own SQL, may have changed members.
 *
 * <p>Goes on beside all that changes members: the one statement that compares sees one moment, and
 * what it writes is the difference of that moment, which later changes don't alter. Two that count
 * the same server take turns, so that no difference is written twice. Costs a read of the server's
 * part of the ranking's index.
 */
public final class RankRecount {
  private static final String TAKE_TURN =
      """
      INSERT INTO rank_recounts (guild_id, counted_at) VALUES (?, UTC_TIMESTAMP(3))
      ON DUPLICATE KEY UPDATE counted_at = UTC_TIMESTAMP(3)
      """;

  /** What there should be, less what there is. */
  private static final String DIFFERENCES =
      """
      SELECT tier, slot, SUM(members) AS difference
      FROM (
        SELECT 0 AS tier, {octave} AS slot, COUNT(*) AS members
        FROM guild_users WHERE guild_id = ? AND present = TRUE AND xp > 0
        GROUP BY {octave}
        UNION ALL
        SELECT 1, {slot} AS xp_slot, COUNT(*)
        FROM guild_users WHERE guild_id = ? AND present = TRUE AND xp > 0
        GROUP BY xp_slot
        UNION ALL
        SELECT tier, slot, -members FROM rank_counts WHERE guild_id = ?
      ) counted
      GROUP BY tier, slot
      HAVING SUM(members) <> 0
      """
          .replace("{octave}", XpSlot.Sql.octaveOf("xp"))
          .replace("{slot}", XpSlot.Sql.of("xp"));

  private static final String MEND =
      """
      INSERT INTO rank_counts (guild_id, tier, slot, members)
      SELECT ?, different.tier, different.slot, different.difference FROM (%s) different
      ON DUPLICATE KEY UPDATE members = rank_counts.members + different.difference
      """
          .formatted(DIFFERENCES);

  private static final String DUE =
      """
      SELECT g.id FROM guilds g LEFT JOIN rank_recounts r ON r.guild_id = g.id
      WHERE r.counted_at IS NULL OR r.counted_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND
      ORDER BY g.id
      """;

  private final Database database;

  public RankRecount(Database database) {
    this.database = database;
  }

  /** Servers that were not counted anew for so long. */
  public List<Long> due(Duration age) {
    return database.dsl().resultQuery(DUE, age.toSeconds()).fetch(0, Long.class);
  }

  /** How many counts of a server differ from its members, at one moment. */
  public int differing(long guildId) {
    return database.dsl().resultQuery(DIFFERENCES, guildId, guildId, guildId).fetch().size();
  }

  /** Puts a server's counts right; returns whether any was wrong. */
  public boolean mend(long guildId) {
    return database.transaction(tx -> mend(tx, guildId));
  }

  /** The same as a part of the caller's transaction, at READ COMMITTED. */
  public static boolean mend(DSLContext tx, long guildId) {
    tx.execute(TAKE_TURN, guildId);
    // At READ COMMITTED the statement's own reading locks nothing and sees one moment.
    return tx.execute(MEND, guildId, guildId, guildId, guildId) > 0;
  }
}
