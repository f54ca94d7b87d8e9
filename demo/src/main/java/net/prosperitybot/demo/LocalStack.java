package net.prosperitybot.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.EmbeddedDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.LocalUser;
import net.prosperitybot.simulator.Options;

/**
 * Everything that runs: database, local Discord, worker, events service; closed in reverse order,
 * also when a part did not start.
 */
public final class LocalStack implements AutoCloseable {
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final int TOKEN_KEY_BYTES = 32;
  private static final String DATABASE_NAME = "prosperity";

  /** The privileged intent that tells of joins and leavers. */
  public static final long GUILD_MEMBERS = 1L << 1;

  private final CloseStack open = new CloseStack();
  private final Path home;
  private final Path folder;
  private final Optional<EmbeddedDatabase> server;
  private final Map<String, String> databaseSettings;
  private final LocalWorld world;
  private final String tokenKeys = "demo:" + newKey();
  private final Map<String, String> more = new HashMap<>();

  /** The process of a service, by the service's name. */
  private Function<String, List<String>> commands;

  /**
   * Starts database and local Discord, with a bot but without a server for it yet.
   *
   * @param home the project's folder
   * @param folder where the services keep their logs and data
   * @param options how the local Discord starts
   */
  public LocalStack(Path home, Path folder, Options options) {
    this(home, folder, options, List.of());
  }

  /**
   * The same on a database server that is started with these arguments, too.
   *
   * @param databaseArguments such as {@code --innodb-buffer-pool-size=2G}
   */
  public LocalStack(Path home, Path folder, Options options, List<String> databaseArguments) {
    this(home, folder, options, EmbeddedDatabase.start(home, databaseArguments));
  }

  private LocalStack(Path home, Path folder, Options options, EmbeddedDatabase server) {
    this(
        home,
        folder,
        options,
        Optional.of(server),
        server.database(DATABASE_NAME),
        Map.of(
            "DB_HOST",
            "127.0.0.1",
            "DB_PORT",
            Integer.toString(server.port()),
            "DB_NAME",
            DATABASE_NAME,
            "DB_USER",
            "root"));
  }

  /**
   * The same on an empty database that runs already, and goes on running.
   *
   * @param asOwner how the stack itself reaches it, as a user who may change the schema
   * @param databaseSettings how the services reach it: {@code DB_HOST} and so on
   */
  public LocalStack(
      Path home,
      Path folder,
      Options options,
      DatabaseConfig asOwner,
      Map<String, String> databaseSettings) {
    this(home, folder, options, Optional.empty(), asOwner, databaseSettings);
  }

