package net.prosperitybot.common.levelups;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.LevelUpsRecord;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.shards.BotShards;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of level changes, {@code level_ups}.
 *
 * <p>A claim is a compare-and-set of the lease by the database's clock: a process that dies frees
 * its rows when the lease ends. Only the holder of the lease may change or delete a row.
 */
public final class LevelUpStore {
  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", LEVEL_UPS.DUE_AT.getDataType());

  private final Database database;

  public LevelUpStore(Database database) {
    this.database = database;
  }

  /**
   * Members with waiting level changes in servers that these bots serve, by bot, longest due first.
   *
   * @param mostOfEach so many members of each bot, so that one with much to do keeps none from
   *     theirs
   */
  public Map<Long, List<MemberKey>> due(Collection<BotShards> bots, int mostOfEach) {
    return bots.isEmpty()
        ? Map.of()
        : database
            .dsl()
            .resultQuery(
                """
                SELECT t.guild_id, t.user_id, t.serving_bot_id
                FROM (SELECT w.*, ROW_NUMBER() OVER
                               (PARTITION BY w.serving_bot_id ORDER BY w.due_at) AS place
                      FROM (SELECT l.guild_id, l.user_id, g.serving_bot_id, MIN(l.due_at) AS due_at
                            FROM level_ups l JOIN guilds g ON g.id = l.guild_id
                            WHERE l.due_at <= UTC_TIMESTAMP(3)
                              AND (l.lease_until IS NULL OR l.lease_until < UTC_TIMESTAMP(3))
                              AND %s
                            GROUP BY l.guild_id, l.user_id, g.serving_bot_id) w) t
                WHERE t.place <= ?
                ORDER BY t.place
                """
                    .formatted(BotShards.serving(bots)),
                mostOfEach)
            .coerce(LEVEL_UPS.GUILD_ID, LEVEL_UPS.USER_ID, GUILDS.SERVING_BOT_ID)
            .fetchGroups(
                row -> Objects.requireNonNull(row.value3()),
                row -> new MemberKey(row.value1(), row.value2()));
  }

  /**
   * Takes all waiting level changes of one member for a while, once one of them is due.
   *
   * <p>All or none: while somebody holds one of the rows, nobody gets the others, so that no two
   * work on one member's roles at once. A row that is not due yet goes with one that is.
   *
   * @param owner the claim, unique to it
   * @return empty when nothing is due, or somebody holds a row
   */
  public Optional<ClaimedLevelUps> claim(MemberKey member, String owner, Duration lease) {
    return database.transaction(
        tx -> {
          if (!isClaimable(tx, member, owner)) {
            return Optional.empty();
          }
          tx.execute(
              """
              UPDATE level_ups
              SET lease_owner = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
              WHERE guild_id = ? AND user_id = ?
              """,
              owner,
              lease.toSeconds(),
              member.guildId(),
              member.userId());
          return Optional.of(read(tx, member, owner));
        });
  }

  /**
   * Locks the member's rows, so that the answer holds until the end of the transaction. Rows that
   * this very claim holds are its own: the answer to its COMMIT was lost.
   */
  private static boolean isClaimable(DSLContext tx, MemberKey member, String owner) {
    return tx
        .resultQuery(
            """
            SELECT due_at <= UTC_TIMESTAMP(3),
                   lease_until IS NOT NULL AND lease_until >= UTC_TIMESTAMP(3)
                     AND lease_owner <> ?
            FROM level_ups WHERE guild_id = ? AND user_id = ? FOR UPDATE
            """,
            owner,
            member.guildId(),
            member.userId())
        .fetch()
        .stream()
        .map(row -> new Waiting(row.get(0, Boolean.class), row.get(1, Boolean.class)))
        .reduce(Waiting.NOTHING, Waiting::and)
        .isClaimable();
  }

  private record Waiting(boolean due, boolean held) {
    static final Waiting NOTHING = new Waiting(false, false);

    Waiting and(Waiting other) {
      return new Waiting(due || other.due, held || other.held);
    }

    boolean isClaimable() {
      return due && !held;
    }
  }

  /**
   * Asks that a member's roles be made right, though no level changed. Does nothing for a member
   * below level 1, and nothing the second time for the same cause.
   *
   * @param causeId the snowflake of what made it necessary
   * @param source what that was, at most 16 characters
   * @return whether there is something to do
   */
  public boolean askForReconcile(MemberKey member, long causeId, String source) {
    return database.transaction(tx -> askForReconcile(tx, member, causeId, source));
  }

  /** The same as a part of the caller's transaction. */
  public static boolean askForReconcile(
      DSLContext tx, MemberKey member, long causeId, String source) {
    return ask(tx, member, 1, causeId, source);
  }

  /**
   * The same for a member who may hold level roles already: also below level 1, where these have to
   * go.
   */
  public boolean askForReconcileAtAnyLevel(MemberKey member, long causeId, String source) {
    return database.transaction(tx -> ask(tx, member, 0, causeId, source));
  }

  private static boolean ask(
      DSLContext tx, MemberKey member, int fromLevel, long causeId, String source) {
    return tx.execute(
            """
                    INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,
                                           created_at, due_at)
                    SELECT guild_id, user_id, ?, ?, `level`, `level`,
                           UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
                    FROM guild_users WHERE guild_id = ? AND user_id = ? AND `level` >= ?
                    ON DUPLICATE KEY UPDATE cause_id = level_ups.cause_id
                    """,
            causeId,
            source,
            member.guildId(),
            member.userId(),
            fromLevel)
        > 0;
  }

