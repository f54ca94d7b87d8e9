package net.prosperitybot.worker.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.untested.NotTested;
import net.prosperitybot.worker.Worker;
import net.prosperitybot.worker.WorkerConfig;
import net.prosperitybot.worker.WorkerRig;
import net.prosperitybot.worker.signatures.PublicKey;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The doctor sees a sound set-up, and the same with one thing broken at a time. */
class DoctorIT {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final long SKU = 4_000_000_000_000_000_000L;

  /** RFC 8032's first, which is no bot's. */
  private static final String ANOTHER_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static LocalDiscord discord;
  private static TestDatabase testDatabase;
  private static Worker worker;
  private static LocalApplication bot;
  private static WorkerConfig sound;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start(Options.generous());
    bot = discord.createApplication("Leveller");
    testDatabase = TestDatabase.create();
    WorkerConfig config = WorkerRig.config(testDatabase, discord.apiUrl(), bot, bot.publicKeyHex());
    worker = Worker.start(config, testDatabase.database());
    sound = WorkerRig.withWhitelabel(config, worker.port(), SKU);
    bot.endpoint(sound.baseUrl().orElseThrow() + "/interactions/" + bot.id());
  }

  @AfterAll
  static void stop() {
    worker.close();
    testDatabase.close();
    discord.close();
  }

  @Test
  void aSoundSetUpHasNothingWrong() throws Exception {
    String said = said(0, sound);
    assertTrue(said.contains("ok     Schema: it is up to date."), said);
    assertTrue(said.contains("ok     Rights: DB_USER may read and change data."), said);
    assertTrue(said.contains("ok     Discord: it knows the bot as Leveller."), said);
    assertTrue(said.contains("ok     Public key: it is the application's."), said);
    assertTrue(said.contains("ok     Clock: it agrees with Discord's."), said);
    assertTrue(said.contains("ok     Worker: it answers at http://127.0.0.1:"), said);
    assertTrue(said.contains("note   Server Members: the intent is not granted"), said);
    assertTrue(said.endsWith("Nothing is wrong.\n"), said);
    assertFalse(said.contains(bot.token()), "the token is not shown");
  }

  @Test
  void allSettingsThatAreWrongAreListed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        DoctorMain.run(
            Env.of(Map.of("DB_PORT", "far", "BOT_TOKEN", "hush-hush")), CLOCK, printing(out));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(2, exit, said);
    assertTrue(said.contains("WRONG  Settings: DB_PORT must be a whole number"), said);
    assertTrue(said.contains("WRONG  Settings: DISCORD_PUBLIC_KEY is not set."), said);
    assertFalse(said.contains("hush"), said);
  }

  @Test
  void aTokenThatDiscordRefusesIsToBeReset() throws Exception {
    String said = said(1, with(sound.database(), new Secret("a.wrong.token"), sound.publicKey()));
    assertTrue(said.contains("WRONG  Discord: it refuses BOT_TOKEN. Reset the token"), said);
    assertFalse(said.contains("a.wrong.token"), said);
  }

  @Test
  void anotherApplicationsPublicKeyIsSeen() throws Exception {
    String said = said(1, with(sound.database(), sound.botToken(), PublicKey.parse(ANOTHER_KEY)));
    assertTrue(said.contains("Set it to " + bot.publicKeyHex() + "."), said);
  }

  @Test
  void aClockThatIsWrongIsSeenBeforeAndAfterInteractionsAreRefused() throws Exception {
    String minute = saidAt(0, Clock.offset(CLOCK, Duration.ofMinutes(1)));
    assertTrue(minute.contains("note   Clock: it is "), minute);
    String hour = saidAt(1, Clock.offset(CLOCK, Duration.ofHours(-1)));
    assertTrue(hour.contains("so all interactions are refused. Set it right (NTP)."), hour);
    assertTrue(hour.contains("note   Database's clock: it is "), hour);
  }

  @Test
  void anEndpointThatLeadsElsewhereIsSeen() throws Exception {
    String said = said(1, at(URI.create("http://127.0.0.1:1")));
    assertTrue(said.contains("WRONG  Endpoint: Discord posts interactions to http"), said);
    assertTrue(said.contains("WRONG  Worker: http://127.0.0.1:1 can't be reached"), said);
  }

  @Test
  void aDatabaseThatIsAwayIsNamedAndTheRestIsStillLookedAt() throws Exception {
    DatabaseConfig away =
        new DatabaseConfig("jdbc:mysql://127.0.0.1:1/prosperity", "bot", new Secret("hush"), 1);
    String said = said(1, with(away, sound.botToken(), sound.publicKey()));
    assertTrue(said.contains("WRONG  Database: "), said);
    assertTrue(said.contains("ok     Discord: "), said);
    assertFalse(said.contains("hush"), said);
  }

  @Test
  void aSchemaThatIsMissingIsToBeMigrated() throws Exception {
    try (TestDatabase empty = TestDatabase.createUnmigrated()) {
      String said = said(1, with(empty.config(), sound.botToken(), sound.publicKey()));
      assertTrue(said.contains("WRONG  Schema: "), said);
      assertTrue(said.contains("prosperity migrate"), said);
    }
  }

  @Test
  void aUserThatMayOnlyReadIsSeen() throws Exception {
    Database root = testDatabase.database();
    String schema = String.valueOf(root.dsl().fetchSingle("SELECT DATABASE()").get(0));
    try {
      root.dsl().execute("CREATE USER 'doctor_reads'@'%' IDENTIFIED BY 'Reads-0nly'");
    } catch (DataAccessException e) {
      NotTested.tell(
          "that the doctor sees missing rights. The embedded database has no users; a server that"
              + " has some can be named by TEST_DATABASE_URL.");
      Assumptions.abort(e.getMessage());
    }
    try {
      root.dsl().execute("GRANT SELECT ON `" + schema + "`.* TO 'doctor_reads'@'%'");
      String url = testDatabase.config().jdbcUrl().replaceAll("(user|password)=[^&]*&?", "");
      String said =
          said(
              1,
              with(
                  new DatabaseConfig(url, "doctor_reads", new Secret("Reads-0nly"), 1),
                  sound.botToken(),
                  sound.publicKey()));
      assertTrue(
          said.contains("WRONG  Rights: DB_USER may not DELETE, INSERT, UPDATE. Grant it"), said);
      assertFalse(said.contains("Reads-0nly"), said);
    } finally {
      root.dsl().execute("DROP USER 'doctor_reads'@'%'");
    }
  }

  @Test
  void tokensThatNoKeyHereOpensAreCounted() throws Exception {
    Database database = testDatabase.database();
    NewBot bot =
        new NewBot(7, 8, "Brand", Optional.empty(), new SealedToken("old.AAAA"), ANOTHER_KEY, 0);
    database.transaction(tx -> WhitelabelStore.setUp(tx, bot, 1));
    try {
      String said = said(1, sound);
      assertTrue(
          said.contains("1 tokens of branded bots are sealed with keys that TOKEN_KEYS lacks: old"),
          said);
    } finally {
      database.dsl().execute("DELETE FROM whitelabel_bots");
    }
  }

  private static WorkerConfig with(DatabaseConfig database, Secret token, PublicKey key) {
    return changed(database, token, key, sound.baseUrl());
  }

  private static WorkerConfig at(URI baseUrl) {
    return changed(sound.database(), sound.botToken(), sound.publicKey(), Optional.of(baseUrl));
  }

  private static WorkerConfig changed(
      DatabaseConfig database, Secret token, PublicKey key, Optional<URI> baseUrl) {
    return new WorkerConfig(
        database,
        token,
        sound.applicationId(),
        key,
        baseUrl,
        sound.registerIn(),
        sound.discordApi(),
        sound.bindAddress(),
        sound.port(),
        sound.managementPort(),
        sound.vault(),
        sound.premium(),
        sound.botsPerUser(),
        sound.fastSignatures(),
        sound.limits(),
        OwnerConfig.nobody());
  }

  private static String saidAt(int exit, Clock clock) throws Exception {
    return said(exit, sound, clock);
  }

  private static String said(int exit, WorkerConfig config) throws Exception {
    return said(exit, config, CLOCK);
  }

  private static String said(int exit, WorkerConfig config, Clock clock) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exited = DoctorMain.examine(config, clock, printing(out));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(exit, exited, said);
    for (String line : List.of(said.split("\n"))) {
      assertTrue(
          line.matches("(ok|note|WRONG) +[A-Z].*: .*|Nothing is wrong\\.|Wrong: [0-9]+\\."), line);
    }
    return said;
  }

  private static PrintStream printing(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
