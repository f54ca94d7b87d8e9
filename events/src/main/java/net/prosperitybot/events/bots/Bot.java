package net.prosperitybot.events.bots;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildReferences;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelroles.LevelRoleMembers;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.events.awards.MessageIntake;
import net.prosperitybot.events.delivery.LevelUpDelivery;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.gauges.BotGauges;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.events.hosting.BotProfile;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.HostedBot;
import net.prosperitybot.events.jobs.JobRunner;
import net.prosperitybot.events.levelroles.RefusedRoles;
import net.prosperitybot.events.levelroles.RoleReconcileJob;
import net.prosperitybot.events.premium.EntitlementRecorder;
import net.prosperitybot.events.premium.EntitlementSource;
import net.prosperitybot.events.servers.DeletedWhileAway;
import net.prosperitybot.events.servers.DeletionRecorder;
import net.prosperitybot.events.servers.MemberListComparison;
import net.prosperitybot.events.servers.MemberRecorder;
import net.prosperitybot.events.servers.ServerRecorder;
import net.prosperitybot.events.session.BotIdentity;
import net.prosperitybot.events.session.BotSession;
import net.prosperitybot.events.session.GatewayAddress;
import net.prosperitybot.events.session.SessionEnd;
import net.prosperitybot.events.session.SessionHandlers;

/**
 * One bot's own parts: its session, what it does in the servers that it serves, and what it records
 * of those that it is in.
 */
public final class Bot implements HostedBot {
  private static final Duration JOB_LEASE = Duration.ofSeconds(15);

  /** The whole server waits in one line at Discord; a level-up rather comes back later. */
  private static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(15);

  private static final Duration JOB_PATIENCE = Duration.ofSeconds(60);

  /**
   * No longer than the lease of a branded bot: what a killed process had claimed is free again by
   * the time that its bots are.
   */
  static final Duration DELIVERY_LEASE = Duration.ofSeconds(30);

  private final BotKind kind;
  private final BotProfile profile;
  private final BotSession session;
  private final SharedParts shared;
  private final BotGauges gauges;
  private final LevelUpStore levelUps;
  private final GuildSettingsStore settings;
  private final RefusedRoles refusedRoles;
  private final LevelUpDelivery delivery;
  private final JobRunner jobs;
  private final DeletionRecorder deletions;
  private final DeletedWhileAway deletedWhileAway;
  private final CloseStack open = new CloseStack();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Consumer<Bot> afterwards;

  /**
   * Nothing is connected before {@link #open}.
   *
   * @param afterwards is told when this bot has been closed
   */
  Bot(
      BotIdentity identity,
      BotProfile profile,
      Optional<String> status,
      GatewayAddress gateway,
      SharedParts shared,
      Consumer<Bot> afterwards) {
    this.afterwards = afterwards;
    this.kind = identity.kind();
    this.profile = profile;
    this.shared = shared;
    this.gauges = open.add(shared.gauges().of(identity.kind()));
    this.session = new BotSession(identity, status, gateway, shared.sessions(), gauges);
    this.levelUps = new LevelUpStore(shared.database());
    this.settings = new GuildSettingsStore(shared.database());
    this.refusedRoles =
        new RefusedRoles(
            identity.botId(),
            shared.database(),
            session.roles(DELIVERY_PATIENCE),
            shared.writes(),
            shared.jobs()::nudge,
            shared.clock(),
            Ticker.systemTicker());
    this.delivery = delivery();
    this.jobs = jobs();
    this.deletions =
        new DeletionRecorder(
            shared.database(), shared.writes(), shared.jobs()::nudge, shared.clock());
    this.deletedWhileAway = open.add(deletedWhileAway());
  }

  private LevelUpDelivery delivery() {
    return new LevelUpDelivery(
        session.botId(),
        shared.process(),
        DELIVERY_LEASE,
        levelUps,
        settings,
        refusedRoles,
        new NoticeFailures(shared.database()),
        session.roles(DELIVERY_PATIENCE),
        session.notices(),
        shared.deliveries(),
        gauges,
        shared.meters());
  }

