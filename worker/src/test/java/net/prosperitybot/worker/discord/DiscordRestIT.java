package net.prosperitybot.worker.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.RefusalBudget;
import net.prosperitybot.worker.RecordingDiscord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscordRestIT {
  private static final Secret BOT_TOKEN = new Secret("bot-token-abc");
  private static final Secret TOKEN = new Secret("interaction-token-xyz");
  private static final ObjectNode BODY = JsonNodeFactory.instance.objectNode().put("content", "x");

  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH.plusSeconds(1);
  private RecordingDiscord discord;
  private DiscordRest rest;

  @BeforeEach
  void start() throws Exception {
    discord = new RecordingDiscord();
    rest = restTo(discord.apiUrl());
  }

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  private DiscordRest restTo(URI url) {
    return new DiscordRest(url, () -> now, pauses::add);
  }

  @Test
  void theOwnApplicationIsAskedForWithTheBotsToken() throws Exception {
    discord.then(
        200, "{\"id\":\"7\",\"name\":\"App\",\"bot\":{\"username\":\"Bot\",\"avatar\":\"a1\"}}");
    assertEquals(
        new ApplicationInfo(
            7, 7, "Bot", Optional.of("a1"), "", 0, Optional.empty(), Set.of(), false, true, false),
        rest.ownApplication(BOT_TOKEN));
    assertEquals(Optional.of("Bot bot-token-abc"), discord.received().getFirst().authorization());
  }

  @Test
  void whatAnOldOrADemandingApplicationSaysOfItselfIsRead() throws Exception {
    discord.then(200, "{\"id\":\"7\",\"bot\":{\"id\":\"8\"},\"bot_require_code_grant\":true}");
    ApplicationInfo application = rest.ownApplication(BOT_TOKEN);
    assertEquals(8, application.botId());
    assertTrue(application.requiresCodeGrant());
  }

  @Test
  void afterTooManyRefusalsOnlyInteractionsAreAnswered() throws Exception {
    for (int i = 1; i < RefusalBudget.HALF; i++) {
      rest.refusals().answered(403, "");
    }
    discord.then(401, "{}");
    assertThrows(DiscordException.class, () -> rest.server(BOT_TOKEN, 7));
    int sent = discord.received().size();
    DiscordException held = assertThrows(DiscordException.class, () -> rest.server(BOT_TOKEN, 7));
    assertTrue(held.mayPass());
    assertEquals(Duration.ofMinutes(1), held.retryAfter());
    assertEquals(sent, discord.received().size(), "nothing went out");
    rest.editOriginal(7, new Secret("interaction"), BODY);
    assertEquals(sent + 1, discord.received().size());
  }

  @Test
  void whenDiscordAnswersWithErrorsOnlyInteractionsAreAnsweredUntilItIsBack() throws Exception {
    for (int i = 0; i < 20; i++) {
      discord.then(503, "{}");
    }
    while (!rest.breaker().isOpen()) {
      assertThrows(DiscordException.class, () -> rest.server(BOT_TOKEN, 7));
    }
    int sent = discord.received().size();
    assertEquals(20, sent);
    DiscordException held = assertThrows(DiscordException.class, () -> rest.server(BOT_TOKEN, 7));
    assertTrue(held.mayPass());
    assertEquals(sent, discord.received().size(), "nothing went out");
    rest.editOriginal(7, new Secret("interaction"), BODY);
    assertEquals(sent + 1, discord.received().size());
    now = now.plusSeconds(11);
    for (int i = 0; i < 3; i++) {
      discord.then(200, "{\"id\":\"7\",\"owner_id\":\"9\",\"roles\":[]}");
      rest.server(BOT_TOKEN, 7);
    }
    assertFalse(rest.breaker().isOpen());
  }

  @Test
  void everyAnswerTellsHowFarOurClockIsAhead() throws Exception {
    assertTrue(Double.isNaN(rest.clockAhead()));
    Instant before = Instant.now();
    rest.editOriginal(7, new Secret("interaction"), BODY);
    double ahead = rest.clockAhead();
    double expected = Duration.between(before, Instant.EPOCH.plusSeconds(1)).toSeconds();
    assertEquals(expected, ahead, 30, "this test's clock stands still long ago");
  }

  @Test
  void commandsGoToTheirScope() throws Exception {
    rest.overwriteCommands(BOT_TOKEN, 7, OptionalLong.empty(), BODY);
    rest.overwriteCommands(BOT_TOKEN, 7, OptionalLong.of(8), BODY);
    assertEquals(
        List.of("/api/v10/applications/7/commands", "/api/v10/applications/7/guilds/8/commands"),
        discord.received().stream().map(RecordingDiscord.Received::path).toList());
  }

  @Test
  void aServerIsItsOwnerAndItsRoles() throws Exception {
    discord.then(
        200,
        "{\"id\":\"8\",\"owner_id\":\"9\",\"roles\":[{\"id\":\"8\",\"name\":\"@everyone\","
            + "\"permissions\":\"2248473465835073\",\"position\":0},{\"id\":\"11\",\"name\":\"Gold\","
            + "\"permissions\":\"0\",\"position\":3}]}");
    assertEquals(
        new ServerInfo(
            8,
            9,
            List.of(
                new ServerInfo.Role(8, "@everyone", 2_248_473_465_835_073L, 0),
                new ServerInfo.Role(11, "Gold", 0, 3))),
        rest.server(BOT_TOKEN, 8));
    assertEquals("/api/v10/guilds/8", discord.received().getFirst().path());
    assertEquals(Optional.of("Bot bot-token-abc"), discord.received().getFirst().authorization());
  }

  @Test
  void aMembersRolesAndAServersChannelsAreTheirIds() throws Exception {
    discord.then(200, "{\"roles\":[\"11\",\"12\"]}").then(200, "[{\"id\":\"5\"},{\"id\":\"6\"}]");
    assertEquals(Set.of(11L, 12L), rest.rolesOfMember(BOT_TOKEN, 8, 7));
    assertEquals(Set.of(5L, 6L), rest.channelsOf(BOT_TOKEN, 8));
    assertEquals(
        List.of("/api/v10/guilds/8/members/7", "/api/v10/guilds/8/channels"),
        discord.received().stream().map(RecordingDiscord.Received::path).toList());
  }

  @Test
  void aChannelIsItsKindAndItsOverwrites() throws Exception {
    discord
        .then(
            200,
            "{\"id\":\"5\",\"type\":5,\"permission_overwrites\":[{\"id\":\"8\",\"type\":0,"
                + "\"allow\":\"1024\",\"deny\":\"2048\"}]}")
        .then(200, "{\"id\":\"6\",\"type\":99}");
    assertEquals(
        new ChannelInfo(
            5, ChannelKind.ANNOUNCEMENT, List.of(new ChannelInfo.Overwrite(8, 1024, 2048))),
        rest.channel(BOT_TOKEN, 5));
    assertEquals(new ChannelInfo(6, ChannelKind.UNKNOWN, List.of()), rest.channel(BOT_TOKEN, 6));
  }

  @Test
  void whatIsGoneOrHiddenIsOutOfReachAndOnlyWhatIsGoneIsGone() {
    discord
        .then(403, "{\"message\":\"Missing Access\",\"code\":50001}")
        .then(404, "{\"message\":\"Unknown Channel\",\"code\":10003}");
    DiscordException hidden =
        assertThrows(DiscordException.class, () -> rest.channel(BOT_TOKEN, 5));
    assertTrue(hidden.isOutOfReach());
    assertFalse(hidden.isUnknownChannel());
    DiscordException gone = assertThrows(DiscordException.class, () -> rest.channel(BOT_TOKEN, 5));
    assertTrue(gone.isOutOfReach());
    assertTrue(gone.isUnknownChannel());
  }

  @Test
  void anEntityThatIsNotDiscordsIsAFault() {
    for (int i = 0; i < 4; i++) {
      discord.then(200, "{}");
    }
    assertThrows(DiscordException.class, () -> rest.server(BOT_TOKEN, 8));
    assertThrows(DiscordException.class, () -> rest.rolesOfMember(BOT_TOKEN, 8, 7));
    assertThrows(DiscordException.class, () -> rest.channelsOf(BOT_TOKEN, 8));
    assertThrows(DiscordException.class, () -> rest.channel(BOT_TOKEN, 5));
  }

  @Test
  void aServerErrorIsTriedAgainWhereTwiceIsOnce() throws Exception {
    discord.then(502, "<html>").then(500, "");
    rest.editOriginal(7, TOKEN, BODY);
    assertEquals(3, discord.received().size());
    assertEquals(2, pauses.size());
    assertEquals(
        "/api/v10/webhooks/7/interaction-token-xyz/messages/@original",
        discord.received().getLast().path());
  }

  @Test
  void aFurtherMessageIsNotSentTwiceByItself() {
    discord.then(500, "");
    DiscordException refused =
        assertThrows(DiscordException.class, () -> rest.followUp(7, TOKEN, BODY));
    assertTrue(refused.mayPass());
    assertEquals(1, discord.received().size());
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsDiscordSays() throws Exception {
    discord.then(429, "{\"message\":\"limited\",\"retry_after\":1.337,\"global\":false}");
    rest.followUp(7, TOKEN, BODY);
    assertEquals(List.of(Duration.ofMillis(1337)), pauses);
    assertEquals(2, discord.received().size());
  }

  @Test
  void aGlobalRateLimitHoldsTheNextCallsToo() throws Exception {
    discord.then(429, "{\"retry_after\":2,\"global\":true}");
    rest.editOriginal(7, TOKEN, BODY);
    // The fixed clock stands still, so the limit still holds for the repeated call.
    assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(2)), pauses);
  }

  @Test
  void aBotThatIsLimitedHoldsNoOther() throws Exception {
    discord.then(429, "{\"retry_after\":600,\"global\":true}").then(200, "{\"id\":\"7\"}");
    assertThrows(DiscordException.class, () -> rest.ownApplication(new Secret("one")));
    assertEquals(7, rest.ownApplication(new Secret("another")).id());
    assertThrows(DiscordException.class, () -> rest.ownApplication(new Secret("one")));
    assertEquals(2, discord.received().size());
  }

  @Test
  void aLongRateLimitEndsTheCallAtOnceAndHoldsEverything() throws Exception {
    discord.then(429, "{\"retry_after\":600,\"global\":true}");
    DiscordException limited =
        assertThrows(DiscordException.class, () -> rest.editOriginal(7, TOKEN, BODY));
    assertEquals(Duration.ofMinutes(10), limited.retryAfter());
    assertThrows(DiscordException.class, () -> rest.editOriginal(7, TOKEN, BODY));
    assertEquals(1, discord.received().size());
    assertEquals(List.of(), pauses);
  }

  @Test
  void aRefusalCarriesDiscordsCodeAndIsNotTriedAgain() {
    discord.then(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
    DiscordException refused =
        assertThrows(DiscordException.class, () -> rest.editOriginal(7, TOKEN, BODY));
    assertEquals(404, refused.status());
    assertEquals(10_015, refused.code());
    assertTrue(refused.isUnknownWebhook());
    assertFalse(refused.mayPass());
    assertEquals(1, discord.received().size());
  }

  @Test
  void anAnswerThatIsNotDiscordsIsAFault() {
    discord.then(200, "<html>hotel wifi</html>");
    assertThrows(DiscordException.class, () -> rest.ownApplication(BOT_TOKEN));
  }

  @Test
  void noTokenIsInAnyExceptionAlsoWhenNobodyAnswers() {
    discord.then(403, "{\"message\":\"no\",\"code\":50001}");
    DiscordException refused =
        assertThrows(DiscordException.class, () -> rest.followUp(7, TOKEN, BODY));
    URI nobody = URI.create("http://127.0.0.1:1/api");
    try (DiscordRest lonely = restTo(nobody)) {
      DiscordException silent =
          assertThrows(DiscordException.class, () -> lonely.editOriginal(7, TOKEN, BODY));
      assertEquals(DiscordException.NO_ANSWER, silent.status());
      for (DiscordException each : List.of(refused, silent)) {
        StringWriter text = new StringWriter();
        each.printStackTrace(new PrintWriter(text));
        assertFalse(text.toString().contains(TOKEN.reveal()), text.toString());
      }
    }
  }
}
