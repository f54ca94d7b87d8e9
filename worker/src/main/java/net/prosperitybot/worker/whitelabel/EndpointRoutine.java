package net.prosperitybot.worker.whitelabel;

import java.time.Duration;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.lifecycle.BackgroundLoop;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Discord our address for bots whose setup did not come to that: the process ended, or
 * Discord did not answer. Looks every {@link #PERIOD}; a failure ends a round, not the routine, and
 * the log says of it. Several processes may do the same: it changes nothing the second time.
 */
public final class EndpointRoutine implements AutoCloseable {
  static final Duration PERIOD = Duration.ofMinutes(1);

  /** A setup that is under way gets there by itself. */
  private static final Duration SETUP_TIME = Duration.ofMinutes(3);

  private static final Logger log = LoggerFactory.getLogger(EndpointRoutine.class);

  private final WhitelabelStore bots;
  private final BrandedTokens tokens;
  private final Portal portal;
  private final EndpointDesk endpoints;
  private final BackgroundLoop loop;

  public EndpointRoutine(
      WhitelabelStore bots,
      BrandedTokens tokens,
      DiscordRest discord,
      Address address,
      Pause pause) {
    this.bots = bots;
    this.tokens = tokens;
    this.portal = new Portal(discord);
    this.endpoints = new EndpointDesk(bots, portal, address, pause);
    this.loop =
        new BackgroundLoop(
            "endpoints",
            () -> {
              pause.pause(PERIOD);
              roundSafely();
            });
  }

  public void start() {
    loop.start();
  }

  private void roundSafely() {
    try {
      round(SETUP_TIME);
    } catch (RuntimeException e) {
      log.warn("Where bots' commands go was not looked at to the end: {}", e.getMessage());
    }
  }

  /**
   * Sees to the bots that nobody has seen to for so long.
   *
   * @param untouched since their owner's last action
   */
  void round(Duration untouched) {
    for (WhitelabelBot bot : bots.ofUnknownEndpoint(untouched)) {
      Optional<Secret> token = tokens.open(bot);
      token.ifPresent(known -> settle(bot.botId(), known));
    }
  }

  private void settle(long botId, Secret token) {
    switch (portal.look(token)) {
      case Portal.Told told ->
          log.info(
              "Where commands of {} go was not known, now: {}",
              botId,
              endpoints.settle(token, told.application()));
      // Another token comes by a setup, which tells Discord itself.
      case Portal.TokenRefused refused -> bots.endpoint(botId, EndpointState.REFUSED);
      case Portal.Refused refused -> bots.endpoint(botId, EndpointState.REFUSED);
      case Portal.Silent silence -> {}
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
