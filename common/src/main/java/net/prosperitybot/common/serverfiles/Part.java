package net.prosperitybot.common.serverfiles;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.USERS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.util.List;
import java.util.Locale;
import net.prosperitybot.common.serverfiles.Column.Presence;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The parts of a server file, in their order: a line each row. Each is ordered by its first {@code
 * keys} columns, in which no two rows are the same.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions and tables that nobody changes
enum Part {
  SETTINGS(
      GUILDS,
      GUILDS.ID,
      0,
      new Column(GUILDS.NAME, Kind.NAME),
      new Column(GUILDS.NOTIFICATION_TYPE, Kind.NOTICE),
      new Column(GUILDS.NOTIFICATION_CHANNEL_ID, Kind.ID, Presence.OPTIONAL),
      new Column(GUILDS.XP_MULTIPLIER, Kind.MULTIPLIER),
      new Column(GUILDS.XP_DELAY_SECONDS, Kind.DELAY),
      new Column(GUILDS.ROLE_MODE, Kind.ROLE_MODE)),
  LEVEL_ROLE(
      LEVEL_ROLES,
      LEVEL_ROLES.GUILD_ID,
      1,
      new Column(LEVEL_ROLES.ROLE_ID, Kind.ID),
      new Column(LEVEL_ROLES.LEVEL, Kind.LEVEL)),
  IGNORED_CHANNEL(
      IGNORED_CHANNELS,
      IGNORED_CHANNELS.GUILD_ID,
      1,
      new Column(IGNORED_CHANNELS.CHANNEL_ID, Kind.ID)),
  IGNORED_ROLE(
      IGNORED_ROLES, IGNORED_ROLES.GUILD_ID, 1, new Column(IGNORED_ROLES.ROLE_ID, Kind.ID)),
  MEMBER(
      GUILD_USERS,
      GUILD_USERS.GUILD_ID,
      1,
      new Column(GUILD_USERS.USER_ID, Kind.ID),
      new Column(GUILD_USERS.XP, Kind.COUNT),
      new Column(GUILD_USERS.PURGED_XP, Kind.CHANGE),
      new Column(GUILD_USERS.MESSAGE_COUNT, Kind.COUNT),
      new Column(GUILD_USERS.LAST_XP_AT, Kind.TIME, Presence.OPTIONAL),
      new Column(GUILD_USERS.PRESENT, Kind.FLAG),
      new Column(GUILD_USERS.LEFT_AT, Kind.TIME, Presence.OPTIONAL),
      new Column(GUILD_USERS.CREATED_AT, Kind.TIME)),
  /** What members are called; no column of the table says which server they are in. */
  NAME(
      USERS,
      USERS.ID,
      1,
      new Column(USERS.ID, Kind.ID),
      new Column(USERS.USERNAME, Kind.NAME),
      new Column(USERS.DISPLAY_NAME, Kind.NAME)),
  MESSAGE(
      MESSAGE_LOGS,
      MESSAGE_LOGS.GUILD_ID,
      1,
      new Column(MESSAGE_LOGS.MESSAGE_ID, Kind.ID),
      new Column(MESSAGE_LOGS.USER_ID, Kind.ID),
      new Column(MESSAGE_LOGS.XP, Kind.MESSAGE_XP)),
  ADJUSTMENT(
      XP_ADJUSTMENTS,
      XP_ADJUSTMENTS.GUILD_ID,
      2,
      new Column(XP_ADJUSTMENTS.USER_ID, Kind.ID),
      new Column(XP_ADJUSTMENTS.CAUSE_ID, Kind.ID),
      new Column(XP_ADJUSTMENTS.ACTOR_ID, Kind.ID),
      new Column(XP_ADJUSTMENTS.KIND, Kind.ADJUSTMENT),
      new Column(XP_ADJUSTMENTS.DELTA, Kind.CHANGE),
      new Column(XP_ADJUSTMENTS.REASON, Kind.REASON, Presence.OPTIONAL),
      new Column(XP_ADJUSTMENTS.CREATED_AT, Kind.TIME));

  private final Table<?> table;
  private final Field<Long> server;
  private final int keys;
  private final List<Column> columns;

  Part(Table<?> table, Field<Long> server, int keys, Column... columns) {
    this.table = table;
    this.server = server;
    this.keys = keys;
    this.columns = List.of(columns);
  }

  /** What its lines begin with. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Table<?> table() {
    return table;
  }

  /** The column that tells the server, which is not in the file's lines. */
  Field<Long> server() {
    return server;
  }

  int keys() {
    return keys;
  }

  List<Column> columns() {
    return columns;
  }
}
