package net.prosperitybot.events.endtoend;

import static net.prosperitybot.common.database.schema.Tables.IDENTIFY_BUCKETS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.whitelabel.BotLeases;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.events.Events;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.EndCause;
import net.prosperitybot.events.hosting.HostedBot;
import net.prosperitybot.events.hosting.LaunchOrder;
import net.prosperitybot.events.hosting.TokenRefusedException;
import net.prosperitybot.events.hosting.WrongApplicationException;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Intents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers' bots beside the main one, in one process. */
class BrandedBotsIT {
  private final World world;
  private final LocalApplication acme;
  private final BotLeases leases;

  BrandedBotsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    this.acme = branded("Acme");
    this.leases = new BotLeases(world.database(), new GuildStore(world.database(), world.bot.id()));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aMessageThatThreeBotsHearEarnsOnceAndTheServingBotAloneGivesTheRoleAndTheNotice()
      throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    LocalApplication zenith = branded("Zenith");
    try (Events events = world.startEvents();
        HostedBot second = launchRunning(events, zenith);
        HostedBot first = launchRunning(events, acme)) {
      assertEquals("Acme", first.profile().name());
      assertEquals(zenith.id(), second.profile().id());
      world.chatToLevelOne(world.ann);
      world.await(() -> world.ann.has(regular));
      world.awaitDelivered();
      assertEquals(world.earned(), world.channel.messages().size() - 1);
      assertEquals(List.of(acme.id()), noticesBy());
      assertEquals(Set.of(acme.id()), rolesBy());
      String metrics = world.get(events, "/metrics");
      assertTrue(
          metrics.contains("prosperity_shards{bot=\"branded\",state=\"connected\"} 2.0"), metrics);
      assertFalse(metrics.contains(Long.toString(acme.id())), metrics);
    }
  }

  @Test
  void whileMembersChatABotGoesAndTheMainBotTakesOverWithNothingLostOrTwice() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    try (Events events = world.startEvents()) {
      HostedBot bot = launch(events, acme, Optional.empty());
      BotLeases.Lease lease = running(acme, bot);
      int sent = 0;
      for (; sent < 3; sent++) {
        world.chat(world.ann);
      }
      Thread closing = Thread.ofVirtual().start(bot::close);
      for (; sent < 6; sent++) {
        world.chat(world.ann);
      }
      closing.join();
      leases.release(lease);
      int all = sent;
      world.await(() -> world.earned() == all);
      world.chatToLevelOne(world.ann);
      world.await(() -> world.ann.has(regular));
      world.awaitDelivered();
      assertEquals(1, noticesBy().size());
      assertEquals(1, rolesBy().size());
      assertEquals(world.earned(), world.channel.messages().size() - 1);
      assertTrue(
          world
              .get(events, "/metrics")
              .contains("prosperity_shards{bot=\"branded\",state=\"connected\"} 0.0"));
      bot.close(); // does nothing
    }
  }

  @Test
  void aSessionThatEndsSaysWhyAndTheMainBotsGoesOn() throws Exception {
    try (Events events = world.startEvents()) {
      assertEquals(new EndCause.TokenRefused(), endAfterRefusal(events, 4004, false));
      assertEquals(new EndCause.ShardingRefused(4010), endAfterRefusal(events, 4010, false));
      assertEquals(new EndCause.ShardingRefused(4011), endAfterRefusal(events, 4011, false));
      assertEquals(new EndCause.IntentsInvalid(4013), endAfterRefusal(events, 4013, false));
      assertEquals(new EndCause.MembersIntentRefused(), endAfterRefusal(events, 4014, false));
      assertEquals(new EndCause.IntentsInvalid(4014), endAfterRefusal(events, 4014, true));
      world.discord.gateway().acceptIdentify();

      String old = acme.token();
      try (HostedBot bot = launch(events, acme, Optional.empty())) {
        world.await(() -> bot.connection() instanceof Connection.Connected);
        acme.resetToken();
        assertEquals(new EndCause.TokenRefused(), endOf(bot));
      }
      assertThrows(TokenRefusedException.class, () -> launchWith(events, acme.id(), old).close());
      WrongApplicationException wrong =
          assertThrows(
              WrongApplicationException.class,
              () -> launchWith(events, acme.id(), world.bot.token()).close());
      assertEquals(world.bot.id(), wrong.actual());
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
  }

  @Test
  void whoHasIdentifiedTooOftenInADayEndsBeforeDiscordResetsTheToken() throws Exception {
    try (Events events = world.startEvents()) {
      world
          .database()
          .dsl()
          .execute(
              "INSERT INTO identifies (bot_id, hour, sent) VALUES (?, ?, ?)",
              acme.id(),
              Duration.ofSeconds(Instant.now().getEpochSecond()).toHours(),
              IdentifyBudget.MOST_IN_A_DAY);
      Instant before = Instant.now();
      try (HostedBot bot = launch(events, acme, Optional.empty())) {
        EndCause.IdentifiesExhausted end =
            assertInstanceOf(EndCause.IdentifiesExhausted.class, endOf(bot));
        assertEquals(IdentifyBudget.MOST_IN_A_DAY, end.sent());
        assertTrue(end.until().isPositive());
      }
      assertEquals(0, world.discord.gateway().identifiesSince(acme.id(), before));
    }
  }

  @Test
  void thePresenceIsThereFromTheStartAndChangesWithoutAReconnect() throws Exception {
    Instant before = Instant.now();
    try (Events events = world.startEvents();
        HostedBot bot = launch(events, acme, Optional.of("Levels for Acme"))) {
      world.await(() -> bot.connection() instanceof Connection.Connected);
      assertEquals("Levels for Acme", shown());
      bot.status(Optional.of("Closed today"));
      world.await(() -> shown().equals("Closed today"));
      bot.status(Optional.empty());
      world.await(() -> shown().isEmpty());
      assertEquals(1, world.discord.gateway().identifiesSince(acme.id(), before));
    }
  }

  @Test
  void anInterruptedSessionSaysSoAndIdentifiesAgainOnlyAfterTheSpacing() throws Exception {
    Instant before = Instant.now();
    try (Events events = world.startEvents();
        HostedBot bot = launch(events, acme, Optional.empty())) {
      world.await(() -> bot.connection() instanceof Connection.Connected);
      world.discord.gateway().cut(session().id());
      world.await(
          () -> session().resumed() == 1 && bot.connection() instanceof Connection.Connected);
      assertEquals(1, world.discord.gateway().identifiesSince(acme.id(), before));

      world.discord.gateway().invalidate(session().id(), false);
      world.await(() -> bot.connection() instanceof Connection.Interrupted);
      world.await(() -> bot.connection() instanceof Connection.Connected);
      assertEquals(2, world.discord.gateway().identifiesSince(acme.id(), before));
      assertTrue(
          Duration.between(before, Instant.now()).compareTo(IdentifyBudget.SPACING) >= 0,
          "spaced by the database's clock");
      Instant turn = nextTurn().minus(IdentifyBudget.SPACING);
      assertEquals(
          0,
          world.discord.gateway().identifiesSince(acme.id(), turn.plusMillis(1900)),
          "the turn was taken when it was used");
    }
  }

  /** One that the supervisor leaves alone: it is stopped, and the test launches it by itself. */
  private LocalApplication branded(String name) {
    LocalApplication application =
        world.discord.createApplication(name).grant(Intents.GUILD_MEMBERS).maxConcurrency(16);
    application.invite(world.server, World.BOT_PERMISSIONS);
    world
        .database()
        .dsl()
        .execute(
            """
            INSERT INTO whitelabel_bots (bot_id, owner_id, name, public_key, last_action,
                                         last_action_at, wanted, applied_generation, state_since,
                                         due_at, created_at)
            VALUES (?, 1, ?, '', 'setup', UTC_TIMESTAMP(3), 'stopped', 1, UTC_TIMESTAMP(3),
                    UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            """,
            application.id(),
            name);
    return application;
  }

  private HostedBot launchRunning(Events events, LocalApplication application) throws Exception {
    HostedBot bot = launch(events, application, Optional.empty());
    running(application, bot);
    return bot;
  }

  private HostedBot launch(Events events, LocalApplication application, Optional<String> status)
      throws Exception {
    world.forgetIdentifies();
    return events
        .launcher()
        .launch(new LaunchOrder(application.id(), new Secret(application.token()), status, false));
  }

  private HostedBot launchWith(Events events, long botId, String token) throws Exception {
    return events
        .launcher()
        .launch(new LaunchOrder(botId, new Secret(token), Optional.empty(), false));
  }

  /** Once it is connected and known to be in the server, it serves. */
  private BotLeases.Lease running(LocalApplication application, HostedBot bot) {
    world.await(() -> bot.connection().equals(new Connection.Connected(1)));
    world.await(
        () ->
            world.count("SELECT COUNT(*) FROM bot_guilds WHERE bot_id = ?", application.id()) == 1);
    BotLeases.Lease lease =
        leases.claim(application.id(), "test", Duration.ofMinutes(1)).orElseThrow();
    leases.report(
        lease, new BotLeases.Report(BotState.RUNNING, Optional.empty(), 1, 0, Duration.ZERO));
    return lease;
  }

  private EndCause endAfterRefusal(Events events, int code, boolean withoutMembers)
      throws Exception {
    world.discord.gateway().refuseIdentify(code);
    world.forgetIdentifies();
    try (HostedBot bot =
        events
            .launcher()
            .launch(
                new LaunchOrder(
                    acme.id(), new Secret(acme.token()), Optional.empty(), withoutMembers))) {
      return endOf(bot);
    }
  }

  private EndCause endOf(HostedBot bot) {
    List<EndCause> causes = new ArrayList<>();
    world.await(
        () -> {
          if (bot.connection() instanceof Connection.Ended ended) {
            causes.add(ended.cause());
          }
          return !causes.isEmpty();
        });
    return causes.getFirst();
  }

  private Instant nextTurn() {
    return world
        .database()
        .dsl()
        .select(IDENTIFY_BUCKETS.NEXT_AT)
        .from(IDENTIFY_BUCKETS)
        .where(IDENTIFY_BUCKETS.BOT_ID.eq(acme.id()))
        .fetchSingle()
        .value1();
  }

  private SessionView session() {
    return world.discord.gateway().sessions().stream()
        .filter(session -> session.applicationId() == acme.id())
        .findFirst()
        .orElseThrow();
  }

  /** The text that the bot shows, empty for none. */
  private String shown() {
    JsonNode activities = session().presence().path("activities");
    return activities.path(0).path("state").asText("");
  }

  /** The author of each notice. */
  private List<Long> noticesBy() {
    return world.channel.messages().stream()
        .map(message -> message.authorId())
        .filter(author -> author != world.ann.id())
        .toList();
  }

  private Set<Long> rolesBy() {
    return world.roleCalls().stream().map(Exchange::applicationId).collect(Collectors.toSet());
  }
}
