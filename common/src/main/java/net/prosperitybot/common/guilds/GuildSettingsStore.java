package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildsRecord;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Servers' settings: what they are, which of them changed, and the changes themselves.
 *
 * <p>A change locks its server's row first, so that two admins change one after the other, and
 * raises the version that the events service watches, all in the caller's transaction.
 */
public final class GuildSettingsStore {
  private final Database database;

  public GuildSettingsStore(Database database) {
    this.database = database;
  }

  /** A server's settings as of one moment; the defaults when it has no row. */
  public GuildSettings load(long guildId) {
    return database.snapshot(
        tx -> {
          GuildsRecord row = tx.fetchOne(GUILDS, GUILDS.ID.eq(guildId));
          return row == null ? GuildSettings.defaults(guildId) : read(tx, row);
        });
  }

  /** The version of a server's settings; that of the defaults when it has no row. */
  public long version(long guildId) {
    Long version =
        database
            .dsl()
            .select(GUILDS.SETTINGS_VERSION)
            .from(GUILDS)
            .where(GUILDS.ID.eq(guildId))
            .fetchOne(GUILDS.SETTINGS_VERSION);
    return version == null ? GuildSettings.defaults(guildId).version() : version;
  }

  /**
   * Servers whose settings may have changed at this time or later, by the database's clock.
   *
   * @return a version a server; its holder drops what it has cached with another version
   */
  public List<Change> changedSince(Instant time) {
    return database
        .dsl()
        .select(GUILDS.ID, GUILDS.SETTINGS_VERSION, GUILDS.UPDATED_AT)
        .from(GUILDS)
        .where(GUILDS.UPDATED_AT.ge(time))
        .fetch(row -> new Change(row.value1(), row.value2(), row.value3()));
  }

  /** The newest change that there is, by the database's clock; the epoch when there is none. */
  public Instant newestChange() {
    Instant newest =
        database
            .dsl()
            .select(GUILDS.UPDATED_AT)
            .from(GUILDS)
            .orderBy(GUILDS.UPDATED_AT.desc())
            .limit(1)
            .fetchOne(GUILDS.UPDATED_AT);
    return newest == null ? Instant.EPOCH : newest;
  }

  /**
   * Sets where level-ups are told; notices that failed before are forgotten, also when it is where
   * they were told before: whoever says so has looked after it.
   *
   * @param channelId for {@link NoticeKind#CHANNEL}, else empty
   * @return whether that is a change
   */
  public static boolean setNotice(
      DSLContext tx, long guildId, NoticeKind kind, OptionalLong channelId) {
    boolean changed =
        change(
            tx,
            guildId,
            """
            UPDATE guilds SET notification_type = ?, notification_channel_id = ?
            WHERE id = ? AND NOT (notification_type <=> ? AND notification_channel_id <=> ?)
            """,
            kind.key(),
            nullable(channelId),
            guildId,
            kind.key(),
            nullable(channelId));
    NoticeFailures.forget(tx, guildId);
    return changed;
  }

  /** Which level roles members hold, as a part of the caller's transaction. */
  public static RoleMode roleMode(DSLContext tx, long guildId) {
    String key =
        tx.select(GUILDS.ROLE_MODE)
            .from(GUILDS)
            .where(GUILDS.ID.eq(guildId))
            .fetchOne(GUILDS.ROLE_MODE);
    return key == null ? GuildSettings.defaults(guildId).roleMode() : RoleMode.of(key);
  }

  /** Sets which level roles a member holds; returns whether that is a change. */
  public static boolean setRoleMode(DSLContext tx, long guildId, RoleMode mode) {
    return change(
        tx,
        guildId,
        "UPDATE guilds SET role_mode = ? WHERE id = ? AND role_mode <> ?",
        mode.key(),
        guildId,
        mode.key());
  }

  /** Sets the multiplier, 0.00 to 10.00; returns whether that is a change. */
  public static boolean setMultiplier(DSLContext tx, long guildId, BigDecimal multiplier) {
    return change(
        tx,
        guildId,
        "UPDATE guilds SET xp_multiplier = ? WHERE id = ? AND xp_multiplier <> ?",
        multiplier,
        guildId,
        multiplier);
  }

  /** Sets the cooldown, 1 to 86400 s; returns whether that is a change. */
  public static boolean setCooldown(DSLContext tx, long guildId, Duration cooldown) {
    return change(
        tx,
        guildId,
        "UPDATE guilds SET xp_delay_seconds = ? WHERE id = ? AND xp_delay_seconds <> ?",
        cooldown.toSeconds(),
        guildId,
        cooldown.toSeconds());
  }

  private static boolean change(
      DSLContext tx, long guildId, String sql, @Nullable Object... values) {
    lock(tx, guildId);
    boolean changed = tx.execute(sql, values) > 0;
    if (changed) {
      raiseVersion(tx, guildId);
    }
    return changed;
  }

  /**
   * Locks the server's settings for the rest of the transaction. A server that the events service
   * has not met yet gets its row here.
   */
  static void lock(DSLContext tx, long guildId) {
    tx.execute(
        """
        INSERT INTO guilds (id, name, active, created_at, updated_at)
        VALUES (?, '', FALSE, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE id = guilds.id
        """,
        guildId);
  }

  /** Lets the events service see a change of a server's settings. */
  static void raiseVersion(DSLContext tx, long guildId) {
    tx.execute(
        """
        UPDATE guilds
        SET settings_version = settings_version + 1, updated_at = UTC_TIMESTAMP(3)
        WHERE id = ?
        """,
        guildId);
  }

  /** That a server's settings have reached a version, and when that was written. */
  public record Change(long guildId, long version, Instant updatedAt) {}

  private static GuildSettings read(DSLContext tx, GuildsRecord row) {
    long guildId = row.getId();
    Set<Long> channels =
        tx.select(IGNORED_CHANNELS.CHANNEL_ID)
            .from(IGNORED_CHANNELS)
            .where(IGNORED_CHANNELS.GUILD_ID.eq(guildId))
            .fetchSet(IGNORED_CHANNELS.CHANNEL_ID);
    Set<Long> roles =
        tx.select(IGNORED_ROLES.ROLE_ID)
            .from(IGNORED_ROLES)
            .where(IGNORED_ROLES.GUILD_ID.eq(guildId))
            .fetchSet(IGNORED_ROLES.ROLE_ID);
    List<LevelRole> levelRoles =
        tx.selectFrom(LEVEL_ROLES)
            .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
            .orderBy(LEVEL_ROLES.LEVEL)
            .fetch(rule -> new LevelRole(rule.getRoleId(), rule.getLevel()));
    return new GuildSettings(
        guildId,
        NoticeKind.of(row.getNotificationType()),
        optional(row.getNotificationChannelId()),
        row.getXpMultiplier(),
        Duration.ofSeconds(row.getXpDelaySeconds()),
        RoleMode.of(row.getRoleMode()),
        optional(row.getServingBotId()),
        row.getSettingsVersion(),
        channels,
        roles,
        levelRoles,
        row.getNoticeFailures());
  }

  private static @Nullable Long nullable(OptionalLong id) {
    return id.isPresent() ? id.getAsLong() : null;
  }

  private static OptionalLong optional(@Nullable Long id) {
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }
}
