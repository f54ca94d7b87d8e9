package net.prosperitybot.common.guilds;

import java.util.List;
import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The roles and channels that servers' settings name, and that Discord may have deleted. */
public final class GuildReferences {
  private static final String ALL =
      """
      SELECT r.guild_id, r.kind, r.id, r.refused
      FROM (SELECT guild_id, 'role' AS kind, role_id AS id, refused_count > 0 AS refused
            FROM level_roles
            UNION SELECT guild_id, 'role', role_id, FALSE FROM ignored_roles
            UNION SELECT guild_id, 'channel', channel_id, FALSE FROM ignored_channels
            UNION SELECT id, 'channel', notification_channel_id, FALSE
                  FROM guilds WHERE notification_channel_id IS NOT NULL) r
      JOIN guilds g ON g.id = r.guild_id
      """;

  private final Database database;

  public GuildReferences(Database database) {
    this.database = database;
  }

  /** What a setting names. */
  public enum Kind {
    ROLE,
    CHANNEL
  }

  /**
   * One that is named.
   *
   * @param refused whether it is a level role that could not be given lately
   */
  public record Reference(long guildId, Kind kind, long id, boolean refused) {}

  /** All that the servers of a shard name, of those that this bot serves, by server. */
  public List<Reference> ofShard(long botId, int shardCount, int shard) {
    return database
        .dsl()
        .resultQuery(
            ALL
                + "WHERE g.serving_bot_id = ? AND (r.guild_id >> 22) % ? = ?"
                + " ORDER BY r.guild_id, r.kind, r.id",
            botId,
            shardCount,
            shard)
        .fetch(GuildReferences::reference);
  }

  /** All that a server names; nothing when this bot does not serve it. */
  public List<Reference> ofServer(long botId, long guildId) {
    return database
        .dsl()
        .resultQuery(
            """
            SELECT r.guild_id, r.kind, r.id, r.refused
            FROM (SELECT guild_id, 'role' AS kind, role_id AS id, refused_count > 0 AS refused
                  FROM level_roles WHERE guild_id = ?
                  UNION SELECT guild_id, 'role', role_id, FALSE FROM ignored_roles
                        WHERE guild_id = ?
                  UNION SELECT guild_id, 'channel', channel_id, FALSE FROM ignored_channels
                        WHERE guild_id = ?
                  UNION SELECT id, 'channel', notification_channel_id, FALSE
                        FROM guilds WHERE id = ? AND notification_channel_id IS NOT NULL) r
            JOIN guilds g ON g.id = r.guild_id
            WHERE g.serving_bot_id = ?
            ORDER BY r.kind, r.id
            """,
            guildId,
            guildId,
            guildId,
            guildId,
            botId)
        .fetch(GuildReferences::reference);
  }

  private static Reference reference(Record row) {
    return new Reference(
        row.get("guild_id", Long.class),
        "role".equals(row.get("kind", String.class)) ? Kind.ROLE : Kind.CHANNEL,
        row.get("id", Long.class),
        row.get("refused", Boolean.class));
  }

  /** Whether any setting of the server names the role or the channel. */
  public boolean names(long guildId, Kind kind, long id) {
    String sql =
        switch (kind) {
          case ROLE ->
              """
              SELECT (SELECT COUNT(*) FROM level_roles WHERE guild_id = ? AND role_id = ?)
                   + (SELECT COUNT(*) FROM ignored_roles WHERE guild_id = ? AND role_id = ?)
              """;
          case CHANNEL ->
              """
              SELECT (SELECT COUNT(*) FROM ignored_channels WHERE guild_id = ? AND channel_id = ?)
                   + (SELECT COUNT(*) FROM guilds WHERE id = ? AND notification_channel_id = ?)
              """;
        };
    return database
            .dsl()
            .resultQuery(sql, guildId, id, guildId, id)
            .fetchSingle()
            .get(0, Long.class)
        > 0;
  }

  /**
   * A channel that Discord has deleted, as a part of the caller's transaction: it is not ignored
   * any more, and where it was the channel for level-ups they are told as a reply again.
   */
  public static void channelDeleted(DSLContext tx, long guildId, long channelId) {
    // Locks the server's settings for what follows too.
    boolean ignored = IgnoreLists.removeChannel(tx, guildId, channelId);
    int told =
        tx.execute(
            """
            UPDATE guilds
            SET notification_type = IF(notification_type = 'channel', 'reply', notification_type),
                notification_channel_id = NULL, notice_failures = 0, notice_failures_told_in = NULL
            WHERE id = ? AND notification_channel_id = ?
            """,
            guildId,
            channelId);
    if (told > 0 && !ignored) {
      GuildSettingsStore.raiseVersion(tx, guildId);
    }
  }
}