  private LocalStack(
      Path home,
      Path folder,
      Options options,
      Optional<EmbeddedDatabase> server,
      DatabaseConfig asOwner,
      Map<String, String> databaseSettings) {
    this.home = home;
    this.commands = service -> ServiceProcess.hurried(home, service);
    this.folder = folder;
    this.server = server;
    this.databaseSettings = databaseSettings;
    server.ifPresent(open::add);
    try {
      Files.createDirectories(folder);
      Database database = opened(Database.open(asOwner, "demo", Duration.ZERO));
      Migrations.migrate(database.source());
      LocalDiscord discord = opened(LocalDiscord.start(options));
      LocalApplication bot = discord.createApplication(LocalWorld.BOT).grant(GUILD_MEMBERS);
      long premium = bot.sellToUsers(LocalWorld.PREMIUM);
      this.world = new LocalWorld(database, discord, bot, premium);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("Can't make " + folder, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Gives the services that start from now on one more setting, or another value of one. */
  public LocalStack set(String setting, String value) {
    more.put(setting, value);
    return this;
  }

  /** Has the services that start from now on start as the front door starts them. */
  public LocalStack startedAsShipped() {
    return startedBy(service -> ServiceProcess.shipped(home, service));
  }

  /** Has the services that start from now on become these processes, by the service's name. */
  public LocalStack startedBy(Function<String, List<String>> processes) {
    commands = processes;
    return this;
  }

  /** Takes the database away for some seconds; what it holds stays. */
  public void restartDatabase() {
    server.orElseThrow(() -> new IllegalStateException("The database is not ours")).restart();
  }

  /** Starts the worker and tells Discord where it listens. */
  public ServiceProcess startWorker() {
    int port = freePort();
    return startWorker(port, port);
  }

  /**
   * Starts the worker and tells Discord where the main bot's interactions go.
   *
   * @param publicPort what its own address says, which setups tell Discord
   */
  public ServiceProcess startWorker(int port, int publicPort) {
    ServiceProcess worker =
        opened(
            ServiceProcess.start(
                "worker", commands.apply("worker"), workerSettings(port, publicPort), folder));
    worker.awaitHealthy(URI.create("http://127.0.0.1:" + port + "/health"), START_TIME);
    bot().endpoint("http://127.0.0.1:" + port + "/interactions/" + bot().id());
    return worker;
  }

  /** What a worker is told that listens on this port. */
  public Map<String, String> workerSettings(int port, int publicPort) {
    Map<String, String> settings = settings();
    settings.put("DISCORD_PUBLIC_KEY", bot().publicKeyHex());
    settings.put("WORKER_BASE_URL", "http://127.0.0.1:" + publicPort);
    settings.put("PORT", Integer.toString(port));
    settings.put("MANAGEMENT_PORT", Integer.toString(freePort()));
    return settings;
  }

  /** Starts the events service and waits until its gateway session is there. */
  public ServiceProcess startEvents() {
    return startEvents("events");
  }

  /**
   * The same, beside others.
   *
   * @param name what its log and its data are called
   */
  public ServiceProcess startEvents(String name) {
    ServiceProcess events =
        opened(ServiceProcess.start(name, commands.apply("events"), eventsSettings(name), folder));
    events.awaitHealthy(events.management().resolve("/health"), START_TIME);
    return events;
  }

  /** What an events service is told that keeps its data under this name. */
  public Map<String, String> eventsSettings(String name) {
    Map<String, String> settings = settings();
    settings.put("DATA_DIR", folder.resolve(name).toString());
    settings.put("MANAGEMENT_PORT", Integer.toString(freePort()));
    return settings;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(databaseSettings);
    settings.put("BOT_TOKEN", bot().token());
    settings.put("DISCORD_APPLICATION_ID", Long.toString(bot().id()));
    settings.put("DISCORD_API_URL", discord().apiUrl());
    settings.put("BIND_ADDRESS", "127.0.0.1");
    settings.put(TokenVault.SETTING, tokenKeys);
    settings.put("PREMIUM_SKU_ID", Long.toString(premium()));
    settings.putAll(more);
    return settings;
  }

  /** A key for this run alone: the database goes with it. */
  private static String newKey() {
    byte[] key = new byte[TOKEN_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** What runs without the services. */
  public LocalWorld world() {
    return world;
  }

  public Database database() {
    return world.database();
  }

  public LocalDiscord discord() {
    return world.discord();
  }

  /** The main bot's application. */
  public LocalApplication bot() {
    return world.bot();
  }

  /** What the main bot sells: the subscription that branded bots need. */
  public long premium() {
    return world.premium();
  }

  /** Lets the bot into a server with the permissions it asks for. */
  public void invite(LocalServer guild) {
    world.invite(guild);
  }

  /** Lets somebody's own bot into a server with the same permissions. */
  public void invite(LocalApplication own, LocalServer guild) {
    world.invite(own, guild);
  }

  /** Has all these bots hosted as branded ones, as after a /whitelabel setup of each. */
  public void host(List<LocalApplication> bots) {
    TokenVault vault =
        TokenVault.read(new ConfigReader(Env.of(Map.of(TokenVault.SETTING, tokenKeys))));
    LocalUser owner = discord().createUser("Owner");
    new PremiumStore(database(), new PremiumConfig(OptionalLong.empty(), Duration.ZERO))
        .grant(owner.id(), Optional.empty(), Optional.empty());
    for (LocalApplication each : bots) {
      NewBot row =
          new NewBot(
              each.id(),
              owner.id(),
              each.name(),
              Optional.empty(),
              vault.seal(each.id(), new Secret(each.token())),
              each.publicKeyHex(),
              0);
      database().transaction(tx -> WhitelabelStore.setUp(tx, row, bots.size() + 1));
    }
  }

  /** Where the services' logs and data are. */
  public Path folder() {
    return folder;
  }

  /** Closes something together with the stack, before what was opened earlier. */
  <T extends AutoCloseable> T opened(T part) {
    return open.add(part);
  }

  @Override
  public void close() {
    open.close();
  }

  /** A port that nobody listened on just now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }
}
