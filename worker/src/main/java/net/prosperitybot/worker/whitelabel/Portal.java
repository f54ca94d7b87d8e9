package net.prosperitybot.worker.whitelabel;

import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.discord.ApplicationChange;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Discord tells and takes of an application by its bot's token, where a "no" is a value. */
final class Portal {
  private static final Logger log = LoggerFactory.getLogger(Portal.class);

  private final DiscordRest discord;

  Portal(DiscordRest discord) {
    this.discord = discord;
  }

  /** What came of asking. */
  sealed interface Answer {}

  record Told(ApplicationInfo application) implements Answer {}

  /** The token is none, or no more. */
  record TokenRefused() implements Answer {}

  /** Discord does not want that. */
  record Refused() implements Answer {}

  /** Discord does not answer, or not now. */
  record Silent() implements Answer {}

  @FunctionalInterface
  private interface Call {
    ApplicationInfo make() throws InterruptedException;
  }

  /** The application as it is. */
  Answer look(Secret token) {
    return ask(() -> discord.ownApplication(token));
  }

  /** The application after the change. */
  Answer change(Secret token, ApplicationChange change) {
    return ask(() -> discord.change(token, change));
  }

  private static Answer ask(Call call) {
    try {
      return new Told(call.make());
    } catch (DiscordException e) {
      log.info("An application's settings: {}", e.getMessage());
      if (e.isTokenRefused()) {
        return new TokenRefused();
      }
      return e.mayPass() ? new Silent() : new Refused();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before Discord answered", e);
    }
  }
}
