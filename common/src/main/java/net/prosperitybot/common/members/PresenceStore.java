package net.prosperitybot.common.members;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.rankcounts.CountChanges;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
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
    change(member.guildId(), List.of(member.userId()), List.of());
  }

  public void left(MemberKey member) {
    change(member.guildId(), List.of(), List.of(member.userId()));
  }

  private void change(long guildId, List<Long> joined, List<Long> left) {
    database.transaction(
        tx -> {
          change(tx, guildId, joined, left);
          return guildId;
        });
  }

  /**
   * Makes one page of a server's member list true: of the members with an id in {@code (after,
   * upTo]}, those listed are present and the others are not.
   *
   * @param listed who is listed, and since when they are members, by user id
   * @param unsettled members whose joining or leaving was seen while the page was on its way; they
   *     stay as they are
   * @return who changed, and who may have without showing it
   */
  public static PageChanges applyPage(
      DSLContext tx,
      long guildId,
      long after,
      long upTo,
      Map<Long, Instant> listed,
      Set<Long> unsettled) {
    Condition inPage =
        GUILD_USERS
            .GUILD_ID
            .eq(guildId)
            .and(GUILD_USERS.USER_ID.gt(after))
            .and(GUILD_USERS.USER_ID.le(upTo));
    List<Long> joined = new ArrayList<>();
    List<Long> left = new ArrayList<>();
    List<Long> rejoined = new ArrayList<>();
    for (var row :
        tx.select(GUILD_USERS.USER_ID, GUILD_USERS.PRESENT, GUILD_USERS.CREATED_AT)
            .from(GUILD_USERS)
            .where(inPage)) {
      long user = row.value1();
      Instant since = listed.get(user);
      if (unsettled.contains(user)) {
        continue;
      }
      if (!row.value2() && since != null) {
        joined.add(user);
      } else if (row.value2() && since == null) {
        left.add(user);
      } else if (since != null && row.value3().isBefore(since.truncatedTo(ChronoUnit.MILLIS))) {
        // The database keeps milliseconds: who wrote within that of joining has not rejoined.
        rejoined.add(user);
      }
    }
    change(tx, guildId, joined, left);
    return new PageChanges(joined, left, rejoined);
  }

  /**
   * What a page of the member list told, by user ids.
   *
   * @param joined whom it made present
   * @param left whom it made absent
   * @param rejoined who is present as before, but was known before they joined: they left since
   */
  public record PageChanges(List<Long> joined, List<Long> left, List<Long> rejoined) {
    /** How many became present or absent. */
    public int count() {
      return joined.size() + left.size();
    }
  }

  /** All members first and the counts last, in the order in which whoever awards XP locks them. */
  private static void change(
      DSLContext tx, long guildId, Collection<Long> joined, Collection<Long> left) {
    List<Long> nowPresent = new ArrayList<>();
    List<Long> nowAway = new ArrayList<>();
    CountChanges counts = new CountChanges();
    for (var row : lock(tx, guildId, joined, left)) {
      long xp = row.value2();
      if (joined.contains(row.value1()) && !row.value3()) {
        nowPresent.add(row.value1());
        counts.moved(guildId, 0, xp);
      } else if (left.contains(row.value1()) && row.value3()) {
        nowAway.add(row.value1());
        counts.moved(guildId, xp, 0);
      }
    }
    set(tx, guildId, nowPresent, true);
    set(tx, guildId, nowAway, false);
    counts.write(tx);
  }

  private static List<Record3<Long, Long, Boolean>> lock(
      DSLContext tx, long guildId, Collection<Long> joined, Collection<Long> left) {
    MultiRow rows = new MultiRow("user_id");
    Stream.concat(joined.stream(), left.stream()).sorted().forEach(rows::add);
    if (rows.isEmpty()) {
      return List.of();
    }
    // By primary key, row after row, whatever other index there is.
    return rows.query(
            tx,
            """
            SELECT m.user_id, m.xp, m.present
            FROM {rows} STRAIGHT_JOIN guild_users m FORCE INDEX (PRIMARY)
              ON m.guild_id = %d AND m.user_id = t.user_id
            FOR UPDATE
            """
                .formatted(guildId))
        .coerce(GUILD_USERS.USER_ID, GUILD_USERS.XP, GUILD_USERS.PRESENT)
        .fetch();
  }

  private static void set(DSLContext tx, long guildId, List<Long> users, boolean present) {
    if (users.isEmpty()) {
      return;
    }
    tx.update(GUILD_USERS)
        .set(GUILD_USERS.PRESENT, present)
        .set(GUILD_USERS.LEFT_AT, present ? GUILD_USERS.LEFT_AT : NOW)
        .where(GUILD_USERS.GUILD_ID.eq(guildId))
        .and(GUILD_USERS.USER_ID.in(users))
        .execute();
  }
}
