package net.prosperitybot.events.session;

import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Activity;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.clock.SteadyClock;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.events.delivery.NoticeActions;
import net.prosperitybot.events.discord.AnswerActions;
import net.prosperitybot.events.discord.ExistenceActions;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.gauges.BotGauges;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.TokenRefusedException;
import net.prosperitybot.events.premium.EntitlementSource;
import net.prosperitybot.events.servers.MemberListSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bot's session with Discord's gateway: its shards in this process. There may be many.
 *
 * <p>As light as the library can be: it caches servers, channels and roles, no members and nothing
 * else. Events are heard on the thread that reads the gateway, so that a server's order stays;
 * answers to requests arrive on virtual threads.
 */
public final class BotSession implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int LONGEST_RECONNECT_DELAY_SECONDS = 60;
  private static final int UNAUTHORIZED = 401;
  private static final Logger log = LoggerFactory.getLogger(BotSession.class);

  private final BotIdentity identity;
  private final ShardStates states;
  private final IdentifyQueue identifies;
  private final Breaker directMessages = Breaker.ofDirectMessages(SteadyClock.start());
  private final ShardManager bot;

  /** Each shard's own; the library leaves one behind when the first can't log in. */
  private final Queue<RestRateLimiter> rateLimiters = new ConcurrentLinkedQueue<>();

  private volatile Optional<String> status;
  private final List<EventListener> listeners = new ArrayList<>();

  /**
   * Prepares a session; nothing is connected before {@link #open}.
   *
   * @param status its presence; none shows nothing
   * @param gateway what Discord has just said of it
   */
  public BotSession(
      BotIdentity identity,
      Optional<String> status,
      GatewayAddress gateway,
      SessionResources shared,
      BotGauges gauges) {
    this.identity = identity;
    this.status = status;
    this.states = new ShardStates(identity);
    this.identifies =
        new IdentifyQueue(identity, gateway, shared.turns, shared.lookup, states::end);
    this.bot = builder(gateway.recommendedShards(), shared).build(false);
    for (JDA.Status each : JDA.Status.values()) {
      gauges.add(
          "prosperity.shards",
          Tags.of("state", each.name().toLowerCase(Locale.ROOT)),
          () -> shardsIn(each));
    }
    gauges.add("prosperity.directmessages.breakers.open", () -> directMessages.isOpen() ? 1 : 0);
  }

  private DefaultShardManagerBuilder builder(int recommendedShards, SessionResources shared) {
    Set<GatewayIntent> intents =
        EnumSet.of(GatewayIntent.GUILD_MESSAGES); // GUILDS is always among them
    if (identity.seesMembers()) {
      intents.add(GatewayIntent.GUILD_MEMBERS);
    }
    DefaultShardManagerBuilder builder =
        DefaultShardManagerBuilder.createLight(identity.token().reveal(), intents)
            .setShardsTotal(identity.shardCount() == 0 ? recommendedShards : identity.shardCount())
            .setRestConfigProvider(shard -> restConfig(shared))
            .setSessionController(identifies)
            .setActivityProvider(shard -> activity(status))
            .setMaxReconnectDelay(LONGEST_RECONNECT_DELAY_SECONDS)
            .setContextEnabled(false)
            // For deleted threads, see the listener; it costs a small object an event.
            .setRawEventsEnabled(true)
            .setEnableShutdownHook(false)
            .setHttpClient(shared.http)
            .setWebsocketFactory(shared.sockets)
            .setThreadFactory(Thread.ofVirtual().name("shards-" + identity.botId()).factory())
            .setGatewayPool(shared.gatewayPool, false)
            .setRateLimitScheduler(shared.rateLimits, false)
            .setRateLimitElastic(shared.elastic, false)
            .setCallbackPool(shared.elastic, false);
    return identity.shards().isEmpty() ? builder : builder.setShards(identity.shards());
  }

  private RestConfig restConfig(SessionResources shared) {
    return new RestConfig()
        .setBaseUrl(shared.api + "/")
        .setRateLimiterFactory(
            config -> {
              RestRateLimiter limiter = new SessionRateLimiter(config);
              rateLimiters.add(limiter);
              return limiter;
            });
  }

  private static @Nullable Activity activity(Optional<String> text) {
    return text.map(Activity::customStatus).orElse(null);
  }

  /**
   * Connects all shards; returns when the first is on its way.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or answers otherwise, or the session was
   *     stopped before it began
   */
  public void open(SessionHandlers handlers) throws IOException {
    List<EventListener> all = new ArrayList<>();
    all.add(new SessionListener(handlers, identity.seesMembers(), states));
    handlers.entitlements().map(EntitlementListener::new).ifPresent(all::add);
    if (!hear(all)) {
      throw new IOException("The session is closed already");
    }
    states.expect(shardIds().size());
    try {
      bot.login();
    } catch (InvalidTokenException e) {
      throw new TokenRefusedException();
    } catch (ErrorResponseException e) {
      if (e.getResponse() != null && e.getResponse().code == UNAUTHORIZED) {
        throw new TokenRefusedException();
      }
      throw new IOException("Discord does not answer as expected: " + e.getMeaning(), e);
    } catch (CompletionException e) {
      throw new IOException("Discord does not answer as expected", e);
    }
  }

  /** Has these hear, unless nobody is to hear any more: then false. */
  synchronized boolean hear(List<EventListener> all) {
    if (states.isClosing()) {
      return false;
    }
    listeners.addAll(all);
    bot.addEventListener(listeners.toArray());
    return true;
  }

  /** How the session does now. */
  public Connection connection() {
    return states.connection(() -> (int) bot.getGuildCache().size());
  }

  /** Shows this from now on; none shows nothing. */
  public void status(Optional<String> text) {
    if (!text.equals(status)) {
      status = text;
      bot.getShardCache().forEach(shard -> shard.getPresence().setActivity(activity(text)));
    }
  }

  /** Is completed when Discord has ended a shard for good. */
  public CompletableFuture<SessionEnd> endedForGood() {
    return states.endedForGood();
  }

  public long botId() {
    return identity.botId();
  }

  /** Into how many shards the bot's servers are split. */
  public int shardCount() {
    return bot.getShardsTotal();
  }

  /** The shards that this process holds. */
  public List<Integer> shardIds() {
    if (!identity.shards().isEmpty()) {
      return identity.shards();
    }
    List<Integer> all = new ArrayList<>();
    for (int shard = 0; shard < shardCount(); shard++) {
      all.add(shard);
    }
    return all;
  }

  /** Where it is known from who is in a server. */
  public XpLedger.Presence presence() {
    return identity.seesMembers()
        ? XpLedger.Presence.FROM_MEMBER_EVENTS
        : XpLedger.Presence.FROM_MESSAGES;
  }

  /** Those of them that have been ready once, and so know their servers. */
  public BotShards readyShards() {
    return new BotShards(botId(), shardCount(), states.everReady());
  }

  /**
   * Members' roles.
   *
   * @param patience how long a call may wait out rate limits
   */
  public RoleActions roles(Duration patience) {
    return new SessionRoles(bot, patience);
  }

  public NoticeActions notices() {
    return new SessionNotices(bot, directMessages);
  }

  public OwnerMessenger ownerMessages(long ownerId) {
    return new SessionOwnerMessages(bot, ownerId);
  }

  public AnswerActions answers() {
    return new AnswerEdits(bot);
  }

  public ExistenceActions existence() {
    return new ExistenceRequest(bot);
  }

  public MemberListSource memberList() {
    return new MemberListRequest(bot);
  }

  public EntitlementSource entitlements() {
    return new EntitlementRequest(bot);
  }

  /** Whether every shard is connected now. */
  public boolean isConnected() {
    return shardsIn(JDA.Status.CONNECTED) == shardIds().size();
  }

  /** Waits until every shard has been ready once; false when that takes too long. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return states.awaitReady(patience);
  }

  /**
   * Hands over no more events, while requests still work: what was heard can be written and
   * delivered before the session is closed.
   */
  public synchronized void stopHearing() {
    states.closing();
    bot.removeEventListener(listeners.toArray());
  }

  /** Says goodbye to the gateway, for all shards together within a few seconds. */
  @Override
  public void close() {
    stopHearing();
    identifies.close();
    List<JDA> shards = List.copyOf(bot.getShardCache().asList());
    bot.shutdown();
    long deadline = System.nanoTime() + GOODBYE.toNanos();
    try {
      for (JDA shard : shards) {
        // Zero would wait without an end.
        if (!shard.awaitShutdown(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          shard.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rateLimiters.forEach(limiter -> limiter.stop(true, () -> log.debug("No more requests")));
  }

  private long shardsIn(JDA.Status status) {
    return bot.getShardCache().stream().filter(shard -> shard.getStatus() == status).count();
  }
}
