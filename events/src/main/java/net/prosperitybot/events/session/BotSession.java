package net.prosperitybot.events.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.events.delivery.NoticeActions;
import net.prosperitybot.events.discord.AnswerActions;
import net.prosperitybot.events.discord.ExistenceActions;
import net.prosperitybot.events.discord.RoleActions;
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
  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final int LONGEST_RECONNECT_DELAY_SECONDS = 60;
  private static final Logger log = LoggerFactory.getLogger(BotSession.class);

  private final BotIdentity identity;
  private final boolean seesMembers;
  private final ShardManager bot;
  private final ShardStates states;
  private @Nullable SessionListener listener;

  private BotSession(
      BotIdentity identity, boolean seesMembers, ShardManager bot, ShardStates states) {
    this.identity = identity;
    this.seesMembers = seesMembers;
    this.bot = bot;
    this.states = states;
  }

  /**
   * Prepares a session; nothing is connected before {@link #open}.
   *
   * @param application what Discord says about the token
   * @param api Discord's REST API, without a slash at the end
   */
  public static BotSession prepare(
      BotIdentity identity,
      Application application,
      URI api,
      GatewayAddress gateway,
      MeterRegistry meters) {
    boolean seesMembers = application.maySeeMembers();
    if (!seesMembers) {
      log.info(
          "Bot {} runs without the Server Members intent: members who leave stay on the leaderboard,"
              + " and who rejoins gets their roles back with the next level only. Switch it on at the"
              + " application's Bot page in the Developer Portal.",
          identity.botId());
    }
    BotSession session =
        new BotSession(
            identity,
            seesMembers,
            builder(identity, seesMembers, api, gateway).build(false),
            new ShardStates(identity.botId()));
    for (JDA.Status status : JDA.Status.values()) {
      Gauge.builder("prosperity.shards", session, s -> s.shardsIn(status))
          .tag("bot", Long.toString(identity.botId()))
          .tag("state", status.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    return session;
  }

  private static DefaultShardManagerBuilder builder(
      BotIdentity identity, boolean seesMembers, URI api, GatewayAddress gateway) {
    Set<GatewayIntent> intents =
        EnumSet.of(GatewayIntent.GUILD_MESSAGES); // GUILDS is always among them
    if (seesMembers) {
      intents.add(GatewayIntent.GUILD_MEMBERS);
    }
    DefaultShardManagerBuilder builder =
        DefaultShardManagerBuilder.createLight(identity.token().reveal(), intents)
            .setShardsTotal(
                identity.shardCount() == 0 ? gateway.recommendedShards() : identity.shardCount())
            .setRestConfigProvider(shard -> new RestConfig().setBaseUrl(api + "/"))
            .setSessionController(new GivenGateway(gateway.url()))
            .setMaxReconnectDelay(LONGEST_RECONNECT_DELAY_SECONDS)
            .setContextEnabled(false)
            // For deleted threads, see the listener; it costs a small object an event.
            .setRawEventsEnabled(true)
            .setEnableShutdownHook(false)
            .setCallbackPoolProvider(shard -> Executors.newVirtualThreadPerTaskExecutor())
            .setRateLimitElasticProvider(shard -> Executors.newVirtualThreadPerTaskExecutor());
    return identity.shards().isEmpty() ? builder : builder.setShards(identity.shards());
  }

  /** Connects all shards; returns when the first is on its way. */
  public void open(SessionHandlers handlers) {
    listener = new SessionListener(handlers, seesMembers, states);
    bot.addEventListener(listener);
    states.expect(shardIds().size());
    bot.login();
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
    return seesMembers ? XpLedger.Presence.FROM_MEMBER_EVENTS : XpLedger.Presence.FROM_MESSAGES;
  }

  /** Those of them that have been ready once, and so know their servers. */
  public Set<Integer> readyShardIds() {
    return states.everReady();
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
    return new SessionNotices(bot);
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
  public void stopHearing() {
    states.closing();
    if (listener != null) {
      bot.removeEventListener(listener);
    }
  }

  /** Says goodbye to the gateway, for all shards together within a few seconds. */
  @Override
  public void close() {
    stopHearing();
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
  }

  private long shardsIn(JDA.Status status) {
    return bot.getShardCache().stream().filter(shard -> shard.getStatus() == status).count();
  }
}
