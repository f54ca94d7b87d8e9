package net.prosperitybot.worker.registration;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_REGISTRATIONS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.registration.CommandRegistrar.Standing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that have changed come to every branded bot, in turn and by its own token. */
class BrandedRegistrationsIT {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final String PUT = "/applications/*/commands";

  private static LocalDiscord discord;
  private static TestDatabase database;
  private static DiscordRest rest;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
  private final List<LocalApplication> branded = new ArrayList<>();
  private LocalApplication main;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start(Options.generous());
    database = TestDatabase.create();
    rest =
        new DiscordRest(
            URI.create(discord.apiUrl()), InstantSource.system(), pause -> Thread.sleep(1));
  }

  @AfterAll
  static void stop() {
    rest.close();
    database.close();
    discord.close();
  }

  @BeforeEach
  void threeBrandedBots() {
    discord.heal();
    database.database().dsl().deleteFrom(COMMAND_REGISTRATIONS).execute();
    database.database().dsl().deleteFrom(WHITELABEL_BOTS).execute();
    main = discord.createApplication("Main");
    for (String name : List.of("A", "B", "C")) {
      LocalApplication bot = discord.createApplication(name);
      branded.add(bot);
      database
          .database()
          .dsl()
          .execute(
              """
              INSERT INTO whitelabel_bots
                (bot_id, owner_id, name, sealed_token, public_key, last_action, last_action_at,
                 wanted, state_since, due_at, created_at)
              VALUES (?, 1, ?, 'k.sealed', '', 'setup', UTC_TIMESTAMP(3), 'running',
                      UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
              """,
              bot.id(),
              name);
    }
    discord.requests().clear();
  }

  @Test
  void oneBotARoundGetsWhatIsNewAndThenNobodyIsBehind() throws Exception {
    CommandRegistrar registrar = registrar("level");
    BrandedRegistrations renewals = renewals(registrar);
    for (int round = 1; round <= 3; round++) {
      assertTrue(renewals.round());
      assertEquals(round + 1, discord.requests().matching("PUT", PUT).size());
    }
    assertFalse(renewals.round());
    assertEquals(0, behind());
    branded.forEach(bot -> assertEquals(1, bot.commands().size()));
    assertEquals(Standing.UP_TO_DATE, registrar.standing(branded.getFirst().id()));

    CommandRegistrar next = registrar("rank");
    assertEquals(Standing.BEHIND, next.standing(branded.getFirst().id()));
    assertTrue(renewals(next).round());
    assertEquals(3, behind());
    assertEquals("rank", branded.getFirst().commands().getFirst().path("name").asText());
    // The release before does not take it back: the main bot's commands are not its own any more.
    assertFalse(renewals.round());
    assertEquals("rank", branded.getFirst().commands().getFirst().path("name").asText());
  }

  @Test
  void oneThatFailsHoldsUpNoOtherAndIsTriedAgainLater() throws Exception {
    discord.fault(
        FaultPlan.on("PUT", PUT, new Fault.Fail(403, 0, "No"))
            .forApplication(branded.getFirst().id()));
    BrandedRegistrations renewals = renewals(registrar("level"));
    for (int round = 0; round < 4; round++) {
      renewals.round();
    }
    assertEquals(0, branded.get(0).commands().size());
    assertEquals(1, branded.get(1).commands().size());
    assertEquals(1, branded.get(2).commands().size());
    assertEquals(1, behind());
    discord.heal();
    assertFalse(renewals.round(), "its time has not come");
    now.set(START.plus(BrandedRegistrations.FIRST_BACK_OFF));
    assertTrue(renewals.round());
    assertEquals(1, branded.get(0).commands().size());
  }

  @Test
  void aRefusedTokenWaitsLongAndAnotherOneDoesNot() throws Exception {
    LocalApplication first = branded.getFirst();
    String reset = first.token();
    first.resetToken();
    AtomicReference<String> token = new AtomicReference<>(reset);
    BrandedRegistrations renewals =
        renewals(registrar("level"), bot -> bot.equals(first) ? token.get() : bot.token());
    for (int round = 0; round < 4; round++) {
      renewals.round();
    }
    assertEquals(1, behind());
    now.set(START.plus(Duration.ofMinutes(59)));
    assertFalse(renewals.round(), "nothing has changed");
    token.set(first.token());
    assertTrue(renewals.round());
    assertEquals(1, first.commands().size());
  }

  @Test
  void aLimitThatASetupMetIsKeptHoweverLongItIs() throws Exception {
    LocalApplication first = branded.getFirst();
    Duration limit = Duration.ofHours(2);
    discord.fault(
        FaultPlan.on("PUT", PUT, new Fault.RateLimited(limit, false)).forApplication(first.id()));
    BrandedRegistrations renewals = renewals(registrar("level"));
    assertFalse(renewals.registerAnew(first.id(), new Secret(first.token())));
    discord.heal();
    now.set(START.plus(limit).minusSeconds(1));
    assertTrue(renewals.round());
    assertTrue(renewals.round());
    assertFalse(renewals.round());
    assertEquals(0, first.commands().size());
    now.set(START.plus(limit));
    assertTrue(renewals.round());
    assertEquals(1, first.commands().size());
  }

  @Test
  void whoIsBehindIsCountedAlsoWhileTheMainBotIs() throws Exception {
    CommandRegistrar registrar = registrar("level");
    database
        .database()
        .dsl()
        .update(COMMAND_REGISTRATIONS)
        .setNull(COMMAND_REGISTRATIONS.DEFINITION_HASH)
        .execute();
    assertFalse(renewals(registrar).round());
    assertEquals(3, behind());
  }

  @Test
  void aBotWhoseTokenIsGoneIsLeftAlone() throws Exception {
    database
        .database()
        .dsl()
        .update(WHITELABEL_BOTS)
        .setNull(WHITELABEL_BOTS.SEALED_TOKEN)
        .execute();
    assertFalse(renewals(registrar("level")).round());
    assertEquals(0, behind());
  }

  @Test
  void twoProcessesShareTheWork() throws Exception {
    BrandedRegistrations one = renewals(registrar("level"));
    BrandedRegistrations other = renewals(registrar("level"));
    assertTrue(one.round());
    assertTrue(other.round());
    assertTrue(one.round());
    assertFalse(other.round());
    assertEquals(3, branded.stream().filter(bot -> bot.commands().size() == 1).count());
    assertEquals(4, discord.requests().matching("PUT", PUT).size());
  }

  /** One whose definition the main bot has. */
  private CommandRegistrar registrar(String command) {
    MeterRegistry own = new SimpleMeterRegistry();
    ArrayNode commands = JsonNodeFactory.instance.arrayNode();
    commands.addObject().put("type", 1).put("name", command).put("description", "A command");
    CommandRegistrar registrar =
        new CommandRegistrar(
            database.database(),
            rest,
            URI.create(discord.apiUrl()),
            () -> commands,
            command,
            new WorkerMetrics(own),
            pause -> Thread.sleep(1));
    registrar.register(main.id(), new Secret(main.token()), OptionalLong.empty());
    await().until(() -> own.get("prosperity.registrations.waiting").gauge().value() == 0);
    return registrar;
  }

  private BrandedRegistrations renewals(CommandRegistrar registrar) {
    return renewals(registrar, LocalApplication::token);
  }

  private BrandedRegistrations renewals(
      CommandRegistrar registrar, Function<LocalApplication, String> token) {
    return new BrandedRegistrations(
        registrar,
        botId ->
            branded.stream()
                .filter(bot -> bot.id() == botId)
                .map(bot -> new Secret(token.apply(bot)))
                .findFirst(),
        main.id(),
        OptionalLong.empty(),
        metrics,
        now::get,
        pause -> Thread.sleep(1));
  }

  private double behind() {
    return meters.get("prosperity.registrations.branded.behind").gauge().value();
  }
}
