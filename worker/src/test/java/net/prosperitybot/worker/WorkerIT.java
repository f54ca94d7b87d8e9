package net.prosperitybot.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.util.JavalinBindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of a worker as a whole. */
class WorkerIT {
  private static LocalDiscord discord;
  private static TestDatabase testDatabase;
  private static LocalApplication bot;
  private static SigningBot signer;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start();
    testDatabase = TestDatabase.create();
    bot = discord.createApplication("Leveller");
    signer = new SigningBot(bot.id());
  }

  @AfterAll
  static void stop() {
    testDatabase.close();
    discord.close();
  }

  @Test
  void withoutItsDatabaseItIsAliveButNotReadyAndSaysSoToUsers() throws Exception {
    Database database = Database.open(testDatabase.config(), "worker-it");
    try (Worker worker = Worker.start(config(), database);
        DiscordCaller caller = new DiscordCaller(worker.port(), signer)) {
      assertEquals(200, caller.get("/health").statusCode());
      database.close();
      assertEquals(503, caller.get("/health").statusCode());
      assertEquals(200, caller.get("/live").statusCode());
      JsonNode answer = caller.call(Payloads.command(bot.id(), "level"));
      String words = answer.path("data").path("content").asText();
      assertTrue(words.startsWith("Something went wrong. Error id: "), answer.toString());
    }
  }

  @Test
  void whenDiscordIsAwayCallsAreStillAnswered() throws Exception {
    WorkerConfig away =
        WorkerRig.config(testDatabase, "http://127.0.0.1:1", bot, signer.publicKeyHex());
    try (Worker worker = Worker.start(away, testDatabase.database());
        DiscordCaller caller = new DiscordCaller(worker.port(), signer)) {
      assertEquals(4, caller.call(Payloads.command(bot.id(), "about")).path("type").asInt());
    }
  }

  @Test
  void aStartThatFailsLeavesNothingOpen() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      WorkerConfig clash = withPort(config(), taken.getLocalPort());
      assertThrows(JavalinBindException.class, () -> Worker.start(clash, testDatabase.database()));
      // The management server had started before; its port is free again.
      try (ServerSocket free = new ServerSocket()) {
        free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), clash.managementPort()));
      }
    }
  }

  private static WorkerConfig config() {
    return WorkerRig.config(testDatabase, discord.apiUrl(), bot, signer.publicKeyHex());
  }

  private static WorkerConfig withPort(WorkerConfig config, int port) throws Exception {
    int management;
    try (ServerSocket probe = new ServerSocket(0)) {
      management = probe.getLocalPort();
    }
    return new WorkerConfig(
        config.database(),
        config.botToken(),
        config.applicationId(),
        config.publicKey(),
        config.baseUrl(),
        config.registerIn(),
        config.discordApi(),
        config.bindAddress(),
        port,
        management,
        config.vault(),
        config.premium(),
        config.botsPerUser());
  }
}
