package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;

import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Channels and roles in which, or with which, nothing is earned. Each change is a part of the
 * caller's transaction, raises the settings' version, and says whether it changed anything.
 */
public final class IgnoreLists {
  private IgnoreLists() {}

  public static boolean addChannel(DSLContext tx, long guildId, long channelId) {
    return add(
        tx,
        IGNORED_CHANNELS,
        IGNORED_CHANNELS.GUILD_ID,
        guildId,
        IGNORED_CHANNELS.CHANNEL_ID,
        channelId);
  }

  public static boolean removeChannel(DSLContext tx, long guildId, long channelId) {
    return remove(
        tx,
        IGNORED_CHANNELS,
        IGNORED_CHANNELS.GUILD_ID,
        guildId,
        IGNORED_CHANNELS.CHANNEL_ID,
        channelId);
  }

  public static boolean addRole(DSLContext tx, long guildId, long roleId) {
    return add(tx, IGNORED_ROLES, IGNORED_ROLES.GUILD_ID, guildId, IGNORED_ROLES.ROLE_ID, roleId);
  }

  public static boolean removeRole(DSLContext tx, long guildId, long roleId) {
    return remove(
        tx, IGNORED_ROLES, IGNORED_ROLES.GUILD_ID, guildId, IGNORED_ROLES.ROLE_ID, roleId);
  }

  private static <R extends Record> boolean add(
      DSLContext tx,
      Table<R> list,
      TableField<R, Long> guild,
      long guildId,
      TableField<R, Long> entry,
      long id) {
    GuildSettingsStore.lock(tx, guildId);
    if (tx.fetchExists(list, guild.eq(guildId), entry.eq(id))) {
      return false;
    }
    tx.insertInto(list, guild, entry).values(guildId, id).execute();
    GuildSettingsStore.raiseVersion(tx, guildId);
    return true;
  }

  private static <R extends Record> boolean remove(
      DSLContext tx,
      Table<R> list,
      TableField<R, Long> guild,
      long guildId,
      TableField<R, Long> entry,
      long id) {
    GuildSettingsStore.lock(tx, guildId);
    if (tx.deleteFrom(list).where(guild.eq(guildId)).and(entry.eq(id)).execute() == 0) {
      return false;
    }
    GuildSettingsStore.raiseVersion(tx, guildId);
    return true;
  }
}
