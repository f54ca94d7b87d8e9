package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILDS;

import java.util.Set;
import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;

/** Which of our bots is in which server, and so which bot serves it. */
public final class GuildStore {
  private final Database database;
  private final long mainBotId;

  /**
   * A store.
   *
   * @param mainBotId the application id of the bot that serves where no branded bot does
   */
  public GuildStore(Database database, long mainBotId) {
    this.database = database;
    this.mainBotId = mainBotId;
  }

  /** The bot is in the server, which has this name. Writes only what is not so already. */
  public void present(long botId, long guildId, String name) {
    database.transaction(
        tx -> {
          tx.execute(
              """
              INSERT INTO guilds (id, name, created_at, updated_at)
              VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
              ON DUPLICATE KEY UPDATE name = ?
              """,
              guildId,
              name,
              name);
          tx.execute(
              """
              INSERT INTO bot_guilds (guild_id, bot_id, joined_at) VALUES (?, ?, UTC_TIMESTAMP(3))
              ON DUPLICATE KEY UPDATE bot_id = bot_guilds.bot_id
              """,
              guildId,
              botId);
          assignServingBot(tx, guildId);
          return guildId;
        });
  }

  /** The server has a new name. */
  public void renamed(long guildId, String name) {
    database.dsl().update(GUILDS).set(GUILDS.NAME, name).where(GUILDS.ID.eq(guildId)).execute();
  }

  /** The bot was removed from the server, or the server is gone. Its members keep their XP. */
  public void left(long botId, long guildId) {
    database.transaction(
        tx -> {
          tx.deleteFrom(BOT_GUILDS)
              .where(BOT_GUILDS.GUILD_ID.eq(guildId))
              .and(BOT_GUILDS.BOT_ID.eq(botId))
              .execute();
          assignServingBot(tx, guildId);
          return guildId;
        });
  }

  /** The servers that the bot is in, as far as we know. */
  public Set<Long> serversOf(long botId) {
    return database
        .dsl()
        .select(BOT_GUILDS.GUILD_ID)
        .from(BOT_GUILDS)
        .where(BOT_GUILDS.BOT_ID.eq(botId))
        .fetchSet(BOT_GUILDS.GUILD_ID);
  }

  /**
   * The one place that decides which bot serves a server, and whether the server is active: it is
   * while one of our bots is in it. Writes, and raises the settings' version, only on a change.
   */
  private void assignServingBot(DSLContext tx, long guildId) {
    // The lock makes two bots that come and go at once decide one after the other.
    tx.select(GUILDS.ID).from(GUILDS).where(GUILDS.ID.eq(guildId)).forUpdate().fetch();
    Set<Long> bots =
        tx.select(BOT_GUILDS.BOT_ID)
            .from(BOT_GUILDS)
            .where(BOT_GUILDS.GUILD_ID.eq(guildId))
            .fetchSet(BOT_GUILDS.BOT_ID);
    boolean active = !bots.isEmpty();
    Long serving = bots.contains(mainBotId) ? mainBotId : null;
    tx.execute(
        """
        UPDATE guilds
        SET active = ?, serving_bot_id = ?, settings_version = settings_version + 1,
            updated_at = UTC_TIMESTAMP(3)
        WHERE id = ? AND NOT (active = ? AND serving_bot_id <=> ?)
        """,
        active,
        serving,
        guildId,
        active,
        serving);
  }
}
