package net.prosperitybot.simulator.gateway;

import static net.prosperitybot.simulator.gateway.GatewayPayloads.identify;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.Rest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an application's sessions when the application changes. */
class ApplicationSessionsIT {
  private static final long MEMBERS = Intents.GUILDS | Intents.GUILD_MEMBERS;

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final Instant began = Instant.now();
  private LocalDiscord discord;
  private LocalApplication bot;

  @BeforeEach
  void start() {
    discord =
        LocalDiscord.start(Options.generous().withClock(() -> Instant.now().plus(later.get())));
    bot = discord.createApplication("Bot").grant(Intents.GUILD_MEMBERS);
  }

  @AfterEach
  void stop() {
    discord.close();
  }

  private RawClient identified(String token, long intents) throws IOException {
    RawClient client = sent(identify(token, intents));
    client.nextEvent("READY");
    return client;
  }

  private RawClient sent(String payload) throws IOException {
    RawClient client = RawClient.connect(discord.port(), RawClient.PLAIN);
    client.send(payload);
    return client;
  }

  @Test
  void aRevokedIntentEndsTheSessionsThatUseItAndNoOther() throws IOException {
    try (RawClient with = identified(bot.token(), MEMBERS);
        RawClient without = identified(bot.token(), Intents.GUILDS)) {
      bot.revoke(Intents.GUILD_MEMBERS);
      assertEquals(4014, with.closeCode());
      assertEquals(List.of(Intents.GUILDS), intentsOfSessions());
      assertEquals(4014, closeCodeOf(identify(bot.token(), MEMBERS)));
      assertEquals(4013, closeCodeOf(identify(bot.token(), 1L << 40)));
      without.sendClose(1000);
    }
  }

  private List<Long> intentsOfSessions() {
    return bot.sessions().stream().map(SessionView::intents).toList();
  }

  private int closeCodeOf(String payload) throws IOException {
    try (RawClient client = sent(payload)) {
      return client.closeCode();
    }
  }

  @Test
  void aResetTokenAndADeletedApplicationEndAllSessions() throws IOException {
    String old = bot.token();
    try (RawClient client = identified(old, Intents.GUILDS)) {
      bot.resetToken();
      assertEquals(4004, client.closeCode());
    }
    assertEquals(4004, closeCodeOf(identify(old, Intents.GUILDS)));
    try (RawClient client = identified(bot.token(), Intents.GUILDS)) {
      bot.delete();
      assertEquals(4004, client.closeCode());
    }
    assertEquals(List.of(), discord.gateway().sessions());
  }

  @Test
  void sessionStartsCountDownAndTheOneAfterTheLastResetsTheToken() throws IOException {
    String token = bot.token();
    try (Rest rest = new Rest(discord, token)) {
      assertEquals(1000, limit(rest).path("remaining").asInt());
      assertEquals(0, limit(rest).path("reset_after").asInt());
      identified(token, Intents.GUILDS).close();
      assertEquals(999, limit(rest).path("remaining").asInt());
      later.set(Duration.ofHours(1));
      int hours = (int) Duration.ofMillis(limit(rest).path("reset_after").asInt()).toHours();
      assertEquals(22, hours);
      bot.remainingIdentifies(1);
      identified(token, Intents.GUILDS).close();
      assertEquals(0, limit(rest).path("remaining").asInt());
      assertEquals(4004, closeCodeOf(identify(token, Intents.GUILDS)));
      assertNotEquals(token, bot.token());
      assertEquals(401, rest.get("/gateway/bot").status());
    }
    assertEquals(1000, bot.sessionStartLimit().remaining());
    bot.remainingIdentifies(0);
    later.set(Duration.ofHours(26));
    assertEquals(1000, bot.sessionStartLimit().remaining(), "a new day");
  }

  private static JsonNode limit(Rest rest) {
    return rest.get("/gateway/bot").body().path("session_start_limit");
  }

  @Test
  void oneApplicationIsRefusedWhileOthersAreServed() throws IOException {
    LocalApplication other = discord.createApplication("Other");
    bot.refuseIdentify(4000);
    assertEquals(4000, closeCodeOf(identify(bot.token(), Intents.GUILDS)));
    assertEquals(4000, closeCodeOf(identify(bot.token(), Intents.GUILDS)));
    identified(other.token(), Intents.GUILDS).close();
    assertEquals(2, bot.identifiesSince(began));
    assertEquals(1, other.identifiesSince(began));
    bot.acceptIdentify();
    identified(bot.token(), Intents.GUILDS).close();
  }

  @Test
  void theCustomStatusIsTheOneLastSet() throws IOException {
    String presence =
        "{\"status\":\"online\",\"afk\":false,\"since\":null,\"activities\":[{\"name\":\"Custom"
            + " Status\",\"type\":4,\"state\":\"%s\"}]}";
    String first =
        identify(bot.token(), Intents.GUILDS)
            .replace("\"intents\"", "\"presence\":" + presence.formatted("Hello") + ",\"intents\"");
    try (RawClient client = sent(first)) {
      client.nextEvent("READY");
      assertEquals(Optional.of("Hello"), bot.statusText());
      client.send("{\"op\":3,\"d\":" + presence.formatted("Levelling up") + "}");
      await().until(() -> bot.statusText().equals(Optional.of("Levelling up")));
    }
    await().until(() -> bot.statusText().isEmpty());
  }
}
