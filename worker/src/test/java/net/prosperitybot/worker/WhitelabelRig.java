package net.prosperitybot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.discord.DiscordRest;

/** A worker that customers can set their own bots up with, in a local Discord. */
record WhitelabelRig(
    LocalDiscord discord,
    LocalApplication main,
    TestDatabase testDatabase,
    WorkerConfig config,
    Worker worker,
    DiscordCaller caller)
    implements AutoCloseable {
  static final long SKU = 1_400_000_000_000_000_001L;
  private static final int MANY = 25;

  static WhitelabelRig start(Path traffic) {
    LocalDiscord discord = LocalDiscord.start(Options.generous().withTraffic(traffic));
    LocalApplication main = discord.createApplication("Prosperity");
    TestDatabase database = TestDatabase.create();
    WorkerConfig config =
        WorkerRig.withWhitelabel(
            WorkerRig.config(database, discord.apiUrl(), main, main.publicKeyHex()),
            freePort(),
            SKU);
    Worker worker = Worker.start(config, database.database(), pause -> Thread.sleep(1));
    return new WhitelabelRig(
        discord, main, database, config, worker, new DiscordCaller(worker.port(), main));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Database database() {
    return testDatabase.database();
  }

  WhitelabelStore bots() {
    return new WhitelabelStore(database());
  }

  PremiumStore premium() {
    return new PremiumStore(database(), config.premium());
  }

  /** Gives the usual caller premium without an end. */
  void grant() {
    premium().grant(Payloads.CALLER, Optional.empty(), Optional.empty());
  }

  WhitelabelBot row(LocalApplication application) {
    return bots().find(application.id()).orElseThrow();
  }

  /** What {@code /whitelabel setup} with this token is, sent to the main bot. */
  ObjectNode setup(String token) {
    return Payloads.withText(Payloads.call(main.id(), "whitelabel setup"), "token", token);
  }

  /** The words that the usual caller gets for it, with premium. */
  String setUp(LocalApplication application) {
    grant();
    return call(setup(application.token()));
  }

  /** Gives an owner one more bot than they may have. */
  void addRow(LocalApplication application, long ownerId) {
    NewBot bot =
        new NewBot(
            application.id(),
            ownerId,
            application.name(),
            Optional.empty(),
            config.vault().seal(application.id(), new Secret(application.token())),
            application.publicKeyHex(),
            0);
    database().transaction(tx -> WhitelabelStore.setUp(tx, bot, MANY));
  }

  /** The text of the first answer to what the main bot is sent. */
  String call(ObjectNode interaction) {
    return answer(interaction).at("/data/content").asText();
  }

  JsonNode answer(ObjectNode interaction) {
    try {
      return caller.call(interaction);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String endpointOf(LocalApplication application) {
    return config.baseUrl().orElseThrow() + "/interactions/" + application.id();
  }

  /** The application as Discord has it. */
  ApplicationInfo told(LocalApplication application) {
    try (DiscordRest rest =
        new DiscordRest(config.discordApi(), InstantSource.system(), Thread::sleep)) {
      return rest.ownApplication(new Secret(application.token()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void clear() {
    discord.heal();
    empty("whitelabel_bots", "premium_grants", "entitlements", "command_answers", "guilds");
  }

  void empty(String... tables) {
    for (String table : tables) {
      database().dsl().execute("DELETE FROM " + table);
    }
  }

  @Override
  public void close() {
    caller.close();
    worker.close();
    testDatabase.close();
    discord.close();
  }
}
