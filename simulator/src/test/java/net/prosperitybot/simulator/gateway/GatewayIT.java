package net.prosperitybot.simulator.gateway;

import static net.prosperitybot.simulator.gateway.FakeWorld.BOT;
import static net.prosperitybot.simulator.gateway.FakeWorld.GUILD_MESSAGES;
import static net.prosperitybot.simulator.gateway.FakeWorld.TOKEN;
import static net.prosperitybot.simulator.gateway.GatewayPayloads.identify;
import static net.prosperitybot.simulator.gateway.GatewayPayloads.resume;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol, byte by byte, with a client that does only what a test says. */
class GatewayIT {
  private static final long GUILD = FakeWorld.guildId(1);
  private static final long INTENTS = Intents.GUILDS | GUILD_MESSAGES;
  private static final long WITH_CONTENT = INTENTS | Intents.MESSAGE_CONTENT;
  private static final int FLOOD = 20_000;
  private static final int CUT_EVERY = 3000;
  private static final GatewayOptions RELAXED = GatewayOptions.defaults().withoutIdentifyRate();

  private final FakeWorld world = new FakeWorld();
  private final ManualClock clock = new ManualClock();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Gateway gateway = start(RELAXED);
  private int port;

  private Gateway start(GatewayOptions options) {
    world.addBot(TOKEN, BOT, FakeWorld.ALL_PRIVILEGED, 1);
    world.addGuild(GUILD, 3);
    Gateway started = new Gateway(world, options, clock);
    Javalin server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.host = "127.0.0.1";
                  started.register(config);
                })
            .start(0);
    opened.add(started);
    opened.add(server::stop);
    port = server.port();
    return started;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : opened.reversed()) {
      closeable.close();
    }
  }

  @Test
  void helloReadyAndTheServersComeInThisOrder() throws IOException {
    world.addGuild(FakeWorld.guildId(2), 1);
    RawClient client = connect(RawClient.PLAIN);

    JsonNode hello = client.next();
    client.send(identify("Bot " + TOKEN, INTENTS));
    JsonNode ready = client.next();
    JsonNode first = client.next();
    JsonNode second = client.next();

    assertEquals(10, hello.path("op").asInt());
    assertEquals(41_250, hello.path("d").path("heartbeat_interval").asInt());
    assertEquals("READY", ready.path("t").asText());
    JsonNode data = ready.path("d");
    assertEquals(10, data.path("v").asInt());
    assertEquals("1000", data.path("user").path("id").asText());
    assertEquals("1000", data.path("application").path("id").asText());
    assertEquals("ws://127.0.0.1:" + port + "/gateway", data.path("resume_gateway_url").asText());
    assertEquals("[0,1]", data.path("shard").toString());
    assertEquals("[]", data.path("private_channels").toString());
    assertEquals(2, data.path("guilds").size());
    assertTrue(data.path("guilds").path(0).path("unavailable").asBoolean());
    assertEquals(Long.toString(GUILD), first.path("d").path("id").asText());
    assertEquals(Long.toString(FakeWorld.guildId(2)), second.path("d").path("id").asText());
    assertEquals(
        List.of(1, 2, 3),
        List.of(ready, first, second).stream().map(e -> e.path("s").asInt()).toList());
  }

  @Test
  void allServersOfALargeWorldAreToldOfInOrder() throws IOException {
    IntStream.rangeClosed(2, 700).forEach(i -> world.addGuild(FakeWorld.guildId(i), 0));
    RawClient client = identified(INTENTS);

    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      told.add(client.nextEvent("GUILD_CREATE").path("d").path("id").asLong());
    }

    assertEquals(IntStream.rangeClosed(1, 700).mapToObj(FakeWorld::guildId).toList(), told);
  }

  @Test
  void aLongOutageAmongManyServersDoesNotHoldUpTheRest() throws IOException {
    IntStream.rangeClosed(2, 400).forEach(i -> world.addGuild(FakeWorld.guildId(i), 0));
    IntStream.rangeClosed(200, 390).forEach(i -> world.startOutage(FakeWorld.guildId(i)));
    RawClient client = identified(INTENTS);

    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 209; i++) {
      told.add(client.nextEvent("GUILD_CREATE").path("d").path("id").asLong());
    }

    assertEquals(FakeWorld.guildId(400), told.getLast());
  }

  @Test
  void aServerThatWasNotToldOfYetSendsNothingAndMayStillVanish() throws IOException {
    IntStream.rangeClosed(2, 300).forEach(i -> world.addGuild(FakeWorld.guildId(i), 0));
    gateway.pauseDelivery(BOT);
    RawClient client = connect(RawClient.PLAIN, identify(TOKEN, INTENTS));
    await().until(() -> gateway.sessions().size() == 1);

    publish(world.message(FakeWorld.guildId(300), "too early"));
    publish(event("GUILD_DELETE", FakeWorld.guildId(299), Intents.GUILDS));
    gateway.resumeDelivery(BOT);

    List<String> told = new ArrayList<>();
    while (!told.contains(Long.toString(FakeWorld.guildId(300)))) {
      JsonNode event = client.nextOp(0);
      assertNotEquals("MESSAGE_CREATE", event.path("t").asText());
      told.add(event.path("d").path("id").asText());
    }
    assertFalse(told.contains(Long.toString(FakeWorld.guildId(299))));
    assertEquals(1 + 299 + 1, told.size());
  }

  @Test
  void nothingIsHeardAfterARefusal() throws IOException {
    RawClient client = connect("v=9&encoding=json", identify(TOKEN, INTENTS));

    assertEquals(4012, client.closeCode());
    assertEquals(0, gateway.identifiesSince(BOT, Instant.EPOCH));
  }

  @Test
  void aServerInAnOutageIsListedButNotSent() throws IOException {
    world.addGuild(FakeWorld.guildId(2), 1);
    world.startOutage(GUILD);
    RawClient client = connect(RawClient.PLAIN);
    client.send(identify(TOKEN, INTENTS));

    assertEquals(2, client.nextEvent("READY").path("d").path("guilds").size());
    assertEquals(
        FakeWorld.guildId(2), client.nextEvent("GUILD_CREATE").path("d").path("id").asLong());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4001 | {"op":77,"d":null}
          4002 | not json
          4002 | {"d":null}
          4002 | [1]
          4002 | {"op":2,"d":{"token":"bot-token","intents":1}}
          4002 | {"op":1,"d":"x"}
          4003 | {"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}
          4003 | {"op":8,"d":{"guild_id":"1","query":"","limit":0}}
          4004 | {"op":2,"d":{"token":"wrong","intents":1,"properties":{}}}
          4004 | {"op":6,"d":{"token":"wrong","session_id":"x","seq":1}}
          4010 | {"op":2,"d":{"token":"bot-token","intents":1,"shard":[2,2],"properties":{}}}
          4010 | {"op":2,"d":{"token":"bot-token","intents":1,"shard":[0],"properties":{}}}
          4013 | {"op":2,"d":{"token":"bot-token","intents":131072,"properties":{}}}
          4013 | {"op":2,"d":{"token":"bot-token","properties":{}}}
          """)
  void whatDiscordRefusesClosesTheConnection(int code, String payload) throws IOException {
    RawClient client = connect(RawClient.PLAIN);

    client.send(payload);

    assertEquals(code, client.closeCode());
  }

  @ParameterizedTest
  @CsvSource({
    "v=9&encoding=json, 4012",
    "encoding=json, 4012",
    "v=10&encoding=etf, 4002",
    "v=10&encoding=json&compress=zstd-stream, 4002"
  })
  void anUnknownDialectIsRefused(String query, int code) throws IOException {
    assertEquals(code, connect(query).closeCode());
  }

  @Test
  void binaryAndOversizedPayloadsAreDecodeErrors() throws IOException {
    RawClient binary = connect(RawClient.PLAIN);
    RawClient large = connect(RawClient.PLAIN);

    binary.sendBinary(new byte[] {1, 2, 3});
    large.send("{\"op\":1,\"d\":null,\"x\":\"" + "y".repeat(4100) + "\"}");

    assertEquals(4002, binary.closeCode());
    assertEquals(4002, large.closeCode());
  }

  @Test
  void aSecondIdentifyIsRefused() throws IOException {
    RawClient client = identified(INTENTS);

    client.send(identify(TOKEN, INTENTS));

    assertEquals(4005, client.closeCode());
  }

  @Test
  void aPrivilegedIntentNeedsAGrant() throws IOException {
    world.addBot("modest", 2000, Intents.GUILD_MEMBERS, 1);
    RawClient granted = connect(RawClient.PLAIN);
    RawClient refused = connect(RawClient.PLAIN);

    granted.send(identify("modest", INTENTS | Intents.GUILD_MEMBERS));
    refused.send(identify("modest", WITH_CONTENT));

    assertEquals("2000", granted.nextEvent("READY").path("d").path("user").path("id").asText());
    assertEquals(4014, refused.closeCode());
  }

  @Test
  void tooManyServersNeedShards() throws IOException {
    gateway = start(RELAXED.withShardingAbove(1));
    world.addGuild(FakeWorld.guildId(2), 1);
    RawClient whole = connect(RawClient.PLAIN);
    RawClient half = connect(RawClient.PLAIN);

    whole.send(identify(TOKEN, INTENTS));
    half.send(identify(TOKEN, INTENTS, 1, 2));

    assertEquals(4011, whole.closeCode());
    assertEquals(1, half.nextEvent("READY").path("d").path("guilds").size());
  }

  @Test
  void the121stPayloadWithinAMinuteIsTooMuch() throws IOException {
    RawClient client = connect(RawClient.PLAIN);
    for (int i = 0; i < 120; i++) {
      client.send("{\"op\":1,\"d\":null}");
      client.nextOp(11);
    }
    RawClient patient = connect(RawClient.PLAIN);
    for (int i = 0; i < 240; i++) {
      if (i == 120) {
        clock.advance(Duration.ofSeconds(60));
      }
      patient.send("{\"op\":1,\"d\":null}");
      patient.nextOp(11);
      if (i == 100) {
        client.send("{\"op\":1,\"d\":null}");
        assertEquals(4008, client.closeCode());
      }
    }
  }

  @Test
  void aClientWithoutHeartbeatsIsClosedAndItsSessionEnds() throws IOException {
    RawClient client = identified(INTENTS);

    clock.advance(Duration.ofSeconds(83));

    assertEquals(4009, client.closeCode());
    assertEquals(List.of(), gateway.sessions());
  }

  @Test
  void aHeartbeatIsAnsweredUnlessTheConnectionPlaysDead() throws IOException {
    RawClient client = identified(INTENTS);
    client.send("{\"op\":1,\"d\":2}");
    assertEquals(11, client.nextOp(11).path("op").asInt());

    gateway.ignoreHeartbeats(true);
    client.send("{\"op\":1,\"d\":2}");
    gateway.requestHeartbeat(onlySession().id());

    assertEquals(1, client.next().path("op").asInt());
  }

  @Test
  void eventsPassByIntent() throws IOException {
    RawClient guildsOnly = identified(Intents.GUILDS);
    RawClient reader = identified(INTENTS);

    say("hidden");
    publish(event("GUILD_UPDATE", GUILD, Intents.GUILDS));

    assertEquals("GUILD_UPDATE", afterGuilds(guildsOnly).path("t").asText());
    assertEquals("MESSAGE_CREATE", afterGuilds(reader).path("t").asText());
  }

  @Test
  void withoutTheContentIntentTextIsSeenOnlyByAuthorAndMentioned() throws IOException {
    RawClient without = identified(INTENTS);
    RawClient with = identified(WITH_CONTENT);
    Dispatch plain = world.message(GUILD, "secret");
    Dispatch mention =
        new Dispatch(
            plain.type(),
            plain.guildId(),
            plain.intents(),
            plain.data(),
            plain.withoutContent(),
            Set.of(BOT));

    publish(plain);
    publish(mention);

    assertEquals("", content(without));
    assertEquals("secret", content(without));
    assertEquals("secret", content(with));
  }

  @Test
  void aShardReceivesItsOwnServersAndShardZeroTheDirectMessages() throws IOException {
    RawClient zero = connect(RawClient.PLAIN);
    RawClient one = connect(RawClient.PLAIN);
    zero.send(identify(TOKEN, INTENTS, 0, 2));
    one.send(identify(TOKEN, INTENTS, 1, 2));
    zero.nextEvent("READY");
    one.nextEvent("GUILD_CREATE");

    say("in the server");
    publish(event("CHANNEL_CREATE", 0, 0));

    assertEquals("CHANNEL_CREATE", zero.next().path("t").asText());
    assertEquals("MESSAGE_CREATE", one.next().path("t").asText());
    assertEquals(List.of(0, 1), gateway.sessions().stream().map(SessionView::shard).toList());
  }

  @Test
  void compressedAndPlainConnectionsSayTheSame() throws IOException {
    RawClient plain = identified(WITH_CONTENT);
    RawClient zlib = connect(RawClient.ZLIB);
    zlib.send(identify(TOKEN, WITH_CONTENT));
    String plainGuild = plain.nextEvent("GUILD_CREATE").toString();
    String zlibGuild = zlib.nextEvent("GUILD_CREATE").toString();

    for (int i = 0; i < 500; i++) {
      say("text " + i + " ✓ ".repeat(i * 10));
    }

    assertEquals(plainGuild, zlibGuild);
    for (int i = 0; i < 500; i++) {
      assertEquals(plain.nextText(), zlib.nextText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RawClient.PLAIN, RawClient.ZLIB})
  void aFloodWithCutsArrivesWholeOnceAndInOrder(String query)
      throws IOException, InterruptedException {
    RawClient client = connect(query);
    client.send(identify(TOKEN, INTENTS));
    String id = client.nextEvent("READY").path("d").path("session_id").asText();
    Thread flood =
        Thread.ofPlatform().start(() -> IntStream.range(0, FLOOD).forEach(i -> say("m" + i)));

    List<Long> sequences = new ArrayList<>(List.of(1L));
    List<Long> messages = new ArrayList<>();
    while (messages.size() < FLOOD) {
      JsonNode payload = client.nextOp(0);
      sequences.add(payload.path("s").asLong());
      if (payload.path("t").asText().equals("MESSAGE_CREATE")) {
        messages.add(payload.path("d").path("id").asLong());
        if (messages.size() % CUT_EVERY == 0) {
          gateway.cut(id);
          client.close();
          client = connect(query, resume(TOKEN, id, sequences.getLast()));
        }
      }
    }
    flood.join();
    assertEquals(FLOOD / CUT_EVERY, onlySession().resumed());
    assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
    assertEquals(
        LongStream.range(0, FLOOD).map(i -> messages.getFirst() + i).boxed().toList(), messages);
  }

  @Test
  void aResumeRepeatsExactlyWhatWasMissed() throws IOException {
    RawClient client = identified(WITH_CONTENT);
    List<String> sent = new ArrayList<>();
    client.nextEvent("GUILD_CREATE");
    for (int i = 0; i < 5; i++) {
      say("m" + i);
      sent.add(client.nextText());
    }
    client.close();

    RawClient again = connect(RawClient.PLAIN);
    again.next();
    again.send(resume(TOKEN, onlySession().id(), 4));

    assertEquals(sent.get(2), again.nextText());
    assertEquals(sent.get(3), again.nextText());
    assertEquals(sent.get(4), again.nextText());
    assertEquals("RESUMED", again.next().path("t").asText());
    assertEquals(1, onlySession().resumed());
  }

  @Test
  void eventsOfTheTimeWithoutConnectionAreReplayed() throws IOException {
    RawClient client = identified(WITH_CONTENT);
    client.nextEvent("GUILD_CREATE");
    String id = onlySession().id();
    gateway.cut(id);
    assertEquals(RawClient.NO_CLOSE_FRAME, client.closeCode());
    say("missed");

    RawClient again = connect(RawClient.PLAIN);
    again.send(resume("Bot " + TOKEN, id, 2));

    assertEquals("missed", content(again));
    assertEquals("RESUMED", again.next().path("t").asText());
  }

  @Test
  void aResumeTakesTheSessionFromAnOlderConnection() throws IOException {
    RawClient old = identified(INTENTS);
    old.nextEvent("GUILD_CREATE");

    RawClient next = connect(RawClient.PLAIN);
    next.send(resume(TOKEN, onlySession().id(), 2));

    next.nextEvent("RESUMED");
    assertEquals(RawClient.NO_CLOSE_FRAME, old.closeCode());
    assertTrue(onlySession().connected());
  }

  @Test
  void aResumeBeyondTheNewestEventIsAnInvalidSequence() throws IOException {
    identified(INTENTS).nextEvent("GUILD_CREATE");

    RawClient next = connect(RawClient.PLAIN);
    next.send(resume(TOKEN, onlySession().id(), 99));

    assertEquals(4007, next.closeCode());
    assertEquals(List.of(), gateway.sessions());
  }

  @Test
  void aForeignUnknownOrForgottenSessionIsInvalidAndIdentifyHelps() throws IOException {
    gateway = start(RELAXED.withReplay(128, 1L << 20));
    world.addBot("other", 2000, 0, 1);
    RawClient client = identified(INTENTS);
    client.nextEvent("GUILD_CREATE");
    String id = onlySession().id();
    gateway.cut(id);
    IntStream.range(0, 200).forEach(i -> say("m" + i));

    RawClient next = connect(RawClient.PLAIN);
    next.send(resume(TOKEN, "nobody", 2));
    assertFalse(next.nextOp(9).path("d").asBoolean(true));
    next.send(resume("other", id, 2));
    assertFalse(next.nextOp(9).path("d").asBoolean(true));
    next.send(resume(TOKEN, id, 2));
    assertFalse(next.nextOp(9).path("d").asBoolean(true));
    next.send(identify(TOKEN, INTENTS));

    assertEquals(1, next.nextEvent("READY").path("s").asInt());
    assertEquals(1, gateway.sessions().size());
  }

  @Test
  void aSessionOutlivesADropButNotForEver() throws IOException {
    identified(INTENTS).close();
    await().until(() -> !onlySession().connected());
    clock.advance(Duration.ofSeconds(119));
    assertEquals(1, gateway.sessions().size());

    clock.advance(Duration.ofSeconds(2));

    await().until(() -> gateway.sessions().isEmpty());
  }

  @Test
  void aClientThatSaysGoodbyeEndsItsSession() throws IOException {
    RawClient goodbye = identified(INTENTS);
    RawClient reconnecting = identified(INTENTS);

    goodbye.sendClose(1000);
    reconnecting.sendClose(4900);

    await().until(() -> gateway.sessions().size() == 1 && !onlySession().connected());
  }

  @Test
  void aServerSideCloseKeepsTheSessionWhereDiscordDoes() throws IOException {
    RawClient resumable = identified(INTENTS);
    gateway.close(onlySession().id(), 4000);
    assertEquals(4000, resumable.closeCode());
    assertEquals(1, gateway.sessions().size());

    RawClient again = connect(RawClient.PLAIN);
    again.send(resume(TOKEN, onlySession().id(), 1));
    again.nextEvent("RESUMED");
    gateway.close(onlySession().id(), 4004);

    assertEquals(4004, again.closeCode());
    assertEquals(List.of(), gateway.sessions());
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws IOException {
    gateway = start(RELAXED.withReplay(2000, 1L << 20));
    RawClient reader = identified(INTENTS);
    RawClient sleeper = identified(INTENTS);
    reader.nextEvent("GUILD_CREATE");
    sleeper.nextEvent("GUILD_CREATE");

    long said = 0;
    while (gateway.sessions().stream().allMatch(SessionView::connected) && said < 200_000) {
      for (int i = 0; i < 100; i++) {
        say("x".repeat(500));
      }
      reader.skipFrames(100);
      said += 100;
    }

    List<SessionView> cutOff =
        gateway.sessions().stream().filter(session -> !session.connected()).toList();
    assertEquals(1, cutOff.size());
    assertEquals(RawClient.NO_CLOSE_FRAME, sleeper.closeCode());
    say("still here");
    assertEquals("MESSAGE_CREATE", reader.next().path("t").asText());
  }

  @Test
  void identifiesOfOneBucketNeedFiveSecondsBetweenThem() throws IOException {
    gateway = start(GatewayOptions.defaults());
    world.addBot("large", 2000, 0, 2);
    connect(RawClient.PLAIN, identify("large", INTENTS, 0, 3)).nextEvent("READY");
    connect(RawClient.PLAIN, identify("large", INTENTS, 1, 3)).nextEvent("READY");

    RawClient third = connect(RawClient.PLAIN, identify("large", INTENTS, 2, 3));
    assertFalse(third.nextOp(9).path("d").asBoolean(true));
    clock.advance(Duration.ofSeconds(5));
    third.send(identify("large", INTENTS, 2, 3));

    third.nextEvent("READY");
    assertEquals(4, gateway.identifiesSince(2000, Instant.EPOCH));
    assertEquals(1, gateway.identifiesSince(2000, clock.instant()));
  }

  @Test
  void membersComeInChunksOfAThousand() throws IOException {
    world.addGuild(FakeWorld.guildId(2), 2499);
    RawClient client = identified(INTENTS | Intents.GUILD_MEMBERS);

    client.send(
        """
        {"op":8,"d":{"guild_id":"%d","query":"","limit":0,"nonce":"n1"}}"""
            .formatted(FakeWorld.guildId(2)));

    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      JsonNode chunk = client.nextEvent("GUILD_MEMBERS_CHUNK").path("d");
      assertEquals(i, chunk.path("chunk_index").asInt());
      assertEquals(3, chunk.path("chunk_count").asInt());
      assertEquals("n1", chunk.path("nonce").asText());
      sizes.add(chunk.path("members").size());
    }
    assertEquals(List.of(1000, 1000, 500), sizes);
  }

  @Test
  void membersAreFoundByIdAndByNameButTheWholeListNeedsTheIntent() throws IOException {
    RawClient client = identified(INTENTS);

    client.send("{\"op\":8,\"d\":{\"guild_id\":\"" + GUILD + "\",\"query\":\"\",\"limit\":0}}");
    client.send(
        """
        {"op":8,"d":{"guild_id":"%d","user_ids":["20001","77"]}}"""
            .formatted(GUILD));
    client.send(
        """
        {"op":8,"d":{"guild_id":"%d","query":"MEMB","limit":2}}"""
            .formatted(GUILD));

    JsonNode byId = client.nextEvent("GUILD_MEMBERS_CHUNK").path("d");
    JsonNode byName = client.nextEvent("GUILD_MEMBERS_CHUNK").path("d");
    assertEquals("20001", byId.path("members").path(0).path("user").path("id").asText());
    assertEquals("[\"77\"]", byId.path("not_found").toString());
    assertEquals(2, byName.path("members").size());
    assertFalse(byName.has("not_found"));
  }

  @Test
  void aPresenceIsRememberedAndAWrongOneRefused() throws IOException {
    RawClient client = identified(INTENTS);

    client.send(
        """
        {"op":3,"d":{"since":null,"activities":[{"name":"x","type":0}],"status":"idle","afk":false}}""");
    client.send("{\"op\":4,\"d\":{\"guild_id\":\"1\",\"channel_id\":null}}");
    await().until(() -> onlySession().presence().path("status").asText().equals("idle"));
    client.send("{\"op\":3,\"d\":{\"status\":\"asleep\",\"activities\":[]}}");

    assertEquals(4002, client.closeCode());
  }

  @Test
  void aTestMayHoldBackDoubleSwapAndInvent() throws IOException {
    RawClient client = identified(WITH_CONTENT);
    client.nextEvent("GUILD_CREATE");

    gateway.pauseDelivery(BOT);
    gateway.duplicateNext(BOT, 1);
    say("twice");
    gateway.reorderNext(BOT);
    say("late");
    say("early");
    gateway.sendRaw(onlySession().id(), "{\"op\":0,\"t\":\"NEW_THING\",\"s\":null,\"d\":null}");
    assertEquals("NEW_THING", client.next().path("t").asText());
    gateway.resumeDelivery(BOT);

    assertEquals(
        List.of("twice", "twice", "early", "late"),
        List.of(content(client), content(client), content(client), content(client)));
  }

  @Test
  void identifyCanBeRefusedForATime() throws IOException {
    gateway.refuseIdentify(4004);
    assertEquals(4004, connect(RawClient.PLAIN, identify(TOKEN, INTENTS)).closeCode());

    gateway.acceptIdentify();

    identified(INTENTS);
  }

  @Test
  void op7AndOp9AreSaidAndAnInvalidatedSessionIsGone() throws IOException {
    RawClient client = identified(INTENTS);
    String id = onlySession().id();

    gateway.requestReconnect(id);
    gateway.invalidate(id, true);
    gateway.invalidate(id, false);

    assertTrue(client.nextOp(7).path("d").isNull());
    assertTrue(client.nextOp(9).path("d").asBoolean());
    assertFalse(client.nextOp(9).path("d").asBoolean());
    assertEquals(List.of(), gateway.sessions());
  }

  @Test
  void closingTheGatewaySaysGoodbye() throws IOException {
    RawClient client = identified(INTENTS);

    gateway.close();

    assertEquals(1001, client.closeCode());
  }

  private RawClient connect(String query) throws IOException {
    RawClient client = RawClient.connect(port, query);
    opened.add(client);
    return client;
  }

  private RawClient connect(String query, String first) throws IOException {
    RawClient client = connect(query);
    client.send(first);
    return client;
  }

  /** A plain connection that has read READY. */
  private RawClient identified(long intents) throws IOException {
    RawClient client = connect(RawClient.PLAIN, identify(TOKEN, intents));
    client.nextEvent("READY");
    return client;
  }

  private SessionView onlySession() {
    assertEquals(1, gateway.sessions().size());
    return gateway.sessions().getFirst();
  }

  private static JsonNode afterGuilds(RawClient client) throws IOException {
    client.nextEvent("GUILD_CREATE");
    return client.next();
  }

  private static String content(RawClient client) throws IOException {
    return client.nextEvent("MESSAGE_CREATE").path("d").path("content").asText();
  }

  private void say(String text) {
    publish(world.message(GUILD, text));
  }

  private void publish(Dispatch event) {
    world.publish(gateway, event);
  }

  private static Dispatch event(String type, long guildId, long intents) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("id", "1");
    return new Dispatch(type, guildId, intents, data, data, Set.of());
  }
}
