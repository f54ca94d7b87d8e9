package net.prosperitybot.common.levelroles;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.database.Database;
import org.jooq.Condition;

/** Members whose level may ask for a role: those in the server at or past a level. */
public final class LevelRoleMembers {
  private final Database database;

  public LevelRoleMembers(Database database) {
    this.database = database;
  }

  /** A member and their level. */
  public record MemberLevel(long userId, int level) {}

  /** How many there are. */
  public long count(long guildId, int fromLevel) {
    return database.dsl().fetchCount(GUILD_USERS, atOrPast(guildId, fromLevel));
  }

  /** How many of these users are among them. */
  public long countAmong(long guildId, int fromLevel, Collection<Long> userIds) {
    return database
        .dsl()
        .fetchCount(GUILD_USERS, atOrPast(guildId, fromLevel).and(GUILD_USERS.USER_ID.in(userIds)));
  }

  /** The next of them after a user id, by rising user id. */
  public List<MemberLevel> page(long guildId, int fromLevel, long afterUserId, int most) {
    return database
        .dsl()
        .select(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL)
        .from(GUILD_USERS)
        .where(atOrPast(guildId, fromLevel))
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

  private static Condition atOrPast(long guildId, int level) {
    return GUILD_USERS
        .GUILD_ID
        .eq(guildId)
        .and(GUILD_USERS.PRESENT.isTrue())
        .and(GUILD_USERS.LEVEL.ge(level));
  }
}
