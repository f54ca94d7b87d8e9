package net.prosperitybot.worker;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.alerts.OwnerAlerts;
import net.prosperitybot.common.clock.SteadyClock;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.common.instances.SignsOfLife;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.levelling.XpHistory;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.KeyCheck;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.about.AboutCommand;
import net.prosperitybot.worker.about.RecentTotals;
import net.prosperitybot.worker.answers.AnswerDesk;
import net.prosperitybot.worker.answers.FollowUpSender;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.bots.BrandedBots;
import net.prosperitybot.worker.bots.MainBot;
import net.prosperitybot.worker.commands.CommandCatalogue;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.discord.ClockRoutine;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.endpoint.HealthEndpoint;
import net.prosperitybot.worker.endpoint.HttpServer;
import net.prosperitybot.worker.endpoint.InteractionEndpoint;
import net.prosperitybot.worker.ignore.IgnoreCommand;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.leaderboard.LeaderboardCommand;
import net.prosperitybot.worker.level.LevelCommand;
import net.prosperitybot.worker.levelroles.LevelRolesCommand;
import net.prosperitybot.worker.levels.LevelsCommand;
import net.prosperitybot.worker.limits.CallLimits;
import net.prosperitybot.worker.metrics.Instruments;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.owner.OwnerMessages;
import net.prosperitybot.worker.owner.WorkerWatches;
import net.prosperitybot.worker.registration.BrandedRegistrations;
import net.prosperitybot.worker.registration.CommandRegistrar;
import net.prosperitybot.worker.replies.ReplyEncoder;
import net.prosperitybot.worker.servers.ServerSight;
import net.prosperitybot.worker.settings.NotificationSettings;
import net.prosperitybot.worker.settings.SettingsCommand;
import net.prosperitybot.worker.signatures.SignatureVerifier;
import net.prosperitybot.worker.whitelabel.Address;
import net.prosperitybot.worker.whitelabel.BrandedTokens;
import net.prosperitybot.worker.whitelabel.EndpointRoutine;
import net.prosperitybot.worker.whitelabel.WhitelabelCommand;
import net.prosperitybot.worker.whitelabel.WhitelabelRules;
import net.prosperitybot.worker.xp.AdjustmentDesk;
import net.prosperitybot.worker.xp.XpCommand;

/**
 * A running worker. Closing it stops accepting, lets what is under way finish and closes the rest
 * in reverse order; the database stays the caller's. What each part may take adds up to 17 s, and
 * with the farewell before and the database's pool to 24, which is less than containers are given.
 */
public final class Worker implements AutoCloseable {
  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(1);

  private final CloseStack opened;
  private final HealthEndpoint health;
  private final HttpServer interactions;
  private final HttpServer management;

  private Worker(
      CloseStack opened, HealthEndpoint health, HttpServer interactions, HttpServer management) {
    this.opened = opened;
    this.health = health;
    this.interactions = interactions;
    this.management = management;
  }

  /** Starts a worker; when a part of it does not start, what had started is closed again. */
  public static Worker start(WorkerConfig config, Database database) {
    return start(config, database, Thread::sleep);
  }

