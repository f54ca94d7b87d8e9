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
import org.jspecify.annotations.Nullable;

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

  private static final String XP = "SELECT xp FROM guild_users WHERE guild_id = ? AND user_id = ?";

  private static final String UNRANKED =
      """
      SELECT xp, message_count, present FROM guild_users WHERE guild_id = ? AND user_id = ?
      """;

  /** Those in higher octaves, in higher slots of the octave, and ahead within the slot. */
  private static final String RANKED =
      """
      SELECT m.xp, m.message_count, m.present,
             (SELECT COALESCE(SUM(members), 0) FROM rank_counts
              WHERE guild_id = ? AND tier = 0 AND slot < ?)
             + (SELECT COALESCE(SUM(members), 0) FROM rank_counts
                WHERE guild_id = ? AND tier = 1 AND slot >= ? AND slot < ?)
             + (SELECT COUNT(*) FROM guild_users FORCE INDEX (guild_users_ranking)
                WHERE guild_id = ? AND present = TRUE AND xp > ? AND xp <= ?)
             + (SELECT COUNT(*) FROM guild_users FORCE INDEX (guild_users_ranking)
                WHERE guild_id = ? AND present = TRUE AND xp = ? AND user_id < ?) AS ahead
      FROM guild_users m
      WHERE m.guild_id = ? AND m.user_id = ?
      """;

  private final Database database;

  public Leaderboard(Database database) {
    this.database = database;
  }

  /** A member's standing; empty when the member never earned anything. */
  public Optional<Standing> standing(MemberKey member) {
    return standing(database.dsl(), member);
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

  /**
   * Two statements, the second of which knows what XP the first has seen and reads it again: when
   * it is still the same, all that it read is of one moment. It changes once a cooldown at most.
   */
  private static Optional<Standing> standing(DSLContext reader, MemberKey member) {
    Record seen = reader.fetchOne(XP, member.guildId(), member.userId());
    while (seen != null) {
      long xp = seen.get(0, Long.class);
      Record now = xp == 0 ? seenAlone(reader, member) : seenWithRank(reader, member, xp);
      if (now != null && now.get(0, Long.class) == xp) {
        return Optional.of(standing(now));
      }
      seen = now;
    }
    return Optional.empty();
  }

  private static @Nullable Record seenAlone(DSLContext reader, MemberKey member) {
    return reader.fetchOne(UNRANKED, member.guildId(), member.userId());
  }

  private static @Nullable Record seenWithRank(DSLContext reader, MemberKey member, long xp) {
    long guildId = member.guildId();
    int octave = XpSlot.octaveOf(xp);
    int slot = XpSlot.of(xp);
    return reader.fetchOne(
        RANKED,
        guildId,
        octave,
        guildId,
        XpSlot.firstOf(octave),
        slot,
        guildId,
        xp,
        XpSlot.mostXp(slot),
        guildId,
        xp,
        member.userId(),
        guildId,
        member.userId());
  }

  private static Standing standing(Record row) {
    long xp = row.get(0, Long.class);
    boolean isRanked = xp > 0 && row.get(2, Boolean.class);
    return new Standing(
        xp,
        LevelCurve.levelAt(xp),
        row.get(1, Long.class),
        isRanked ? OptionalLong.of(row.get(3, Long.class) + 1) : NOT_RANKED);
  }
}
