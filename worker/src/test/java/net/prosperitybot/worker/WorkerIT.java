package net.prosperitybot.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a worker as a whole. */
class WorkerIT {
  private static final String OTHER_KEYS = "k2:" + Base64.getEncoder().encodeToString(new byte[32]);
  private static final String LACKING =
      "TOKEN_KEYS lacks the key 'k1', which sealed 1 stored token. Put it behind the others.";
  private static final Pattern ADDRESS = Pattern.compile("//([^:/,]+):(\\d+)/([^?]+)");

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
  void aBusyBotIsVerifiedByTables() throws Exception {
    try (Worker worker = Worker.start(config(), testDatabase.database());
        DiscordCaller caller = new DiscordCaller(worker.port(), signer);
        DiscordCaller metrics = new DiscordCaller(worker.managementPort(), signer)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                assertEquals(1, caller.call(Payloads.ping(bot.id())).path("type").asInt());
                return verified(metrics, "table") > 0;
              });
      HttpRequest.Builder forged = caller.signed(new byte[] {'{', '}'});
      forged.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', ' ', '}'}));
      assertEquals(401, caller.send(forged).statusCode());
    }
  }

  @Test
  void turnedOffBouncyCastleVerifiesHoweverBusyABotIs() throws Exception {
    try (Worker worker = Worker.start(withoutTables(config()), testDatabase.database());
        DiscordCaller caller = new DiscordCaller(worker.port(), signer);
        DiscordCaller metrics = new DiscordCaller(worker.managementPort(), signer)) {
      for (int i = 0; i < 500; i++) {
        assertEquals(1, caller.call(Payloads.ping(bot.id())).path("type").asInt());
      }
      assertEquals(500, verified(metrics, "bouncy_castle"));
      assertEquals(0, verified(metrics, "table"));
    }
  }

  private static int verified(DiscordCaller metrics, String by) throws Exception {
    String numbers = metrics.get("/metrics").body();
    Matcher counted =
        Pattern.compile("prosperity_signatures_verified_total\\{by=\"" + by + "\"} (\\d+)")
            .matcher(numbers);
    assertTrue(counted.find(), numbers);
    return Integer.parseInt(counted.group(1));
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

  @Test
  void aWorkerThatLacksTheKeyOfAStoredTokenDoesNotStartAndLeavesNoSignOfLife() {
    storeToken();
    ServiceInstances instances = new ServiceInstances(testDatabase.database());
    WorkerConfig other = withKeys(config(), OTHER_KEYS);
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> Worker.start(other, testDatabase.database()).close());
    assertEquals(List.of(LACKING), refused.problems());
    assertEquals(List.of(), instances.running());
  }

  @Test
  void theProcessThatLacksItSaysSoAndEndsWithTwo(@TempDir Path folder) throws Exception {
    storeToken();
    Path output = folder.resolve("output");
    Process process = start(folder, output);
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), Files.readString(output));
      assertEquals(2, process.exitValue(), Files.readString(output));
      assertTrue(Files.readString(output).contains(LACKING), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  /** A server that was named by its address has the user in it; empty when it is not there. */
  private static String inAddress(String parameter) {
    Matcher given =
        Pattern.compile("[?&]" + parameter + "=([^&]*)").matcher(testDatabase.config().jdbcUrl());
    return given.find() ? given.group(1) : "";
  }

  private static Process start(Path folder, Path output) throws IOException {
    DatabaseConfig database = testDatabase.config();
    Matcher address = ADDRESS.matcher(database.jdbcUrl());
    assertTrue(address.find(), database.jdbcUrl());
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Main.class.getName())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    process
        .environment()
        .putAll(
            Map.of(
                "DB_HOST",
                address.group(1),
                "DB_PORT",
                address.group(2),
                "DB_NAME",
                address.group(3),
                "DB_USER",
                database.user().isEmpty() ? inAddress("user") : database.user(),
                "DB_PASSWORD",
                database.password().reveal() + inAddress("password"),
                "BOT_TOKEN",
                bot.token(),
                "DISCORD_APPLICATION_ID",
                Long.toString(bot.id()),
                "DISCORD_PUBLIC_KEY",
                bot.publicKeyHex(),
                "DISCORD_API_URL",
                discord.apiUrl(),
                TokenVault.SETTING,
                OTHER_KEYS));
    return process.start();
  }

  /** A branded bot whose token is sealed with the usual key. */
  private static void storeToken() {
    NewBot branded =
        new NewBot(
            7,
            Payloads.CALLER,
            "Guildmaster",
            Optional.empty(),
            WorkerRig.vault(WorkerRig.TOKEN_KEYS).seal(7, new Secret("a token")),
            bot.publicKeyHex(),
            0);
    testDatabase.database().transaction(tx -> WhitelabelStore.setUp(tx, branded, 1));
  }

  @Test
  void aWorkerThatIsAboutToGoSaysSoAndStillAnswers() throws Exception {
    try (Worker worker = Worker.start(config(), testDatabase.database());
        DiscordCaller caller = new DiscordCaller(worker.port(), signer)) {
      assertEquals(200, caller.get("/health").statusCode());
      worker.leave();
      assertEquals(503, caller.get("/health").statusCode());
      assertEquals("{\"status\":\"leaving\"}", caller.get("/health").body());
      assertEquals(200, caller.get("/live").statusCode());
      assertEquals(1, caller.call(Payloads.ping(bot.id())).path("type").asInt());
    }
  }

  @AfterEach
  void forgetTokens() {
    testDatabase.database().dsl().execute("DELETE FROM whitelabel_bots");
  }

  private static WorkerConfig withKeys(WorkerConfig config, String keys) {
    return new WorkerConfig(
        config.database(),
        config.botToken(),
        config.applicationId(),
        config.publicKey(),
        config.baseUrl(),
        config.registerIn(),
        config.discordApi(),
        config.bindAddress(),
        config.port(),
        config.managementPort(),
        WorkerRig.vault(keys),
        config.premium(),
        config.botsPerUser(),
        config.fastSignatures(),
        config.limits(),
        OwnerConfig.nobody());
  }

  private static WorkerConfig withoutTables(WorkerConfig config) {
    return new WorkerConfig(
        config.database(),
        config.botToken(),
        config.applicationId(),
        config.publicKey(),
        config.baseUrl(),
        config.registerIn(),
        config.discordApi(),
        config.bindAddress(),
        config.port(),
        config.managementPort(),
        config.vault(),
        config.premium(),
        config.botsPerUser(),
        false,
        config.limits(),
        OwnerConfig.nobody());
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
        config.botsPerUser(),
        config.fastSignatures(),
        config.limits(),
        OwnerConfig.nobody());
  }
}