  private JobRunner jobs() {
    JobStore store = new JobStore(shared.database());
    RoleActions roles = session.roles(JOB_PATIENCE);
    RoleReconcileJob roleReconcile =
        new RoleReconcileJob(
            session.botId(),
            store,
            settings,
            new LevelRoleStore(shared.database()),
            refusedRoles,
            new LevelRoleMembers(shared.database()),
            levelUps,
            delivery,
            roles,
            session.answers(),
            shared.clock(),
            shared.meters());
    return new JobRunner(
        switch (kind) {
          case MAIN -> JobRunner.Slots.USUAL;
          case BRANDED -> shared.jobs().slotsOfOneOfMany();
        },
        shared.process(),
        JOB_LEASE,
        store,
        kind ->
            switch (kind) {
              case ROLE_RECONCILE -> roleReconcile;
            },
        roles::holds,
        guildId -> settings.load(guildId).servingBotId().orElse(0) == session.botId(),
        gauges,
        shared.meters());
  }

  private DeletedWhileAway deletedWhileAway() {
    return new DeletedWhileAway(
        session.botId(),
        new GuildReferences(shared.database()),
        session.existence(),
        deletions,
        shared.writes(),
        refusedRoles::mayBeGivenNow,
        gauges,
        shared.meters());
  }

  /**
   * Connects in the background.
   *
   * @throws net.prosperitybot.events.hosting.TokenRefusedException when Discord does not know the
   *     token
   * @throws IOException when Discord can't be reached, or answers otherwise than expected
   */
  void open() throws IOException {
    Database database = shared.database();
    MemberListComparison comparison =
        open.add(
            new MemberListComparison(
                session.memberList(),
                database,
                shared.writes(),
                shared.clock(),
                gauges,
                shared.meters()));
    shared.deliveries().add(session.botId(), delivery, session::readyShards);
    shared.jobs().add(session.botId(), jobs, session::readyShards);
    session.open(
        new SessionHandlers(
            new MessageIntake(
                shared.settings(),
                shared.marks(),
                shared.queue(),
                shared.random(),
                session.presence(),
                shared.meters()),
            new ServerRecorder(session.botId(), shared.guilds(), shared.writes()),
            new MemberRecorder(
                database, levelUps, delivery, comparison, shared.names(), shared.writes()),
            comparison,
            deletions,
            deletedWhileAway,
            refusedRoles,
            heardOnlyOfTheMainBot()));
  }

  /** A branded bot's customers are its owner's. */
  private Optional<EntitlementRecorder> heardOnlyOfTheMainBot() {
    return switch (kind) {
      case MAIN -> Optional.of(shared.entitlements());
      case BRANDED -> Optional.empty();
    };
  }

  /** Is completed when Discord has ended a shard for good. */
  public CompletableFuture<SessionEnd> endedForGood() {
    return session.endedForGood();
  }

  @Override
  public BotProfile profile() {
    return profile;
  }

  @Override
  public Connection connection() {
    return session.connection();
  }

  @Override
  public void status(Optional<String> text) {
    session.status(text);
  }

  @Override
  public void serves() {
    BotShards ready = session.readyShards();
    ready.shards().forEach(shard -> deletedWhileAway.requestShard(ready.shardCount(), shard));
  }

  /** What was bought of its application, by Discord's own list. */
  public EntitlementSource entitlements() {
    return session.entitlements();
  }

  /** Direct messages to the owner of the installation. */
  public OwnerMessenger ownerMessages(long ownerId) {
    return session.ownerMessages(ownerId);
  }

  /** Into how many shards the bot's servers are split. */
  public int shardCount() {
    return session.shardCount();
  }

  /** The shards that this process holds. */
  public List<Integer> shardIds() {
    return session.shardIds();
  }

  /** Whether every shard is connected now. */
  public boolean isConnected() {
    return session.isConnected();
  }

  /** Waits until every shard has been ready once; false when that takes too long. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return session.awaitReady(patience);
  }

  /** Hears no more and has jobs end soon, while delivery and what they ask Discord still work. */
  void stopHearing() {
    jobs.stop();
    session.stopHearing();
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    stopHearing();
    shared.deliveries().remove(session.botId(), delivery);
    shared.jobs().remove(session.botId(), jobs);
    endWork();
    session.close();
    open.close();
    afterwards.accept(this);
  }

  /** Both at once, for each may take some seconds. */
  private void endWork() {
    Thread jobsEnd = Thread.ofVirtual().name("jobs-end").start(jobs::close);
    delivery.close();
    try {
      jobsEnd.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