  /**
   * Records that a bot begins to send the notice; commit this before sending. The first time
   * counts.
   *
   * @return false when the lease was lost meanwhile: then nothing may be sent
   */
  public boolean noticeStarts(ClaimedLevelUps claimed, LevelUp levelUp, long botId) {
    return database.transaction(
        tx ->
            tx.update(LEVEL_UPS)
                    .set(
                        LEVEL_UPS.NOTICE_STARTED_AT, DSL.coalesce(LEVEL_UPS.NOTICE_STARTED_AT, NOW))
                    .set(LEVEL_UPS.NOTICE_BOT_ID, DSL.coalesce(LEVEL_UPS.NOTICE_BOT_ID, botId))
                    .where(heldRows(claimed))
                    .and(LEVEL_UPS.CAUSE_ID.eq(levelUp.causeId()))
                    .execute()
                == 1);
  }

  /** Takes back that the notice began: nothing of it was sent. */
  public void noticeDidNotStart(ClaimedLevelUps claimed, LevelUp levelUp) {
    database.transaction(
        tx ->
            tx.update(LEVEL_UPS)
                .setNull(LEVEL_UPS.NOTICE_STARTED_AT)
                .setNull(LEVEL_UPS.NOTICE_BOT_ID)
                .where(heldRows(claimed))
                .and(LEVEL_UPS.CAUSE_ID.eq(levelUp.causeId()))
                .execute());
  }

  /** Roles and notice are done. */
  public void complete(ClaimedLevelUps claimed) {
    database.transaction(tx -> tx.deleteFrom(LEVEL_UPS).where(heldRows(claimed)).execute());
  }

  /** Gives the rows back, to be tried again after this time. */
  public void postpone(ClaimedLevelUps claimed, Duration delay) {
    database.transaction(
        tx ->
            tx.execute(
                """
                UPDATE level_ups
                SET attempts = attempts + 1, lease_owner = NULL, lease_until = NULL,
                    due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                WHERE guild_id = ? AND user_id = ? AND lease_owner = ?
                """,
                delay.toSeconds(),
                claimed.member().guildId(),
                claimed.member().userId(),
                claimed.owner()));
  }

  /** Gives the rows back, due at once; counts as no attempt. */
  public void giveBack(ClaimedLevelUps claimed) {
    database.transaction(
        tx ->
            tx.update(LEVEL_UPS)
                .setNull(LEVEL_UPS.LEASE_OWNER)
                .setNull(LEVEL_UPS.LEASE_UNTIL)
                .where(heldRows(claimed))
                .execute());
  }

  /** Has what is due in a server, and held by nobody, wait this long; counts as no attempt. */
  public void postponeServer(long guildId, Duration delay) {
    database.transaction(
        tx ->
            tx.execute(
                """
                UPDATE level_ups SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                WHERE guild_id = ? AND due_at <= UTC_TIMESTAMP(3)
                  AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP(3))
                """,
                delay.toSeconds(),
                guildId));
  }

  /**
   * How long the oldest waiting change has waited, by the database's clock; zero when none waits.
   */
  public Duration oldestAge() {
    Long millis =
        database
            .dsl()
            .resultQuery(
                "SELECT TIMESTAMPDIFF(MICROSECOND, MIN(created_at), UTC_TIMESTAMP(3)) DIV 1000"
                    + " FROM level_ups")
            .fetchOne(0, Long.class);
    return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
  }

  private static Condition heldRows(ClaimedLevelUps claimed) {
    return LEVEL_UPS
        .GUILD_ID
        .eq(claimed.member().guildId())
        .and(LEVEL_UPS.USER_ID.eq(claimed.member().userId()))
        .and(LEVEL_UPS.CAUSE_ID.in(claimed.levelUps().stream().map(LevelUp::causeId).toList()))
        .and(LEVEL_UPS.LEASE_OWNER.eq(claimed.owner()));
  }

  private static ClaimedLevelUps read(DSLContext tx, MemberKey member, String owner) {
    List<LevelUp> rows =
        tx.selectFrom(LEVEL_UPS)
            .where(LEVEL_UPS.GUILD_ID.eq(member.guildId()))
            .and(LEVEL_UPS.USER_ID.eq(member.userId()))
            .and(LEVEL_UPS.LEASE_OWNER.eq(owner))
            .fetch(row -> levelUp(member, row));
    Integer level =
        tx.select(GUILD_USERS.LEVEL)
            .from(GUILD_USERS)
            .where(GUILD_USERS.GUILD_ID.eq(member.guildId()))
            .and(GUILD_USERS.USER_ID.eq(member.userId()))
            .fetchOne(GUILD_USERS.LEVEL);
    Instant now = tx.select(NOW).fetchSingle().value1();
    return new ClaimedLevelUps(member, rows, level == null ? 0 : level, now, owner);
  }

  private static LevelUp levelUp(MemberKey member, LevelUpsRecord row) {
    return new LevelUp(
        member,
        row.getCauseId(),
        row.getOldLevel(),
        row.getNewLevel(),
        optional(row.getChannelId()),
        optional(row.getMessageId()),
        row.getCreatedAt(),
        Optional.ofNullable(row.getNoticeStartedAt()),
        optional(row.getNoticeBotId()),
        row.getAttempts());
  }

  private static OptionalLong optional(@Nullable Long id) {
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }
}
