package net.prosperitybot.simulator.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real JDA, told nothing but another address. */
class JdaAgainstTheGatewayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long GUILD = FakeWorld.guildId(1);

  private final FakeWorld world = new FakeWorld();
  private final Gateway gateway =
      new Gateway(world, GatewayOptions.defaults().withoutIdentifyRate(), InstantSource.system());
  private final Seen seen = new Seen();
  private final List<ShardManager> managers = new ArrayList<>();
  private Javalin server = Javalin.create();

  /** What JDA told its listeners. */
  private static final class Seen implements EventListener {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger recreated = new AtomicInteger();
    private final List<Integer> shutdownCodes = new CopyOnWriteArrayList<>();
    private final List<String> members = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(GenericEvent event) {
      if (event instanceof MessageReceivedEvent message) {
        messages.add(message.getMessage().getContentRaw());
        if (message.getMember() != null) {
          members.add(message.getMember().getId());
        }
      } else if (event instanceof SessionResumeEvent) {
        resumed.incrementAndGet();
      } else if (event instanceof SessionRecreateEvent) {
        recreated.incrementAndGet();
      } else if (event instanceof ShutdownEvent shutdown) {
        shutdownCodes.add(shutdown.getCloseCode() == null ? 0 : shutdown.getCloseCode().getCode());
      }
    }
  }

  /** Keeps JDA away from the real Discord, whatever fails. */
  private static final class LocalSessions extends ConcurrentSessionController {
    private final String url;

    LocalSessions(String url) {
      this.url = url;
    }

    @Override
    public String getGateway() {
      return url;
    }
  }

  @BeforeEach
  void startServer() {
    world.addBot(FakeWorld.TOKEN, FakeWorld.BOT, FakeWorld.ALL_PRIVILEGED, 64);
    world.addGuild(GUILD, 3);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.host = "127.0.0.1";
                  gateway.register(config);
                  config.routes.get(
                      "/api/v10/users/@me",
                      c ->
                          c.contentType("application/json")
                              .result(FakeWorld.user(FakeWorld.BOT, "bot").toString()));
                  config.routes.get(
                      "/api/v10/gateway/bot",
                      c ->
                          c.contentType("application/json")
                              .result(
                                  """
                                  {"url":"%s","shards":1,"session_start_limit":{"total":1000,
                                  "remaining":999,"reset_after":1000,"max_concurrency":64}}"""
                                      .formatted(gatewayUrl(c.port()))));
                })
            .start(0);
  }

  @AfterEach
  void stopServer() {
    managers.forEach(ShardManager::shutdown);
    gateway.close();
    server.stop();
  }

  @Test
  void aMessageArrivesWithItsMember() throws InterruptedException {
    connect(1, GatewayIntent.MESSAGE_CONTENT);

    say("hello");

    await().atMost(PATIENCE).until(() -> seen.messages.equals(List.of("hello")));
    assertEquals(List.of("20000"), seen.members);
    assertTrue(gateway.sessions().getFirst().compressed());
  }

  @Test
  void aHeartbeatThatIsAskedForTellsWhatTheClientHasHandled() throws InterruptedException {
    connect(1, GatewayIntent.MESSAGE_CONTENT);
    for (int i = 0; i < 100; i++) {
      say("m" + i);
    }
    await().atMost(PATIENCE).until(() -> session().sent() == session().sequence());
    long last = session().sequence();
    assertTrue(session().acknowledged() < last);

    gateway.requestHeartbeat(session().id());

    await().atMost(PATIENCE).until(() -> session().acknowledged() == last);
    assertEquals(100, seen.messages.size());
  }

  private SessionView session() {
    return gateway.sessions().getFirst();
  }

  @Test
  void aConnectionCutDuringAFloodLosesAndDoublesNothing() throws InterruptedException {
    connect(1, GatewayIntent.MESSAGE_CONTENT);

    for (int i = 0; i < 3000; i++) {
      say("m" + i);
      if (i % 1000 == 500) {
        gateway.cut(gateway.sessions().getFirst().id());
        int cuts = i / 1000 + 1;
        await().atMost(PATIENCE).until(() -> seen.resumed.get() == cuts);
      }
    }

    await().atMost(PATIENCE).until(() -> seen.messages.size() >= 3000);
    assertEquals(IntStream.range(0, 3000).mapToObj(i -> "m" + i).toList(), seen.messages);
    assertEquals(3, gateway.sessions().getFirst().resumed());
    assertEquals(1, gateway.identifiesSince(FakeWorld.BOT, Instant.EPOCH));
  }

  @Test
  void aRequestedReconnectResumes() throws InterruptedException {
    connect(1, GatewayIntent.MESSAGE_CONTENT);

    gateway.requestReconnect(gateway.sessions().getFirst().id());
    say("while away");

    await().atMost(PATIENCE).until(() -> seen.resumed.get() == 1);
    await().atMost(PATIENCE).until(() -> seen.messages.equals(List.of("while away")));
  }

  @Test
  void anInvalidatedSessionIsReplacedByANewOne() throws InterruptedException {
    connect(1, GatewayIntent.MESSAGE_CONTENT);
    String before = gateway.sessions().getFirst().id();

    gateway.invalidate(before, false);

    await().atMost(PATIENCE).until(() -> seen.recreated.get() == 1);
    assertEquals(1, gateway.sessions().size());
    assertNotEquals(before, gateway.sessions().getFirst().id());
    say("again");
    await().atMost(PATIENCE).until(() -> seen.messages.equals(List.of("again")));
  }

  @Test
  void aPrivilegedIntentThatWasNotGrantedShutsJdaDown() {
    world.addBot("modest-token", 2000, 0, 64);

    start("modest-token", 1, GatewayIntent.GUILD_MEMBERS);

    await().atMost(PATIENCE).until(() -> seen.shutdownCodes.equals(List.of(4014)));
  }

  @Test
  void eachShardSeesItsOwnServers() throws InterruptedException {
    world.addGuild(FakeWorld.guildId(2), 1);

    ShardManager manager = connect(2, GatewayIntent.MESSAGE_CONTENT);

    assertEquals(List.of(FakeWorld.guildId(2)), guildIds(manager, 0));
    assertEquals(List.of(GUILD), guildIds(manager, 1));
  }

  private static List<Long> guildIds(ShardManager manager, int number) {
    return shard(manager, number).getGuilds().stream().map(guild -> guild.getIdLong()).toList();
  }

  private ShardManager connect(int shards, GatewayIntent... more) throws InterruptedException {
    ShardManager manager = start(FakeWorld.TOKEN, shards, more);
    for (int shard = 0; shard < shards; shard++) {
      int number = shard;
      await().atMost(PATIENCE).until(() -> manager.getShardById(number) != null);
      shard(manager, number).awaitReady();
    }
    return manager;
  }

  private static JDA shard(ShardManager manager, int number) {
    return Objects.requireNonNull(manager.getShardById(number));
  }

  private ShardManager start(String token, int shards, GatewayIntent... more) {
    EnumSet<GatewayIntent> intents = EnumSet.of(GatewayIntent.GUILD_MESSAGES);
    intents.addAll(List.of(more));
    ShardManager manager =
        DefaultShardManagerBuilder.createLight(token, intents)
            .setRestConfig(
                new RestConfig().setBaseUrl("http://127.0.0.1:" + server.port() + "/api/v10/"))
            .setSessionController(new LocalSessions(gatewayUrl(server.port())))
            .setCompression(Compression.ZLIB)
            .setShardsTotal(shards)
            .setEnableShutdownHook(false)
            .addEventListeners(seen)
            .build();
    managers.add(manager);
    return manager;
  }

  private void say(String text) {
    world.publish(gateway, world.message(GUILD, text));
  }

  private static String gatewayUrl(int port) {
    return "ws://127.0.0.1:" + port + "/gateway";
  }
}
