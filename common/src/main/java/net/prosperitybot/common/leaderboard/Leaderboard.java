package net.prosperitybot.common.leaderboard;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.USERS;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildUsersRecord;
import net.prosperitybot.common.members.MemberKey;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Ranks members who are in the server and have XP: by XP, then by user id.
 *
 * <p>Each answer comes from one snapshot, so a rank and the page it is on always agree.
 */
public final class Leaderboard {
  /** Members on a page. */
  public static final int PAGE_SIZE = 10;

  private final Database database;

  public Leaderboard(Database database) {
    this.database = database;
  }

  /** A member's standing; empty when the member never earned anything. */
  public Optional<Standing> standing(MemberKey member) {
    return database.snapshot(
        tx -> {
          GuildUsersRecord row = member(tx, member);
          return row == null
              ? Optional.empty()
              : Optional.of(
                  new Standing(row.getXp(), row.getLevel(), row.getMessageCount(), rank(tx, row)));
        });
  }

  /** A page; below the first it is the first, past the end the last. */
  public LeaderboardPage page(long guildId, long wanted) {
    return database.snapshot(tx -> page(tx, guildId, wanted));
  }

  /** The page with this member on it; the first page when the member is not ranked. */
  public LeaderboardPage pageOf(MemberKey member) {
    return database.snapshot(
        tx -> {
          GuildUsersRecord row = member(tx, member);
          long rank = row == null ? 1 : rank(tx, row).orElse(1);
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
    long members = tx.fetchCount(GUILD_USERS, ranked(guildId));
    long pages = Math.max(1, (members + PAGE_SIZE - 1) / PAGE_SIZE);
    long number = Math.clamp(wanted, 1, pages);
    long before = (number - 1) * PAGE_SIZE;
    var rows =
        tx.select(GUILD_USERS.USER_ID, USERS.DISPLAY_NAME, GUILD_USERS.XP, GUILD_USERS.LEVEL)
            .from(GUILD_USERS)
            .leftJoin(USERS)
            .on(USERS.ID.eq(GUILD_USERS.USER_ID))
            .where(ranked(guildId))
            .orderBy(GUILD_USERS.XP.desc(), GUILD_USERS.USER_ID)
            .limit(before, PAGE_SIZE)
            .fetch();
    List<LeaderboardPage.Row> ranked =
        IntStream.range(0, rows.size())
            .mapToObj(
                i ->
                    new LeaderboardPage.Row(
                        before + i + 1,
                        rows.get(i).value1(),
                        Optional.ofNullable(rows.get(i).value2()),
                        rows.get(i).value3(),
                        rows.get(i).value4()))
            .toList();
    return new LeaderboardPage(number, pages, members, ranked);
  }

  private static OptionalLong rank(DSLContext tx, GuildUsersRecord member) {
    if (!member.getPresent() || member.getXp() == 0) {
      return OptionalLong.empty();
    }
    Condition ahead =
        ranked(member.getGuildId())
            .and(
                GUILD_USERS
                    .XP
                    .gt(member.getXp())
                    .or(
                        GUILD_USERS
                            .XP
                            .eq(member.getXp())
                            .and(GUILD_USERS.USER_ID.lt(member.getUserId()))));
    return OptionalLong.of(tx.fetchCount(GUILD_USERS, ahead) + 1L);
  }

  private static @Nullable GuildUsersRecord member(DSLContext tx, MemberKey member) {
    return tx.fetchOne(
        GUILD_USERS,
        GUILD_USERS.GUILD_ID.eq(member.guildId()),
        GUILD_USERS.USER_ID.eq(member.userId()));
  }

  private static Condition ranked(long guildId) {
    return GUILD_USERS
        .GUILD_ID
        .eq(guildId)
        .and(GUILD_USERS.PRESENT.isTrue())
        .and(GUILD_USERS.XP.gt(0L));
  }
}
