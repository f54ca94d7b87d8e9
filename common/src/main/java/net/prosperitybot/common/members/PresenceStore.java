package net.prosperitybot.common.members;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Who of the members that we know is in their server: {@code guild_users.present}.
 *
 * <p>A member who never wrote has no row and gets none here.
 */
public final class PresenceStore {
  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", GUILD_USERS.LEFT_AT.getDataType());

  private final Database database;

  public PresenceStore(Database database) {
    this.database = database;
  }

  public void joined(MemberKey member) {
    set(database.dsl(), member.guildId(), List.of(member.userId()), true);
  }

  public void left(MemberKey member) {
    set(database.dsl(), member.guildId(), List.of(member.userId()), false);
  }

  /**
   * Makes one page of a server's member list true: of the members with an id in {@code (after,
   * upTo]}, those listed are present and the others are not.
   *
   * @param unsettled members whose joining or leaving was seen while the page was on its way; they
   *     stay as they are
   * @return who changed
   */
  public static PageChanges applyPage(
      DSLContext tx, long guildId, long after, long upTo, Set<Long> listed, Set<Long> unsettled) {
    Condition inPage =
        GUILD_USERS
            .GUILD_ID
            .eq(guildId)
            .and(GUILD_USERS.USER_ID.gt(after))
            .and(GUILD_USERS.USER_ID.le(upTo));
    var known =
        tx.select(GUILD_USERS.USER_ID, GUILD_USERS.PRESENT).from(GUILD_USERS).where(inPage).fetch();
    List<Long> joined =
        known.stream()
            .filter(row -> !row.value2() && listed.contains(row.value1()))
            .map(row -> row.value1())
            .filter(user -> !unsettled.contains(user))
            .toList();
    List<Long> left =
        known.stream()
            .filter(row -> row.value2() && !listed.contains(row.value1()))
            .map(row -> row.value1())
            .filter(user -> !unsettled.contains(user))
            .toList();
    set(tx, guildId, joined, true);
    set(tx, guildId, left, false);
    return new PageChanges(joined, left);
  }

  /** Whom a page of the member list made present, and whom absent, by their user ids. */
  public record PageChanges(List<Long> joined, List<Long> left) {
    public int count() {
      return joined.size() + left.size();
    }
  }

  private static void set(DSLContext tx, long guildId, Collection<Long> users, boolean present) {
    if (users.isEmpty()) {
      return;
    }
    tx.update(GUILD_USERS)
        .set(GUILD_USERS.PRESENT, present)
        .set(GUILD_USERS.LEFT_AT, present ? GUILD_USERS.LEFT_AT : NOW)
        .where(GUILD_USERS.GUILD_ID.eq(guildId))
        .and(GUILD_USERS.USER_ID.in(users))
        .and(GUILD_USERS.PRESENT.ne(present))
        .execute();
  }
}
