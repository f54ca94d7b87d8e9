package net.prosperitybot.worker.registration;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_REGISTRATIONS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that start together, on a real database. */
class CommandRegistrarIT {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final RegistrationKey KEY = new RegistrationKey(1, 0);

  private static LocalDiscord discord;
  private static TestDatabase database;
  private static DiscordRest rest;

  private LocalApplication bot;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start();
    database = TestDatabase.create();
    rest =
        new DiscordRest(
            URI.create(discord.apiUrl()), InstantSource.system(), CommandRegistrarIT::briefly);
  }

  @AfterAll
  static void stop() {
    rest.close();
    database.close();
    discord.close();
  }

  @BeforeEach
  void newBot() {
    database.database().dsl().deleteFrom(COMMAND_REGISTRATIONS).execute();
    discord.heal();
    discord.requests().clear();
    bot = discord.createApplication("Bot");
  }

  @Test
  void replicasThatStartTogetherRegisterOnce() {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replicas.add(replica("replica-" + i, definition("level")));
    }
    replicas.forEach(this::register);
    await().until(() -> bot.commands().size() == 1);
    replicas.forEach(CommandRegistrarIT::awaitDoneThenClose);
    assertEquals(1, discord.requests().matching("PUT", "/applications/*/commands").size());
  }

  @Test
  void anUnchangedDefinitionIsNotRegisteredAgainAndAChangedOneIs() {
    registerAndWait(definition("level"));
    registerAndWait(definition("level"));
    assertEquals(1, discord.requests().matching("PUT", "/applications/*/commands").size());
    registerAndWait(definition("rank"));
    assertEquals(2, discord.requests().matching("PUT", "/applications/*/commands").size());
    assertEquals("rank", bot.commands().getFirst().path("name").asText());
  }

  @Test
  void aRegistrationThatDiscordFailsIsTriedAgainUntilItWorks() {
    discord.fault(
        FaultPlan.on("PUT", "/applications/*/commands", new Fault.Fail(503, 0, "Unavailable"))
            .times(7));
    registerAndWait(definition("level"));
    assertEquals(1, bot.commands().size());
  }

  @Test
  void ofManyThatClaimExactlyOneIsGranted() throws Exception {
    RegistrationStore store = new RegistrationStore(database.database());
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RegistrationStore.Claim>> claims = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String owner = "replica-" + i;
        claims.add(
            threads.submit(
                () -> {
                  go.await();
                  return store.claim(KEY, "hash", owner, LEASE);
                }));
      }
      go.countDown();
      int granted = 0;
      for (Future<RegistrationStore.Claim> claim : claims) {
        granted += claim.get() instanceof RegistrationStore.Granted ? 1 : 0;
      }
      assertEquals(1, granted);
    }
  }

  @Test
  void aHolderThatDiedIsTakenOverAfterItsLeaseAndCanNoLongerComplete() {
    RegistrationStore store = new RegistrationStore(database.database());
    var dead =
        assertInstanceOf(RegistrationStore.Granted.class, store.claim(KEY, "hash", "dead", LEASE));
    assertInstanceOf(
        RegistrationStore.HeldByAnother.class, store.claim(KEY, "hash", "next", LEASE));
    database
        .database()
        .dsl()
        .execute(
            "UPDATE command_registrations SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    var next =
        assertInstanceOf(RegistrationStore.Granted.class, store.claim(KEY, "hash", "next", LEASE));
    assertFalse(store.complete(KEY, "hash", dead));
    store.release(KEY, dead);
    assertInstanceOf(
        RegistrationStore.HeldByAnother.class, store.claim(KEY, "hash", "third", LEASE));
    assertTrue(store.complete(KEY, "hash", next));
    assertInstanceOf(RegistrationStore.AlreadyDone.class, store.claim(KEY, "hash", "third", LEASE));
  }

  private void registerAndWait(ArrayNode definition) {
    Replica replica = replica("one", definition);
    register(replica);
    awaitDoneThenClose(replica);
  }

  private void register(Replica replica) {
    replica.registrar().register(bot.id(), new Secret(bot.token()), OptionalLong.empty());
  }

  private static void awaitDoneThenClose(Replica replica) {
    await()
        .until(() -> replica.meters().get("prosperity.registrations.waiting").gauge().value() == 0);
    replica.registrar().close();
  }

  private record Replica(CommandRegistrar registrar, MeterRegistry meters) {}

  private static Replica replica(String owner, ArrayNode definition) {
    MeterRegistry meters = new SimpleMeterRegistry();
    CommandRegistrar registrar =
        new CommandRegistrar(
            database.database(),
            rest,
            URI.create(discord.apiUrl()),
            () -> definition,
            owner,
            new WorkerMetrics(meters),
            CommandRegistrarIT::briefly);
    return new Replica(registrar, meters);
  }

  private static ArrayNode definition(String name) {
    ArrayNode commands = JsonNodeFactory.instance.arrayNode();
    commands.addObject().put("type", 1).put("name", name).put("description", "A command");
    return commands;
  }

  /** The shape of every pause stays, a hundredth of its length. */
  private static void briefly(Duration pause) throws InterruptedException {
    Thread.sleep(pause.dividedBy(100));
  }
}
