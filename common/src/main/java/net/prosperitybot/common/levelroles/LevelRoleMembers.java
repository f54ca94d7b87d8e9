package net.prosperitybot.common.levelroles;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.LevelCurve;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Members whose level may ask for a role: those in the server at or past a level. */
public final class LevelRoleMembers {
  private final Database database;

  public LevelRoleMembers(Database database) {
    this.database = database;
  }

  /** A member and their level. */
  public record MemberLevel(long userId, int level) {}

  /** How many there are; see {@link #count(DSLContext, long, int)}. */
  public long count(long guildId, int fromLevel) {
    return count(database.dsl(), guildId, fromLevel);
  }

  /**
   * How many there are, as a part of the caller's transaction. Counted by XP, which the
   * leaderboard's index is sorted by: reads those who are counted and no other.
   */
  public static long count(DSLContext tx, long guildId, int fromLevel) {
    return tx.fetchCount(
        GUILD_USERS, present(guildId).and(GUILD_USERS.XP.ge(LevelCurve.xpRequired(fromLevel))));
  }

  /** How many of these users are among them. */
  public long countAmong(long guildId, int fromLevel, Collection<Long> userIds) {
    return database
        .dsl()
        .fetchCount(
            GUILD_USERS,
            present(guildId)
                .and(GUILD_USERS.LEVEL.ge(fromLevel))
                .and(GUILD_USERS.USER_ID.in(userIds)));
  }

  /**
   * The next of them after a user id, by rising user id. Goes along the primary key, so that all
   * pages together read the server once.
   */
  public List<MemberLevel> page(long guildId, int fromLevel, long afterUserId, int most) {
    return database
        .dsl()
        .select(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL)
        .from(GUILD_USERS)
        .where(present(guildId).and(GUILD_USERS.LEVEL.ge(fromLevel)))
        .and(GUILD_USERS.USER_ID.gt(afterUserId))
        .orderBy(GUILD_USERS.USER_ID)
        .limit(most)
        .fetch(row -> new MemberLevel(row.value1(), row.value2()));
  }

  /** The levels of these members now, present or not; those without a row are missing. */
  public Map<Long, Integer> levels(long guildId, Collection<Long> userIds) {
    return database
        .dsl()
        .select(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL)
        .from(GUILD_USERS)
        .where(GUILD_USERS.GUILD_ID.eq(guildId))
        .and(GUILD_USERS.USER_ID.in(userIds))
        .fetchMap(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL);
  }

  private static Condition present(long guildId) {
    return GUILD_USERS.GUILD_ID.eq(guildId).and(GUILD_USERS.PRESENT.isTrue());
  }
}
