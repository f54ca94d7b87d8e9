package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;

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

/** Reads servers' settings, and which of them changed. */
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
        levelRoles);
  }

  private static OptionalLong optional(@Nullable Long id) {
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }
}
