package net.prosperitybot.worker.whitelabel;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.worker.RecordingDiscord;
import net.prosperitybot.worker.WorkerRig;
import net.prosperitybot.worker.discord.DiscordRest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a setup that was cut short has left undone comes by itself. */
class EndpointRoutineIT {
  private static final long BOT = 7;
  private static final String APPLICATION = "{\"id\":\"7\",\"verify_key\":\"\"}";

  private static TestDatabase database;

  private RecordingDiscord discord;
  private DiscordRest rest;
  private WhitelabelStore bots;
  private EndpointRoutine routine;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void aBotOfUnknownEndpoint() throws Exception {
    discord = new RecordingDiscord();
    rest = new DiscordRest(discord.apiUrl(), InstantSource.system(), pause -> Thread.sleep(1));
    bots = new WhitelabelStore(database.database());
    TokenVault vault = WorkerRig.vault(WorkerRig.TOKEN_KEYS);
    database.database().dsl().deleteFrom(WHITELABEL_BOTS).execute();
    database
        .database()
        .transaction(
            tx ->
                WhitelabelStore.setUp(
                    tx,
                    new NewBot(
                        BOT,
                        1,
                        "Guildmaster",
                        Optional.empty(),
                        vault.seal(BOT, new Secret("token")),
                        "ab".repeat(32),
                        0),
                    1));
    routine =
        new EndpointRoutine(
            bots,
            new BrandedTokens(1, new Secret("main"), bots, vault, Ticker.disabledTicker()),
            rest,
            new Address(Optional.of(URI.create("http://bot.example")), discord.apiUrl()),
            pause -> Thread.sleep(1));
  }

  @AfterEach
  void close() {
    rest.close();
    discord.close();
  }

  @Test
  void discordIsToldOnceOurAddressIsKnownToBeMissing() {
    discord.then(200, APPLICATION).then(200, APPLICATION);
    routine.round(Duration.ZERO);
    assertEquals(EndpointState.SET, endpoint());
    assertEquals(
        "{\"interactions_endpoint_url\":\"http://bot.example/interactions/7\"}",
        discord.received().getLast().body());
    routine.round(Duration.ZERO);
    assertEquals(2, discord.received().size());
  }

  @Test
  void aSetupThatMayBeUnderWayIsLeftAlone() {
    routine.round(Duration.ofMinutes(3));
    assertEquals(List.of(), discord.received());
  }

  @Test
  void whileDiscordDoesNotAnswerNothingIsKnown() {
    for (int attempt = 0; attempt < 3; attempt++) {
      discord.then(502, "");
    }
    routine.round(Duration.ZERO);
    assertEquals(EndpointState.UNKNOWN, endpoint());
  }

  @Test
  void aTokenThatDiscordRefusesIsNotAskedWithAgain() {
    discord.then(401, "{}");
    routine.round(Duration.ZERO);
    routine.round(Duration.ZERO);
    assertEquals(EndpointState.REFUSED, endpoint());
    assertEquals(1, discord.received().size());
  }

  private EndpointState endpoint() {
    return bots.find(BOT).orElseThrow().endpoint();
  }
}
