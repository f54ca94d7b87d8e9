package net.prosperitybot.demo;

import net.prosperitybot.common.database.Database;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.world.Permissions;

/**
 * A local Discord with the main bot in it, and the database behind the bot's services, wherever
 * those run.
 *
 * @param bot the main bot's application
 * @param premium what the main bot sells: the subscription that branded bots need
 */
public record LocalWorld(
    Database database, LocalDiscord discord, LocalApplication bot, long premium) {

  private static final long BOT_PERMISSIONS =
      Permissions.VIEW_CHANNEL
          | Permissions.SEND_MESSAGES
          | Permissions.READ_MESSAGE_HISTORY
          | Permissions.EMBED_LINKS
          | Permissions.MANAGE_ROLES;

  /** What the main bot is called. */
  static final String BOT = "Prosperity";

  /** What it sells. */
  static final String PREMIUM = "Prosperity Premium";

  /** Lets the bot into a server with the permissions it asks for. */
  public void invite(LocalServer guild) {
    invite(bot, guild);
  }

  /** Lets somebody's own bot into a server with the same permissions. */
  public void invite(LocalApplication own, LocalServer guild) {
    own.invite(guild, BOT_PERMISSIONS);
  }
}