  /**
   * The same.
   *
   * @param setupPause how a setup waits before it tells Discord our address again
   */
  static Worker start(WorkerConfig config, Database database, Pause setupPause) {
    CloseStack opened = new CloseStack();
    try {
      return start(config, database, setupPause, opened);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static Worker start(
      WorkerConfig config, Database database, Pause setupPause, CloseStack opened) {
    InstantSource clock = InstantSource.system();
    InstantSource steady = SteadyClock.start();
    Instruments instruments = opened.add(new Instruments(database.source()));
    WorkerMetrics metrics = instruments.workerMetrics();
    DiscordRest discord =
        opened.add(new DiscordRest(config.discordApi(), clock, steady, Thread::sleep));
    metrics.watch(discord.refusals());
    metrics.watch(discord.breaker());
    metrics.watchClock(discord::clockAhead);
    opened.add(new ClockRoutine(discord, Thread::sleep).start());
    MainBot mainBot = new MainBot(config.applicationId(), config.publicKey());
    String processId = UUID.randomUUID().toString();
    WhitelabelStore brandedBots = new WhitelabelStore(database);
    // First a sign of life, so that keys are not changed over between the look at them and it.
    opened.add(
        SignsOfLife.start(
            new ServiceInstances(database), processId, Service.WORKER, config.vault().keyIds()));
    KeyCheck.check(database, config.vault());
    BrandedTokens tokens =
        new BrandedTokens(
            config.applicationId(),
            config.botToken(),
            brandedBots,
            config.vault(),
            Ticker.systemTicker());
    BotDirectory directory =
        new BotDirectory(
            mainBot,
            new BrandedBots(brandedBots, new PremiumStore(database, config.premium())),
            Ticker.systemTicker(),
            Thread::startVirtualThread);
    // The commands are known once all features are, and one of the features registers commands.
    CompletableFuture<CommandCatalogue> allCommands = new CompletableFuture<>();
    CommandRegistrar registrar =
        opened.add(
            new CommandRegistrar(
                database,
                discord,
                config.discordApi(),
                () -> allCommands.join().definition(),
                processId,
                metrics,
                Thread::sleep));
    BrandedRegistrations registrations =
        opened.add(
            new BrandedRegistrations(
                registrar,
                tokens,
                config.applicationId(),
                config.registerIn(),
                metrics,
                steady,
                Thread::sleep));
    Address address = new Address(config.baseUrl(), config.discordApi());
    GuildSettingsStore settings = new GuildSettingsStore(database);
    ServerSight sight = new ServerSight(discord, tokens, settings);
    WhitelabelCommand whitelabel =
        new WhitelabelCommand(
            new WhitelabelRules(
                config.applicationId(), config.botsPerUser(), config.premium(), address),
            database,
            config.vault(),
            discord,
            registrar,
            registrations,
            directory,
            tokens,
            setupPause);
    CommandCatalogue catalogue =
        new CommandCatalogue(features(database, settings, sight, whitelabel));
    allCommands.complete(catalogue);
    ReplyEncoder encoder = new ReplyEncoder();
    AnswerDesk desk =
        opened.add(
            new AnswerDesk(
                new CallLimits(config.limits(), System::nanoTime),
                config.limits().handlersAtOnce(),
                catalogue,
                encoder,
                new FollowUpSender(discord, encoder, clock, Thread::sleep, metrics),
                metrics,
                AnswerDesk.REPLY_BUDGET,
                clock,
                System::nanoTime,
                RandomGenerator.getDefault()));
    InteractionEndpoint endpoint =
        new InteractionEndpoint(
            config.limits().requestsAtOnce(),
            directory,
            verifier(config, metrics),
            new InteractionDecoder(),
            desk,
            metrics,
            clock,
            System::nanoTime);
    HealthEndpoint health =
        new HealthEndpoint(() -> database.isAnswering(HEALTH_PATIENCE), HEALTH_PATIENCE);
    HttpServer management =
        opened.add(
            HttpServer.forManagement(
                config.bindAddress(), config.managementPort(), instruments::scrape));
    HttpServer interactions =
        opened.add(
            HttpServer.forInteractions(
                config.bindAddress(),
                config.port(),
                config.limits().connections(),
                endpoint,
                health));
    MainBotIntroduction introduction =
        opened.add(
            new MainBotIntroduction(
                mainBot, config.applicationId(), config.botToken(), discord, Thread::sleep));
    introduction.start();
    registrar.register(config.applicationId(), config.botToken(), config.registerIn());
    registrations.start();
    EndpointRoutine endpoints =
        opened.add(new EndpointRoutine(brandedBots, tokens, discord, address, Thread::sleep));
    endpoints.start();
    config
        .owner()
        .ownerId()
        .ifPresent(owner -> opened.add(alerts(config, database, discord, metrics, owner).start()));
    return new Worker(opened, health, interactions, management);
  }

  private static OwnerAlerts alerts(
      WorkerConfig config,
      Database database,
      DiscordRest discord,
      WorkerMetrics metrics,
      long ownerId) {
    return new OwnerAlerts(
        OwnerAlerts.processName(Service.WORKER),
        config.owner(),
        WorkerWatches.of(config.owner(), database, discord, metrics.recentReplies()),
        new OwnerMessages(discord, config.botToken(), ownerId),
        SteadyClock.start());
  }

  private static SignatureVerifier verifier(WorkerConfig config, WorkerMetrics metrics) {
    if (!config.fastSignatures()) {
      return SignatureVerifier.withoutTables(metrics);
    }
    ThreadFactory threads = Thread.ofPlatform().daemon().name("signature-tables").factory();
    return SignatureVerifier.withTables(
        work -> threads.newThread(work).start(), Ticker.systemTicker(), metrics);
  }

  /** Everything that people can do, one line each. */
  private static List<Feature> features(
      Database database,
      GuildSettingsStore settings,
      ServerSight sight,
      WhitelabelCommand whitelabel) {
    Leaderboard leaderboard = new Leaderboard(database);
    AnswerStore answers = new AnswerStore(database);
    AdjustmentDesk adjustments = new AdjustmentDesk(answers);
    JobStore jobs = new JobStore(database);
    return List.of(
        new AboutCommand(
                new RecentTotals(
                    leaderboard::totals, Ticker.systemTicker(), ForkJoinPool.commonPool()),
                version())
            .feature(),
        new LevelCommand(leaderboard).feature(),
        new LeaderboardCommand(leaderboard).feature(),
        new XpCommand(adjustments, new XpHistory(database)).feature(),
        new LevelsCommand(adjustments).feature(),
        new IgnoreCommand(answers, settings, sight).feature(),
        new LevelRolesCommand(answers, new LevelRoleStore(database), jobs, sight).feature(),
        new SettingsCommand(
                answers,
                settings,
                new NoticeFailures(database),
                jobs,
                new NotificationSettings(answers, settings, sight))
            .feature(),
        whitelabel.feature());
  }

  private static String version() {
    String packaged = Worker.class.getPackage().getImplementationVersion();
    return packaged == null ? "development" : packaged;
  }

  /** The port that Discord's interactions come to. */
  public int port() {
    return interactions.port();
  }

  /** The port of the metrics. */
  public int managementPort() {
    return management.port();
  }

  /**
   * Says at {@code /health} that this worker is about to go, and answers everybody as before: who
   * sends requests on needs a moment to learn of it.
   */
  public void leave() {
    health.leave();
  }

  @Override
  public void close() {
    opened.close();
  }
}
