package net.prosperitybot.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.SessionView;

/**
 * A local Discord for services that somebody else starts, such as docker compose, and the schema of
 * the database that they share. Listens once the services may come.
 */
final class DiscordForServices implements AutoCloseable {
  private static final Duration DATABASE_TIME = Duration.ofSeconds(30);
  private static final Duration SERVICES_TIME = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final CloseStack open = new CloseStack();
  private final URI worker;
  private final LocalWorld world;

  DiscordForServices(CommonSettings settings, Options options) {
    this.worker = settings.worker();
    try {
      Database database = open.add(Database.open(settings.database(), "demo", DATABASE_TIME));
      Migrations.migrate(database.source());
      LocalDiscord discord = open.add(LocalDiscord.start(options));
      LocalApplication bot =
          discord
              .createApplication(
                  LocalWorld.BOT, discord.createUser("owner of " + LocalWorld.BOT), settings.bot())
              .grant(LocalStack.GUILD_MEMBERS)
              .endpoint(worker + "/interactions/" + settings.bot().id());
      bot.sellToUsers(LocalWorld.PREMIUM, settings.premium());
      this.world = new LocalWorld(database, discord, bot, settings.premium());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  LocalWorld world() {
    return world;
  }

  /**
   * Waits until the worker is healthy and the bot's session is there.
   *
   * @throws IllegalStateException which of them did not come
   */
  void awaitServices() {
    long end = System.nanoTime() + SERVICES_TIME.toNanos();
    URI health = URI.create(worker + "/health");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (!ServiceProcess.answers(client, health)) {
        pause(end, "the worker did not become healthy at " + health);
      }
      while (world.bot().sessions().stream().noneMatch(SessionView::connected)) {
        pause(end, "the events service did not connect");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the services", e);
    }
  }

  private static void pause(long end, String problem) throws InterruptedException {
    if (System.nanoTime() > end) {
      throw new IllegalStateException(
          problem + " within " + SERVICES_TIME.toSeconds() + " s; see its log");
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
  }

  @Override
  public void close() {
    open.close();
  }
}
