package net.prosperitybot.common.leaderboard;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.rankcounts.RankCounts;
import net.prosperitybot.common.rankcounts.XpSlot;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Ranks members who are in the server and have XP: by XP, then by user id.
 *
 * <p>Each answer comes from one snapshot, so a rank and the page it is on always agree. What it
 * costs does not grow with the server: {@link RankCounts} say where to look, and what is left to be
 * counted is within a slot.
 */
public final class Leaderboard {
  /** Members on a page. */
  public static final int PAGE_SIZE = 10;

  private static final OptionalLong NOT_RANKED = OptionalLong.empty();

  /** Ten entries of the ranking's index behind a few others, then their names by primary key. */
  private static final String ROWS =
      """
      SELECT m.user_id, m.xp, u.display_name
      FROM (
        SELECT user_id, xp FROM guild_users FORCE INDEX (guild_users_ranking)
        WHERE guild_id = ? AND present = TRUE AND xp > 0 AND xp <= ?
        ORDER BY xp DESC, user_id LIMIT ?, ?
      ) m
      LEFT JOIN users u ON u.id = m.user_id
      ORDER BY m.xp DESC, m.user_id
      """;

  /**
   * The member, and beside it how many are ahead: the counts of higher octaves and of higher slots
   * in the octave, and who is ahead within the slot. One statement is a snapshot by itself; the
   * member is looked up by primary key, so that for what depends on it ranges can be read.
   */
  private static final String STANDING =
      """
      SELECT m.xp, m.message_count, m.present,
        (SELECT COALESCE(SUM(r.members), 0) FROM rank_counts r
         WHERE r.guild_id = m.guild_id
           AND (r.tier = 0 AND r.slot < {octave}
                OR r.tier = 1 AND r.slot >= {firstSlot} AND r.slot < {slot}))
        + (SELECT COUNT(*) FROM guild_users a FORCE INDEX (guild_users_ranking)
           WHERE a.guild_id = m.guild_id AND a.present = TRUE
             AND m.xp > 0 AND a.xp >= m.xp AND a.xp <= {mostXp}
             AND (a.xp > m.xp OR a.user_id < m.user_id))
      FROM guild_users m
      WHERE m.guild_id = ? AND m.user_id = ?
      """
          .replace("{octave}", XpSlot.Sql.octaveOf("m.xp"))
          .replace("{firstSlot}", XpSlot.Sql.firstSlotOf("m.xp"))
          .replace("{slot}", XpSlot.Sql.of("m.xp"))
          .replace("{mostXp}", XpSlot.Sql.mostXpInSlotOf("m.xp"));

  private final Database database;

  public Leaderboard(Database database) {
    this.database = database;
  }

  /** A member's standing; empty when the member never earned anything. */
  public Optional<Standing> standing(MemberKey member) {
    return database.read(reader -> standing(reader, member));
  }

  /** A page; below the first it is the first, past the end the last. */
  public LeaderboardPage page(long guildId, long wanted) {
    return database.snapshot(tx -> page(tx, guildId, wanted));
  }

  /** The page with this member on it; the first page when the member is not ranked. */
  public LeaderboardPage pageOf(MemberKey member) {
    return database.snapshot(
        tx -> {
          long rank = standing(tx, member).map(Standing::rank).orElse(NOT_RANKED).orElse(1);
          return page(tx, member.guildId(), (rank - 1) / PAGE_SIZE + 1);
        });
  }

  /** Counts over all servers. */
  public Totals totals() {
    return database.snapshot(
        tx ->
            new Totals(tx.fetchCount(GUILDS, GUILDS.ACTIVE.isTrue()), tx.fetchCount(GUILD_USERS)));
  }

  private static LeaderboardPage page(DSLContext tx, long guildId, long wanted) {
    RankCounts counts = RankCounts.read(tx, guildId);
    long members = counts.ranked();
    long pages = Math.max(1, (members + PAGE_SIZE - 1) / PAGE_SIZE);
    long number = Math.clamp(wanted, 1, pages);
    if (members == 0) {
      return new LeaderboardPage(number, pages, members, List.of());
    }
    long firstRank = (number - 1) * PAGE_SIZE + 1;
    RankCounts.Spot spot = counts.spot(firstRank);
    List<LeaderboardPage.Row> rows = new ArrayList<>(PAGE_SIZE);
    for (Record row :
        tx.resultQuery(ROWS, guildId, spot.mostXp(), firstRank - 1 - spot.before(), PAGE_SIZE)) {
      long xp = row.get(1, Long.class);
      rows.add(
          new LeaderboardPage.Row(
              firstRank + rows.size(),
              row.get(0, Long.class),
              Optional.ofNullable(row.get(2, String.class)),
              xp,
              LevelCurve.levelAt(xp)));
    }
    return new LeaderboardPage(number, pages, members, rows);
  }

  private static Optional<Standing> standing(DSLContext reader, MemberKey member) {
    return reader
        .resultQuery(STANDING, member.guildId(), member.userId())
        .fetchOptional(Leaderboard::standing);
  }

  private static Standing standing(Record found) {
    long xp = found.get(0, Long.class);
    long ahead = found.get(3, Long.class);
    boolean isRanked = xp > 0 && found.get(2, Boolean.class);
    return new Standing(
        xp,
        LevelCurve.levelAt(xp),
        found.get(1, Long.class),
        isRanked ? OptionalLong.of(ahead + 1) : NOT_RANKED);
  }
}
