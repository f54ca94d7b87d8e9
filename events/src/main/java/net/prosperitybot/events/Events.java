package net.prosperitybot.events;

import com.github.benmanes.caffeine.cache.Ticker;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.prosperitybot.common.alerts.OwnerAlerts;
import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.clock.SteadyClock;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.discord.RefusalBudget;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.common.instances.SignsOfLife;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelling.LogPurge;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.common.whitelabel.KeyCheck;
import net.prosperitybot.events.awards.DataFolder;
import net.prosperitybot.events.awards.KnownNames;
import net.prosperitybot.events.awards.SpillFiles;
import net.prosperitybot.events.awards.XpQueue;
import net.prosperitybot.events.awards.XpWriter;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.background.PeriodicLoop;
import net.prosperitybot.events.bots.Bot;
import net.prosperitybot.events.bots.Bots;
import net.prosperitybot.events.bots.SharedParts;
import net.prosperitybot.events.delivery.Deliveries;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.hosting.BotLauncher;
import net.prosperitybot.events.hosting.WrongApplicationException;
import net.prosperitybot.events.jobs.JobRunners;
import net.prosperitybot.events.management.ManagementServer;
import net.prosperitybot.events.messagelogs.OldRowsRoutine;
import net.prosperitybot.events.owner.DailyReportRoutine;
import net.prosperitybot.events.owner.EventsWatches;
import net.prosperitybot.events.premium.EntitlementRecorder;
import net.prosperitybot.events.premium.EntitlementRoutine;
import net.prosperitybot.events.ranks.RankRecountRoutine;
import net.prosperitybot.events.session.IdentifyTurns;
import net.prosperitybot.events.session.SessionEnd;
import net.prosperitybot.events.session.SessionResources;
import net.prosperitybot.events.settings.GuildSettingsCache;
import net.prosperitybot.events.whitelabel.WhitelabelSupervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running events service: what {@code Main} starts, and tests too.
 *
 * <p>Put together once, in {@link #start}. At the end no more events are heard, then what was heard
 * is written or, when the database is away, kept in a file: within {@link #PROBE_PATIENCE}, {@link
 * #WRITE_PATIENCE} and the writer's last wait, 8 s together, for who stops us may kill us after 10
 * s. The bots' sessions end after that, with the database away meanwhile, and the rest in the
 * reverse order of its start; the pool, which comes last, then waits up to 5 s for a connection
 * that it is about to make. All that together took up to 12 s.
 */
public final class Events implements AutoCloseable {
  private static final Duration JOB_POLL = Duration.ofSeconds(1);
  private static final Duration UPKEEP_POLL = Duration.ofMinutes(10);
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(200);
  private static final Duration BETWEEN_SERVERS = Duration.ofMillis(50);
  private static final Duration DELIVERY_POLL = Duration.ofSeconds(2);
  private static final Duration OUTBOX_LOOK = Duration.ofSeconds(10);
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(4);
  private static final long REMEMBERED_COOLDOWNS = 1_000_000;
  private static final long REMEMBERED_NAMES = 200_000;
  private static final int WRITE_LANES = 2;
  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private final CloseStack open;
  private final ManagementServer management;
  private final Bots bots;
  private final Bot main;
  private final WhitelabelSupervisor supervisor;

  private Events(
      CloseStack open,
      ManagementServer management,
      Bots bots,
      Bot main,
      WhitelabelSupervisor supervisor) {
    this.open = open;
    this.management = management;
    this.bots = bots;
    this.main = main;
    this.supervisor = supervisor;
  }

  /**
   * Starts the service; the main bot's session connects in the background.
   *
   * @param database migrated; closed by the caller, afterwards
   * @param random safe for use by several threads
   * @throws ConfigException when the token belongs to another application than the configured one;
   *     nothing has been written then
   * @throws net.prosperitybot.common.database.SchemaOutdatedException when a migration is missing
   * @throws net.prosperitybot.events.hosting.TokenRefusedException when Discord refuses the token
   * @throws IOException when Discord can't be reached, another process uses the data folder, or
   *     that can't be read or written
   */
  public static Events start(EventsConfig config, Database database, RandomGenerator random)
      throws IOException, InterruptedException {
    return start(config, database, random, InstantSource.system());
  }

  /**
   * The same by another clock.
   *
   * @param clock for words, for the time of the daily report and for what is old enough to go
   */
  public static Events start(
      EventsConfig config, Database database, RandomGenerator random, InstantSource clock)
      throws IOException, InterruptedException {
    CloseStack open = new CloseStack();
    try {
      return start(config, database, random, clock, open);
    } catch (Throwable e) {
      open.close();
      throw e;
    }
  }

  private static Events start(
      EventsConfig config,
      Database database,
      RandomGenerator random,
      InstantSource clock,
      CloseStack open)
      throws IOException, InterruptedException {
    Migrations.check(database.source());
    open.add(DataFolder.open(config.dataDir()));
    PrometheusMeterRegistry meters = meters(database, open);
    SharedParts shared = sharedParts(config, database, random, clock, meters, open);
    // First a sign of life, so that keys are not changed over between the look at them and it.
    open.add(
        SignsOfLife.start(
            new ServiceInstances(database),
            shared.process(),
            Service.EVENTS,
            config.vault().keyIds()));
    KeyCheck.check(database, config.vault());
    Bots bots = open.add(new Bots(shared));
    Bot main = prepareMain(config, bots);
    ManagementServer management =
        open.add(
            new ManagementServer(
                config.bindAddress(),
                config.managementPort(),
                () -> database.isAnswering(DATABASE_PATIENCE),
                main::isConnected,
                () -> Optional.ofNullable(main.endedForGood().getNow(null)).map(SessionEnd::advice),
                meters));

    XpWriter writer =
        new XpWriter(
            shared.queue(),
            new XpLedger(database),
            shared.settings(),
            shared.marks(),
            shared.names(),
            shared.deliveries(),
            meters);
    SpillFiles spill = new SpillFiles(config.dataDir(), meters);
    spill.recover(writer);
    startLoops(config, shared, main, open);
    WhitelabelSupervisor supervisor = superviseBranded(config, shared, bots, open);
    config.owner().ownerId().ifPresent(owner -> tellOwner(owner, config, shared, main, open));
    // Last, so that this is what comes first at the end.
    open.add(() -> end(shared, writer, spill, supervisor, main));
    open.add(bots::stopHearing);
    open.add(supervisor::stop);
    writer.start();
    bots.open(main);
    return new Events(open, management, bots, main, supervisor);
  }

  private static PrometheusMeterRegistry meters(Database database, CloseStack open) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    open.add(meters::close);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    poolGauges(database, meters);
    return meters;
  }

  private static void poolGauges(Database database, PrometheusMeterRegistry meters) {
    if (database.source() instanceof HikariDataSource source) {
      HikariPoolMXBean pool = source.getHikariPoolMXBean();
      Gauge.builder(
              "prosperity.database.connections.active",
              pool,
              HikariPoolMXBean::getActiveConnections)
          .register(meters);
      Gauge.builder(
              "prosperity.database.connections.idle", pool, HikariPoolMXBean::getIdleConnections)
          .register(meters);
      Gauge.builder(
              "prosperity.database.connections.waiting",
              pool,
              HikariPoolMXBean::getThreadsAwaitingConnection)
          .register(meters);
    }
  }

  private static SharedParts sharedParts(
      EventsConfig config,
      Database database,
      RandomGenerator random,
      InstantSource clock,
      PrometheusMeterRegistry meters,
      CloseStack open) {
    GuildSettingsCache settings =
        new GuildSettingsCache(new GuildSettingsStore(database), Ticker.systemTicker());
    open.add(PeriodicLoop.start("settings", GuildSettingsCache.POLL, meters, settings::poll));
    OrderedWrites writes = open.add(new OrderedWrites(WRITE_LANES, meters));
    SessionResources resources =
        open.add(
            new SessionResources(
                config.discordApi(), new IdentifyTurns(new IdentifyBudget(database))));
    Gauge.builder("prosperity.discord.refusals", resources.refusals(), RefusalBudget::spent)
        .description("Requests that Discord refused within ten minutes; at 10,000 it shuts us out")
        .register(meters);
    Gauge.builder("prosperity.discord.breaker.open", resources.breaker(), b -> b.isOpen() ? 1 : 0)
        .description("1 while Discord does not answer, and is asked only now and then")
        .register(meters);
    return new SharedParts(
        UUID.randomUUID().toString(),
        database,
        resources,
        new GuildStore(database, config.applicationId()),
        settings,
        new CooldownMarks(REMEMBERED_COOLDOWNS),
        new KnownNames(REMEMBERED_NAMES),
        new XpQueue(config.writerLanes(), config.queueCapacity()),
        writes,
        new Deliveries(new LevelUpStore(database)),
        new JobRunners(new JobStore(database)),
        new EntitlementRecorder(config.premium().sku(), premium(config, database), writes),
        random,
        clock,
        new GaugeSums(meters),
        meters);
  }

  /** Under a wrong id servers would be recorded for, and delivery be done by, nobody. */
  private static Bot prepareMain(EventsConfig config, Bots bots)
      throws IOException, InterruptedException {
    try {
      return bots.prepareMain(
          config.applicationId(), config.botToken(), config.shardCount(), config.shardIds());
    } catch (WrongApplicationException e) {
      throw new ConfigException(
          List.of(
              "DISCORD_APPLICATION_ID is %d, but BOT_TOKEN belongs to application %d"
                  .formatted(e.wanted(), e.actual())));
    }
  }

  private static void startLoops(
      EventsConfig config, SharedParts shared, Bot main, CloseStack open) {
    MeterRegistry meters = shared.meters();
    open.add(outboxGauge(new LevelUpStore(shared.database()), meters));
    open.add(
        PeriodicLoop.start("delivery", DELIVERY_POLL, meters, () -> shared.deliveries().poll()));
    open.add(PeriodicLoop.start("jobs", JOB_POLL, meters, () -> shared.jobs().poll()));
    OldRowsRoutine oldRows =
        new OldRowsRoutine(
            config.messageLogDays(),
            BETWEEN_BATCHES,
            new LogPurge(shared.database()),
            new AnswerStore(shared.database()),
            shared.clock(),
            meters);
    open.add(
        PeriodicLoop.start(
            "old-rows",
            UPKEEP_POLL,
            meters,
            () -> oldRows.run(main.shardCount(), main.shardIds())));
    RankRecountRoutine recount =
        new RankRecountRoutine(
            new RankRecount(shared.database()), BETWEEN_SERVERS, Ticker.systemTicker(), meters);
    open.add(
        PeriodicLoop.start(
            "rank-recount",
            UPKEEP_POLL,
            meters,
            () -> recount.run(main.shardCount(), main.shardIds())));
    config.premium().sku().ifPresent(sku -> startEntitlements(sku, config, shared, main, open));
  }

  /** One process is enough, and one shard's is surely there. */
  private static void startEntitlements(
      long sku, EventsConfig config, SharedParts shared, Bot main, CloseStack open) {
    if (main.shardIds().contains(0)) {
      EntitlementRoutine routine =
          new EntitlementRoutine(
              sku, main.entitlements(), premium(config, shared.database()), Ticker.systemTicker());
      open.add(
          PeriodicLoop.start(
              "entitlements", EntitlementRoutine.LOOK, shared.meters(), routine::run));
    }
  }

  private static void tellOwner(
      long ownerId, EventsConfig config, SharedParts shared, Bot main, CloseStack open) {
    OwnerMessenger owner = main.ownerMessages(ownerId);
    boolean tellsOfAll = main.shardIds().contains(0);
    open.add(
        new OwnerAlerts(
                OwnerAlerts.processName(Service.EVENTS),
                config.owner(),
                EventsWatches.of(
                    config.owner(),
                    shared.database(),
                    shared.sessions(),
                    main::isConnected,
                    tellsOfAll,
                    shared.meters()),
                owner,
                SteadyClock.start())
            .start());
    config.owner().reportAt().ifPresent(at -> startReport(at, config, shared, main, owner, open));
  }

  private static void startReport(
      LocalTime at,
      EventsConfig config,
      SharedParts shared,
      Bot main,
      OwnerMessenger owner,
      CloseStack open) {
    DailyReportRoutine report =
        new DailyReportRoutine(
            at,
            config.applicationId(),
            shared.database(),
            main::isConnected,
            owner,
            shared.clock());
    open.add(
        PeriodicLoop.start("daily-report", DailyReportRoutine.LOOK, shared.meters(), report::run));
  }

  private static PremiumStore premium(EventsConfig config, Database database) {
    return new PremiumStore(database, config.premium());
  }

  private static WhitelabelSupervisor superviseBranded(
      EventsConfig config, SharedParts shared, Bots bots, CloseStack open) {
    WhitelabelSupervisor supervisor =
        WhitelabelSupervisor.of(
            shared.process(),
            bots,
            shared.database(),
            shared.guilds(),
            premium(config, shared.database()),
            config.vault(),
            id -> !shared.sessions().lookup().userExists(id, config.botToken()),
            shared.random(),
            shared.clock(),
            shared.meters());
    open.add(
        PeriodicLoop.start(
            "whitelabel", WhitelabelSupervisor.LOOK, shared.meters(), supervisor::look));
    return supervisor;
  }

  private static PeriodicLoop outboxGauge(LevelUpStore levelUps, MeterRegistry meters) {
    double[] ageSeconds = new double[1];
    Gauge.builder("prosperity.outbox.age", ageSeconds, age -> age[0])
        .baseUnit("seconds")
        .register(meters);
    return PeriodicLoop.start(
        "outbox-age", OUTBOX_LOOK, meters, () -> ageSeconds[0] = levelUps.oldestAge().toSeconds());
  }

  /** While the database is away nothing waits for it, nor for anything else. */
  private static void end(
      SharedParts shared,
      XpWriter writer,
      SpillFiles spill,
      WhitelabelSupervisor supervisor,
      Bot main)
      throws InterruptedException {
    if (answersInTime(shared.database())) {
      // First, so that the level-ups in it are still delivered.
      sideBySide(() -> keepTheRest(writer, spill, WRITE_PATIENCE));
      sideBySide(supervisor, main);
    } else {
      sideBySide(
          () -> keepTheRest(writer, spill, Duration.ZERO),
          supervisor::abandon,
          main,
          shared.writes());
    }
  }

  /** Ends all of these, and waits for the last of them; what fails is logged. */
  private static void sideBySide(AutoCloseable... parts) throws InterruptedException {
    List<Thread> ends =
        Stream.of(parts)
            .map(
                part -> {
                  CloseStack alone = new CloseStack();
                  alone.add(part);
                  return Thread.ofVirtual().name("end").start(alone::close);
                })
            .toList();
    for (Thread end : ends) {
      end.join();
    }
  }

  private static void keepTheRest(XpWriter writer, SpillFiles spill, Duration patience)
      throws InterruptedException {
    int kept = spill.spill(writer.close(patience));
    if (kept > 0) {
      log.warn("{} awards could not be written and are kept for the next start", kept);
    }
  }

  /** The pool alone would wait longer for a connection than there is time. */
  private static boolean answersInTime(Database database) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("last-look")
        .start(() -> answer.complete(database.isAnswering(PROBE_PATIENCE)));
    return answer.completeOnTimeout(false, PROBE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Where health and metrics are. */
  public int managementPort() {
    return management.port();
  }

  /** Waits until the main bot's every shard has been ready; false when that takes longer. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return main.awaitReady(patience);
  }

  /**
   * Is completed when the main bot's session has ended in a way that a start anew mends. In any
   * other way it leaves the branded bots' sessions alone.
   */
  public CompletableFuture<SessionEnd> needOfRestart() {
    return main.endedForGood()
        .thenCompose(
            end ->
                end.mendedByRestart()
                    ? CompletableFuture.completedFuture(end)
                    : new CompletableFuture<>());
  }

  /** Runs more bots in this process, until they are closed or the service is. */
  public BotLauncher launcher() {
    return bots;
  }

  /** What makes branded bots be as the database says; it looks there by itself, too. */
  public WhitelabelSupervisor supervisor() {
    return supervisor;
  }

  @Override
  public void close() {
    open.close();
  }
}
