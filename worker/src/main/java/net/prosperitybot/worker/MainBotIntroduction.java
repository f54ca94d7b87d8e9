package net.prosperitybot.worker;

import java.time.Duration;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.bots.MainBot;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Discord once, in the background, what the main bot is called.
 *
 * <p>After a failure it asks again a minute later; until it is told, the bot keeps the name that it
 * has.
 */
final class MainBotIntroduction implements AutoCloseable {
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(MainBotIntroduction.class);

  private final Thread thread;

  MainBotIntroduction(
      MainBot bot, long applicationId, Secret token, DiscordRest discord, Pause pause) {
    this.thread =
        Thread.ofVirtual()
            .name("main-bot-introduction")
            .unstarted(() -> askUntilTold(bot, applicationId, token, discord, pause));
  }

  void start() {
    thread.start();
  }

  private static void askUntilTold(
      MainBot bot, long applicationId, Secret token, DiscordRest discord, Pause pause) {
    try {
      while (true) {
        try {
          ApplicationInfo told = discord.ownApplication(token);
          if (told.id() != applicationId) {
            log.error(
                "BOT_TOKEN belongs to application {}, not to DISCORD_APPLICATION_ID {}",
                told.id(),
                applicationId);
            return;
          }
          bot.isCalled(told.botName(), told.avatarUrl());
          return;
        } catch (RuntimeException e) {
          log.warn("Discord did not say what the main bot is called: {}", e.getMessage());
          pause.pause(ASK_AGAIN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
