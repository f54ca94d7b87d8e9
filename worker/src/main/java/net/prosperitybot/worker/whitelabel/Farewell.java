package net.prosperitybot.worker.whitelabel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.discord.ApplicationChange;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a bot that goes as it was before it came: without our commands, and without our address.
 * As far as Discord lets us; what fails keeps nobody from deleting the bot.
 */
final class Farewell {
  private static final Logger log = LoggerFactory.getLogger(Farewell.class);

  private final DiscordRest discord;
  private final WhitelabelStore bots;
  private final Portal portal;
  private final Address address;
  private final BrandedTokens tokens;

  Farewell(
      DiscordRest discord,
      WhitelabelStore bots,
      Portal portal,
      Address address,
      BrandedTokens tokens) {
    this.discord = discord;
    this.bots = bots;
    this.portal = portal;
    this.address = address;
    this.tokens = tokens;
  }

  /**
   * Says goodbye in the bot's name, once its row has no token any more. What goes wrong is logged.
   *
   * @param bot as it was while it had its token
   */
  void say(WhitelabelBot bot) {
    try {
      tokens.open(bot).ifPresent(token -> leave(bot.botId(), token));
    } catch (RuntimeException e) {
      log.warn("{} goes without a farewell: {}", bot.botId(), e.getMessage());
    }
  }

  private void leave(long botId, Secret token) {
    switch (portal.look(token)) {
      case Portal.Told told -> leave(botId, token, told);
      case Portal.TokenRefused refused -> {}
      case Portal.Refused refused -> {}
      case Portal.Silent silence -> {}
    }
  }

  private void leave(long botId, Secret token, Portal.Told told) {
    if (isGone(botId)) {
      removeCommands(botId, token);
    }
    if (isGone(botId) && address.isEndpointOf(told.application())) {
      portal.change(token, ApplicationChange.endpoint(Optional.empty()));
    }
  }

  /** Its owner may have set it up again while Discord let us wait. */
  private boolean isGone(long botId) {
    return bots.find(botId).flatMap(WhitelabelBot::token).isEmpty();
  }

  private void removeCommands(long botId, Secret token) {
    try {
      discord.overwriteCommands(
          token, botId, OptionalLong.empty(), JsonNodeFactory.instance.arrayNode());
    } catch (DiscordException e) {
      log.info("Commands of {}, which goes, are left: {}", botId, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before Discord answered", e);
    }
  }
}
