package net.prosperitybot.worker.owner;

import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.alerts.OwnerUnreachableException;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;

/** Direct messages of the main bot to the owner. */
public final class OwnerMessages implements OwnerMessenger {
  private final DiscordRest discord;
  private final Secret botToken;
  private final long ownerId;

  public OwnerMessages(DiscordRest discord, Secret botToken, long ownerId) {
    this.discord = discord;
    this.botToken = botToken;
    this.ownerId = ownerId;
  }

  @Override
  public void send(String text) throws InterruptedException {
    try {
      discord.directMessage(botToken, ownerId, text);
    } catch (DiscordException e) {
      if (e.mayPass() || e.isTokenRefused()) {
        throw e;
      }
      throw new OwnerUnreachableException(String.valueOf(e.getMessage()), e);
    }
  }
}
