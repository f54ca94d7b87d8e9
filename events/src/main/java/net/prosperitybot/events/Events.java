package net.prosperitybot.events;

import com.github.benmanes.caffeine.cache.Ticker;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.guilds.GuildReferences;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelling.LogPurge;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.levelroles.LevelRoleMembers;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.events.awards.DataFolder;
import net.prosperitybot.events.awards.KnownNames;
import net.prosperitybot.events.awards.MessageIntake;
import net.prosperitybot.events.awards.SpillFiles;
import net.prosperitybot.events.awards.XpQueue;
import net.prosperitybot.events.awards.XpWriter;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.background.PeriodicLoop;
import net.prosperitybot.events.delivery.LevelUpDelivery;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.jobs.JobRunner;
import net.prosperitybot.events.levelroles.RefusedRoles;
import net.prosperitybot.events.levelroles.RoleReconcileJob;
import net.prosperitybot.events.management.ManagementServer;
import net.prosperitybot.events.messagelogs.OldRowsRoutine;
import net.prosperitybot.events.servers.DeletedWhileAway;
import net.prosperitybot.events.servers.DeletionRecorder;
import net.prosperitybot.events.servers.MemberListComparison;
import net.prosperitybot.events.servers.MemberRecorder;
import net.prosperitybot.events.servers.ServerRecorder;
import net.prosperitybot.events.session.Application;
import net.prosperitybot.events.session.BotIdentity;
import net.prosperitybot.events.session.BotSession;
import net.prosperitybot.events.session.SessionHandlers;
import net.prosperitybot.events.session.TokenLookup;
import net.prosperitybot.events.settings.GuildSettingsCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running events service: what {@code Main} starts, and tests too.
 *
 * <p>Put together once, in {@link #start}. At the end no more events are heard, then what was heard
 * is written or, when the database is away, kept in a file: within {@link #PROBE_PATIENCE}, {@link
 * #WRITE_PATIENCE} and the writer's last wait, 8 s together, for who stops us may kill us after 10
 * s. The rest is closed after that, in the reverse order of its start.
 */
public final class Events implements AutoCloseable {
  private static final Duration JOB_POLL = Duration.ofSeconds(1);
  private static final Duration JOB_LEASE = Duration.ofSeconds(15);
  private static final Duration UPKEEP_POLL = Duration.ofMinutes(10);
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(200);

  /** The whole server waits in one line at Discord; a level-up rather comes back later. */
  private static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(15);

  private static final Duration JOB_PATIENCE = Duration.ofSeconds(60);
  private static final Duration DELIVERY_POLL = Duration.ofSeconds(2);
  private static final Duration OUTBOX_LOOK = Duration.ofSeconds(10);
  private static final Duration DELIVERY_LEASE = Duration.ofSeconds(60);
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(4);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long REMEMBERED_COOLDOWNS = 1_000_000;
  private static final long REMEMBERED_NAMES = 200_000;
  private static final int WRITE_LANES = 2;
  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private final CloseStack open;
  private final ManagementServer management;
  private final BotSession session;

  private Events(CloseStack open, ManagementServer management, BotSession session) {
    this.open = open;
    this.management = management;
    this.session = session;
  }

  /**
   * Starts the service; the session connects in the background.
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
    CloseStack open = new CloseStack();
    try {
      return start(config, database, random, open);
    } catch (Throwable e) {
      open.close();
      throw e;
    }
  }

  private static Events start(
      EventsConfig config, Database database, RandomGenerator random, CloseStack open)
      throws IOException, InterruptedException {
    Migrations.check(database.source());
    open.add(DataFolder.open(config.dataDir()));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    open.add(meters::close);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    poolGauges(database, meters);

    GuildSettingsStore settingsStore = new GuildSettingsStore(database);
    GuildSettingsCache settings = new GuildSettingsCache(settingsStore, Ticker.systemTicker());
    open.add(PeriodicLoop.start("settings", GuildSettingsCache.POLL, meters, settings::poll));

    BotSession session = prepareSession(config, meters);
    ManagementServer management =
        open.add(
            new ManagementServer(
                config.bindAddress(),
                config.managementPort(),
                () -> database.isAnswering(DATABASE_PATIENCE),
                session::isConnected,
                meters));

    CooldownMarks marks = new CooldownMarks(REMEMBERED_COOLDOWNS);
    KnownNames names = new KnownNames(REMEMBERED_NAMES);
    XpQueue queue = new XpQueue(config.writerLanes(), config.queueCapacity());
    List<LevelUpDelivery> deliveries = new CopyOnWriteArrayList<>();
    XpWriter writer =
        new XpWriter(
            queue,
            new XpLedger(database, session.presence()),
            settings,
            marks,
            names,
            member -> deliveries.forEach(each -> each.levelChanged(member)),
            meters);
    SpillFiles spill = new SpillFiles(config.dataDir(), meters);
    spill.recover(writer);

    OrderedWrites writes = open.add(new OrderedWrites(WRITE_LANES, meters));
    LevelUpStore levelUps = new LevelUpStore(database);
    open.add(outboxGauge(levelUps, meters));
    MemberListComparison comparison =
        open.add(
            new MemberListComparison(
                session.botId(), session.memberList(), database, writes, meters));
    List<JobRunner> runners = new CopyOnWriteArrayList<>();
    RefusedRoles refusedRoles =
        new RefusedRoles(
            session.botId(),
            database,
            session.roles(DELIVERY_PATIENCE),
            writes,
            guildId -> runners.forEach(each -> each.nudge(guildId)),
            InstantSource.system(),
            Ticker.systemTicker());
    String process = UUID.randomUUID().toString();
    LevelUpDelivery delivery =
        new LevelUpDelivery(
            session.botId(),
            process,
            DELIVERY_LEASE,
            levelUps,
            settingsStore,
            refusedRoles,
            new NoticeFailures(database),
            session.roles(DELIVERY_PATIENCE),
            session.notices(),
            meters);
    deliveries.add(delivery);
    JobRunner jobs =
        jobs(session, database, process, settingsStore, refusedRoles, delivery, meters);
    runners.add(jobs);
    open.add(session);
    open.add(delivery);
    open.add(
        PeriodicLoop.start(
            "delivery-" + session.botId(),
            DELIVERY_POLL,
            meters,
            () -> delivery.poll(session.shardCount(), session.readyShardIds())));
    open.add(jobs);
    open.add(
        PeriodicLoop.start(
            "jobs-" + session.botId(),
            JOB_POLL,
            meters,
            () -> jobs.poll(session.shardCount(), session.readyShardIds())));
    open.add(upkeep(config, session, database, meters));
    DeletionRecorder deletions =
        new DeletionRecorder(database, writes, jobs::nudge, InstantSource.system());
    DeletedWhileAway deletedWhileAway =
        open.add(
            new DeletedWhileAway(
                session.botId(),
                new GuildReferences(database),
                session.existence(),
                deletions,
                writes,
                refusedRoles::mayBeGivenNow,
                meters));
    // Last, so that this is what comes first at the end.
    open.add(() -> keepTheRest(database, writer, spill));
    open.add(session::stopHearing);
    open.add(jobs::stop);
    writer.start();
    session.open(
        new SessionHandlers(
            new MessageIntake(settings, marks, queue, random, meters),
            new ServerRecorder(
                session.botId(), new GuildStore(database, config.applicationId()), writes),
            new MemberRecorder(database, levelUps, delivery, comparison, names, writes),
            comparison,
            deletions,
            deletedWhileAway,
            refusedRoles));
    return new Events(open, management, session);
  }

  private static JobRunner jobs(
      BotSession session,
      Database database,
      String process,
      GuildSettingsStore settings,
      RefusedRoles refusedRoles,
      LevelUpDelivery delivery,
      PrometheusMeterRegistry meters) {
    JobStore store = new JobStore(database);
    RoleActions roles = session.roles(JOB_PATIENCE);
    RoleReconcileJob roleReconcile =
        new RoleReconcileJob(
            session.botId(),
            store,
            settings,
            new LevelRoleStore(database),
            refusedRoles,
            new LevelRoleMembers(database),
            new LevelUpStore(database),
            delivery,
            roles,
            session.answers(),
            InstantSource.system(),
            meters);
    return new JobRunner(
        session.botId(),
        JobRunner.Slots.USUAL,
        process,
        JOB_LEASE,
        store,
        kind ->
            switch (kind) {
              case ROLE_RECONCILE -> roleReconcile;
            },
        roles::holds,
        meters);
  }

  private static PeriodicLoop upkeep(
      EventsConfig config, BotSession session, Database database, PrometheusMeterRegistry meters) {
    OldRowsRoutine oldRows =
        new OldRowsRoutine(
            config.messageLogDays(),
            BETWEEN_BATCHES,
            new LogPurge(database),
            new AnswerStore(database),
            InstantSource.system(),
            meters);
    return PeriodicLoop.start(
        "old-rows",
        UPKEEP_POLL,
        meters,
        () -> oldRows.run(session.shardCount(), session.shardIds()));
  }

  private static void poolGauges(Database database, PrometheusMeterRegistry meters) {
    if (database.source() instanceof HikariDataSource source) {
      HikariPoolMXBean pool = source.getHikariPoolMXBean();
      Gauge.builder("prosperity.pool.active", pool, HikariPoolMXBean::getActiveConnections)
          .register(meters);
      Gauge.builder("prosperity.pool.idle", pool, HikariPoolMXBean::getIdleConnections)
          .register(meters);
      Gauge.builder("prosperity.pool.waiting", pool, HikariPoolMXBean::getThreadsAwaitingConnection)
          .register(meters);
    }
  }

  private static BotSession prepareSession(EventsConfig config, PrometheusMeterRegistry meters)
      throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build()) {
      TokenLookup lookup = new TokenLookup(http, config.discordApi());
      return BotSession.prepare(
          new BotIdentity(
              config.applicationId(), config.botToken(), config.shardCount(), config.shardIds()),
          configuredApplication(config, lookup),
          config.discordApi(),
          lookup.gateway(config.botToken()),
          meters);
    }
  }

  /** Under a wrong id servers would be recorded for, and delivery be done by, nobody. */
  private static Application configuredApplication(EventsConfig config, TokenLookup lookup)
      throws IOException, InterruptedException {
    Application application = lookup.application(config.botToken());
    if (application.id() != config.applicationId()) {
      throw new ConfigException(
          List.of(
              "DISCORD_APPLICATION_ID is %d, but BOT_TOKEN belongs to application %d"
                  .formatted(config.applicationId(), application.id())));
    }
    return application;
  }

  private static PeriodicLoop outboxGauge(LevelUpStore levelUps, PrometheusMeterRegistry meters) {
    double[] ageSeconds = new double[1];
    Gauge.builder("prosperity.outbox.age", ageSeconds, age -> age[0])
        .baseUnit("seconds")
        .register(meters);
    return PeriodicLoop.start(
        "outbox-age", OUTBOX_LOOK, meters, () -> ageSeconds[0] = levelUps.oldestAge().toSeconds());
  }

  private static void keepTheRest(Database database, XpWriter writer, SpillFiles spill)
      throws IOException, InterruptedException {
    var rest = writer.close(answersInTime(database) ? WRITE_PATIENCE : Duration.ZERO);
    spill.spill(rest);
    if (!rest.isEmpty()) {
      log.warn("{} awards could not be written and are kept for the next start", rest.size());
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

  /** Waits until every shard has been ready; false when that takes longer than this. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return session.awaitReady(patience);
  }

  @Override
  public void close() {
    open.close();
  }
}
