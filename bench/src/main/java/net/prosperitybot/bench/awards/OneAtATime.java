package net.prosperitybot.bench.awards;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.members.UserName;

/**
 * The reference for awards: a message as the original writes it, in six statements one after the
 * other, each a round trip and a transaction of its own.
 */
final class OneAtATime implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement upsertUser;
  private final PreparedStatement readGuild;
  private final PreparedStatement readMember;
  private final PreparedStatement insertLog;
  private final PreparedStatement readIgnored;
  private final PreparedStatement updateMember;

  OneAtATime(Connection connection) throws SQLException {
    this.connection = connection;
    this.upsertUser =
        connection.prepareStatement(
            """
            INSERT INTO users (id, username, display_name, updated_at)
            VALUES (?, ?, ?, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE username = VALUES(username),
                                    display_name = VALUES(display_name)
            """);
    this.readGuild = connection.prepareStatement("SELECT * FROM guilds WHERE id = ?");
    this.readMember =
        connection.prepareStatement("SELECT * FROM guild_users WHERE guild_id = ? AND user_id = ?");
    this.insertLog =
        connection.prepareStatement(
            "INSERT INTO message_logs (guild_id, message_id, user_id, xp) VALUES (?, ?, ?, ?)");
    this.readIgnored =
        connection.prepareStatement("SELECT * FROM ignored_channels WHERE guild_id = ?");
    this.updateMember =
        connection.prepareStatement(
            """
            UPDATE guild_users
            SET xp = ?, `level` = ?, message_count = message_count + 1, last_xp_at = UTC_TIMESTAMP(3)
            WHERE guild_id = ? AND user_id = ?
            """);
  }

  void write(XpAward award, UserName name) throws SQLException {
    long guild = award.member().guildId();
    long user = award.member().userId();
    run(upsertUser, user, name.username(), name.displayName());
    read(readGuild, guild);
    long xp = read(readMember, guild, user) + award.xp();
    run(insertLog, guild, award.messageId(), user, award.xp());
    read(readIgnored, guild);
    run(updateMember, xp, LevelCurve.levelAt(xp), guild, user);
  }

  private static void run(PreparedStatement statement, Object... values) throws SQLException {
    bind(statement, values);
    statement.executeUpdate();
  }

  /** The third column of the first row, which is a member's XP; 0 when there is none. */
  private static long read(PreparedStatement statement, Object... values) throws SQLException {
    bind(statement, values);
    try (ResultSet found = statement.executeQuery()) {
      return found.next() && found.getMetaData().getColumnName(3).equals("xp")
          ? found.getLong(3)
          : 0;
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
