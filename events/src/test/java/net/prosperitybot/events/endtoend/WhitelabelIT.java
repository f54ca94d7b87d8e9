package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Intents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what the worker writes into the database to sessions, and back. */
class WhitelabelIT {
  private static final long OWNER = 1;

  private final World world;
  private final LocalApplication acme;
  private final WhitelabelStore store;
  private final PremiumStore premium;
  private final List<Events> running = new ArrayList<>();

  WhitelabelIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    this.acme =
        world.discord.createApplication("Acme").grant(Intents.GUILD_MEMBERS).maxConcurrency(16);
    acme.invite(world.server, World.BOT_PERMISSIONS);
    this.store = new WhitelabelStore(world.database());
    this.premium =
        new PremiumStore(
            world.database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(3)));
    premium.grant(OWNER, Optional.empty(), Optional.empty());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aBotIsSetUpStoppedStartedRestartedAndDeletedAndTheMainBotServesMeanwhile() throws Exception {
    try (Events events = started()) {
      setUp();
      awaitServing(acme.id());
      world.chatToLevelOne(world.ann);
      world.awaitDelivered();
      assertEquals(List.of(acme.id()), noticesBy());
      act(BotAction.STOP);
      awaitServing(world.bot.id());
      await(BotState.STOPPED);
      assertEquals(List.of(), sessions());
      act(BotAction.START);
      awaitServing(acme.id());
      String session = sessions().getFirst().id();
      act(BotAction.RESTART);
      world.await(() -> row().isApplied() && !sessions().getFirst().id().equals(session));
      awaitServing(acme.id());
      setStatusText("Levels for Acme");
      world.await(() -> shown().equals("Levels for Acme"));
      act(BotAction.DELETE);
      world.await(() -> store.find(acme.id()).isEmpty());
      awaitServing(world.bot.id());
      assertEquals(List.of(), sessions());
      assertEquals(0, world.count("SELECT COUNT(*) FROM bot_guilds WHERE bot_id = ?", acme.id()));
      assertTrue(
          world.get(events, "/metrics").contains("prosperity_whitelabel_poll_seconds_count"));
    }
  }

  @Test
  void aTokenThatIsResetInDiscordIsSaidAndTheNewOneRuns() throws Exception {
    try (Events events = started()) {
      setUp();
      await(BotState.RUNNING);
      acme.resetToken();
      await(BotState.FAILED);
      assertTrue(
          row().stateDetail().orElseThrow().startsWith("Discord refuses the bot's token"),
          row().toString());
      awaitServing(world.bot.id());
      setUp();
      await(BotState.RUNNING);
      acme.delete();
      await(BotState.FAILED);
      assertTrue(
          row().stateDetail().orElseThrow().contains("application does not exist"),
          row().toString());
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
  }

  @Test
  void anIntentThatIsTakenAwayIsDoneWithoutAndTheEndOfPremiumStopsTheBot() throws Exception {
    try (Events events = started()) {
      setUp();
      await(BotState.RUNNING);
      acme.grant(0);
      sessions().forEach(session -> world.discord.gateway().close(session.id(), 4014));
      world.forgetIdentifies();
      world.await(
          () ->
              row().state() == BotState.RUNNING
                  && row().stateDetail().orElse("").startsWith("Runs without the Server Members"));
      awaitServing(acme.id());
      premium.revoke(OWNER);
      world
          .database()
          .dsl()
          .execute("UPDATE premium_grants SET ends_at = UTC_TIMESTAMP(3) - INTERVAL 73 HOUR");
      nudge();
      await(BotState.STOPPED);
      awaitServing(world.bot.id());
      assertTrue(row().stateDetail().orElseThrow().startsWith("Premium has ended"));
      premium.grant(OWNER, Optional.empty(), Optional.empty());
      nudge();
      awaitServing(acme.id());
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
  }

  @Test
  void whileMembersChatServingChangesHandsAndEveryMessageEarnsOnce() throws Exception {
    try (Events one = started();
        Events other = started()) {
      setUp();
      awaitServing(acme.id());
      AtomicBoolean isEnough = new AtomicBoolean();
      AtomicInteger sent = new AtomicInteger();
      LocalMember bob = world.server.join("bob");
      Thread chat =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!isEnough.get()) {
                      world.chat(sent.get() % 2 == 0 ? world.ann : bob);
                      long all = sent.incrementAndGet();
                      world.await(() -> world.earned() == all);
                    }
                  });
      act(BotAction.STOP);
      awaitServing(world.bot.id());
      act(BotAction.START);
      awaitServing(acme.id());
      isEnough.set(true);
      chat.join();
      world.awaitDelivered();
      assertEquals(sent.get(), world.earned());
      // Each level is told of at most once, by whoever serves.
      Map<String, Long> byText =
          world.channel.messages().stream()
              .filter(message -> message.content().contains("you reached level"))
              .collect(Collectors.groupingBy(LocalMessage::content, Collectors.counting()));
      assertFalse(byText.isEmpty());
      assertTrue(byText.values().stream().allMatch(count -> count == 1), byText.toString());
      assertEquals("alive", world.get(one, "/live"));
      assertEquals("alive", world.get(other, "/live"));
    }
  }

  @Test
  void aStoppingProcessLeavesItsBotsToTheOtherAtOnce() throws Exception {
    try (Events other = started()) {
      try (Events first = started()) {
        setUp();
        awaitServing(acme.id());
        assertEquals("alive", world.get(first, "/live"));
      }
      nudge();
      // One of the two held it; whichever, it runs on, in one session.
      world.await(() -> row().isHeld());
      awaitServing(acme.id());
      assertEquals(1, sessions().size());
      assertEquals(1, world.count("SELECT COUNT(*) FROM service_instances"));
      assertEquals("alive", world.get(other, "/live"));
    }
    assertEquals(0, world.count("SELECT COUNT(*) FROM service_instances"));
    assertFalse(row().isHeld());
  }

  @Test
  void whatWasDeletedWhileItWasStoppedIsFoundWhenItServesAgain() throws Exception {
    LocalRole regular = world.levelRole("Regular", 5);
    try (Events events = started()) {
      setUp();
      awaitServing(acme.id());
      world.server.kick(world.bot);
      world.await(() -> world.count("SELECT COUNT(*) FROM bot_guilds") == 1);
      act(BotAction.STOP);
      await(BotState.STOPPED);
      regular.delete();
      act(BotAction.START);
      world.await(() -> world.count("SELECT COUNT(*) FROM level_roles") == 0);
      assertEquals("alive", world.get(events, "/live"));
    }
  }

  @Test
  void withoutTheKeyOfAStoredTokenTheServiceDoesNotStart() {
    TokenVault other =
        TokenVault.read(
            new ConfigReader(
                Env.of(
                    Map.of(
                        TokenVault.SETTING, "lost:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))));
    setUp(other.seal(acme.id(), new Secret(acme.token())));
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> world.startUnready().close());
    assertEquals(
        List.of(
            "TOKEN_KEYS lacks the key 'lost', which sealed 1 stored token. Put it behind the"
                + " others."),
        refusal.problems());
  }

  private Events started() throws Exception {
    Events events = world.startEvents();
    running.add(events);
    return events;
  }

  /** Does not wait for the next poll; one that has been closed does nothing. */
  private void nudge() {
    world.forgetIdentifies();
    running.forEach(events -> events.supervisor().poll());
  }

  private void setUp() {
    setUp(World.VAULT.seal(acme.id(), new Secret(acme.token())));
    nudge();
  }

  private void setUp(SealedToken token) {
    world
        .database()
        .transaction(
            tx ->
                WhitelabelStore.setUp(
                    tx,
                    new NewBot(
                        acme.id(), OWNER, "Acme", Optional.empty(), token, acme.publicKeyHex(), 0),
                    1));
  }

  private void act(BotAction action) {
    world.database().transaction(tx -> WhitelabelStore.act(tx, OWNER, acme.id(), action));
    nudge();
  }

  private void setStatusText(String text) {
    world
        .database()
        .transaction(tx -> WhitelabelStore.setStatusText(tx, OWNER, acme.id(), Optional.of(text)));
    nudge();
  }

  private WhitelabelBot row() {
    return store.find(acme.id()).orElseThrow();
  }

  private void await(BotState state) {
    world.await(() -> row().state() == state && row().isApplied());
  }

  private void awaitServing(long botId) {
    world.await(
        () -> world.count("SELECT COUNT(*) FROM guilds WHERE serving_bot_id = ?", botId) == 1);
  }

  private List<SessionView> sessions() {
    return world.discord.gateway().sessions().stream()
        .filter(session -> session.applicationId() == acme.id())
        .toList();
  }

  private String shown() {
    return sessions().getFirst().presence().path("activities").path(0).path("state").asText("");
  }

  /** The author of each notice. */
  private List<Long> noticesBy() {
    return world.channel.messages().stream()
        .map(LocalMessage::authorId)
        .filter(author -> author != world.ann.id())
        .toList();
  }
}
