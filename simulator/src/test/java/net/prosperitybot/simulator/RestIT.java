package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bot over REST: what it is given, what it is refused, and what goes wrong on purpose. */
class RestIT {
  private LocalDiscord discord;
  private LocalServer server;
  private LocalChannel general;
  private LocalMember ann;
  private LocalApplication bot;
  private Rest rest;

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous());
    server = discord.createServer("Home");
    general = server.createTextChannel("general");
    ann = server.join("ann");
    bot = discord.createApplication("Bot");
    bot.invite(server, Permissions.MANAGE_ROLES);
    rest = new Rest(discord, bot.token());
  }

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  @Test
  void aWrongTokenIsUnauthorized() {
    try (Rest stranger = new Rest(discord, "nobody")) {
      Rest.Reply reply = stranger.get("/users/@me");
      assertEquals(401, reply.status());
      assertEquals("401: Unauthorized", reply.body().path("message").asText());
    }
  }

  @Test
  void aResetTokenIsWorthNothing() {
    bot.resetToken();
    assertEquals(401, rest.get("/users/@me").status());
  }

  @Test
  void bodiesOfTheWrongShapeAreRefusedAndChangeNothing() {
    String commands = "/applications/" + bot.id() + "/commands";
    assertEquals(200, rest.put(commands, "[{'name':'a','description':'b'}]").status());
    assertEquals(400, rest.put(commands, "{}").status());
    assertEquals(1, bot.commands().size());
    String messages = "/channels/" + general.id() + "/messages";
    assertEquals(400, rest.post(messages, "{'content':'x','message_reference':5}").status());
  }

  @Test
  void aMessageCantBeEditedToNothing() {
    String messages = "/channels/" + general.id() + "/messages";
    String id = rest.post(messages, "{'content':'x'}").body().path("id").asText();
    Rest.Reply emptied = rest.patch(messages + "/" + id, "{'content':''}");
    assertEquals(400, emptied.status());
    assertEquals(50006, emptied.code());
  }

  @Test
  void aPathThatDoesNotExistIsNotFound() {
    assertEquals("404: Not Found", rest.get("/nothing").body().path("message").asText());
  }

  @Test
  void theGatewayIsWhereTheApiIs() {
    assertEquals(
        "ws://127.0.0.1:" + discord.port() + "/gateway",
        rest.get("/gateway/bot").body().path("url").asText());
  }

  @Test
  void aRoleBelowTheBotIsGivenAndTaken() {
    LocalRole role = server.createRole("Regular");
    String path = "/guilds/" + server.id() + "/members/" + ann.id() + "/roles/" + role.id();
    assertEquals(204, rest.put(path, "").status());
    assertTrue(ann.has(role));
    assertEquals(204, rest.delete(path).status());
    assertFalse(ann.has(role));
    assertEquals(1, discord.requests().matching("PUT", "/guilds/*/members/*/roles/*").size());
  }

  @Test
  void aRoleAboveTheBotIsRefused() {
    LocalRole role = server.createRole("High").moveTo(99);
    Rest.Reply reply =
        rest.put("/guilds/" + server.id() + "/members/" + ann.id() + "/roles/" + role.id(), "");
    assertEquals(403, reply.status());
    assertEquals(50013, reply.code());
  }

  @Test
  void rolesAreGivenByHierarchyAndPermissionAtThatMoment() {
    LocalRole own = server.role("Bot").orElseThrow();
    LocalRole role = server.createRole("Gold").moveTo(own.position() + 1);
    String path = "/guilds/" + server.id() + "/members/" + ann.id() + "/roles/";
    assertEquals(50013, rest.put(path + role.id(), "").code(), "above the bot");
    role.moveTo(1);
    assertEquals(204, rest.put(path + role.id(), "").status());
    own.permit(0);
    assertEquals(50013, rest.delete(path + role.id()).code(), "without Manage Roles");
    own.permit(Permissions.MANAGE_ROLES);
    assertEquals(50013, rest.put(path + own.id(), "").code(), "its own role");
    assertEquals(50028, rest.put(path + server.id(), "").code(), "@everyone");
    LocalRole others = managedRoleOfAnotherBot();
    assertEquals(50013, rest.put(path + others.moveTo(1).id(), "").code(), "a managed role");
    assertEquals(204, rest.delete(path + role.id()).status());
    assertEquals(List.of(), ann.roles());
  }

  private LocalRole managedRoleOfAnotherBot() {
    discord.createApplication("Other").invite(server, 0);
    return server.role("Other").orElseThrow();
  }

  @Test
  void theRoleListShowsOrderAndWhoManagesWhat() {
    server.createRole("Low");
    JsonNode roles = rest.get("/guilds/" + server.id() + "/roles").body();
    assertEquals(3, roles.size());
    for (JsonNode role : roles) {
      boolean bots = role.path("name").asText().equals("Bot");
      assertEquals(bots, role.path("managed").asBoolean(), role.toString());
      assertEquals(bots, role.path("tags").has("bot_id"), role.toString());
    }
    JsonNode self = rest.get("/guilds/" + server.id() + "/members/" + bot.id()).body();
    assertEquals(
        Long.toString(server.role("Bot").orElseThrow().id()), self.path("roles").path(0).asText());
  }

  @Test
  void aDeletedChannelIsUnknownAHiddenOneIsMissingAccess() {
    LocalChannel news = server.createTextChannel("news");
    assertEquals(200, rest.get("/channels/" + news.id()).status());
    news.overwrite(server.everyone(), 0, Permissions.VIEW_CHANNEL);
    assertEquals(50001, rest.get("/channels/" + news.id()).code());
    news.delete();
    assertEquals(10003, rest.get("/channels/" + news.id()).code());
    LocalChannel thread = general.createThread("old", ann.user()).archive();
    JsonNode archived = rest.get("/channels/" + thread.id()).body();
    assertTrue(archived.at("/thread_metadata/archived").asBoolean());
  }

  @Test
  void aTestSetsTheLimitOfARoute() {
    LocalRole role = server.createRole("Regular");
    discord.limit(
        "PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", 2, Duration.ofMillis(300));
    String members = "/guilds/" + server.id() + "/members/";
    assertEquals(204, rest.put(members + ann.id() + "/roles/" + role.id(), "").status());
    String other = members + server.join("ben").id() + "/roles/" + role.id();
    assertEquals(204, rest.put(other, "").status());
    Rest.Reply refused = rest.put(other, "");
    assertEquals(429, refused.status(), "one bucket for all members of a server");
    assertEquals("2", refused.headers().firstValue("X-RateLimit-Limit").orElseThrow());
    assertEquals(204, rest.delete(other).status());
    discord.awaitUntil(Duration.ofSeconds(5), () -> rest.put(other, "").status() == 204);
    assertThrows(
        IllegalArgumentException.class,
        () -> discord.limit("PUT", "/nothing", 1, Duration.ofSeconds(1)));
  }

  @Test
  void tenThousandMembersAreThereInAMoment() {
    long start = System.nanoTime();
    assertEquals(10_000, server.populate(10_000).size());
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, taken.toString());
  }

  @Test
  void unknownThingsHaveTheirOwnCodes() {
    String members = "/guilds/" + server.id() + "/members/";
    assertEquals(10004, rest.get("/guilds/1").code());
    assertEquals(50001, rest.get("/guilds/" + discord.createServer("Other").id()).code());
    assertEquals(10013, rest.get("/users/1").code());
    assertEquals(10007, rest.get(members + discord.createUser("away").id()).code());
    assertEquals(10011, rest.put(members + ann.id() + "/roles/1", "").code());
    assertEquals(10003, rest.get("/channels/1").code());
    assertEquals(10008, rest.get("/channels/" + general.id() + "/messages/1").code());
  }

  @Test
  void theMemberListNeedsTheIntent() {
    String path = "/guilds/" + server.id() + "/members?limit=2";
    assertEquals(50001, rest.get(path).code());
    bot.grant(Intents.GUILD_MEMBERS);
    JsonNode first = rest.get(path).body();
    assertEquals(2, first.size());
    String last = first.get(1).path("user").path("id").asText();
    assertEquals(1, rest.get(path + "&after=" + last).body().size());
  }

  @Test
  void aMessagePingsOnlyWhomItMay() {
    String path = "/channels/" + general.id() + "/messages";
    String text = "'content':'hi " + ann.mention() + "'";
    JsonNode loud = rest.post(path, "{" + text + "}").body();
    assertEquals(1, loud.path("mentions").size());
    JsonNode quiet = rest.post(path, "{" + text + ",'allowed_mentions':{'parse':[]}}").body();
    assertEquals(0, quiet.path("mentions").size());
  }

  @Test
  void aReplyNeedsReadMessageHistory() {
    LocalMessage asked = ann.send(general, "hello");
    String body = "{'content':'yes','message_reference':{'message_id':'" + asked.id() + "'}}";
    String path = "/channels/" + general.id() + "/messages";
    JsonNode reply = rest.post(path, body).body();
    assertEquals(19, reply.path("type").asInt());
    assertEquals("hello", reply.path("referenced_message").path("content").asText());
    general.overwrite(server.everyone(), 0, Permissions.READ_MESSAGE_HISTORY);
    assertEquals(160002, rest.post(path, body).code());
  }

  @Test
  void aReplyToAGoneMessageIsRefusedUnlessForgiven() {
    LocalMessage asked = ann.send(general, "hello");
    asked.delete();
    String path = "/channels/" + general.id() + "/messages";
    String reference = "'message_reference':{'message_id':'" + asked.id() + "'";
    Rest.Reply strict = rest.post(path, "{'content':'yes'," + reference + "}}");
    assertEquals(50035, strict.code());
    assertTrue(strict.body().path("errors").has("message_reference"));
    Rest.Reply lenient =
        rest.post(path, "{'content':'yes'," + reference + ",'fail_if_not_exists':false}}");
    assertEquals(200, lenient.status());
    assertEquals(0, lenient.body().path("type").asInt());
  }

  @Test
  void anEnforcedNonceWritesOnce() {
    String path = "/channels/" + general.id() + "/messages";
    String body = "{'content':'once','nonce':'n1','enforce_nonce':true}";
    String first = rest.post(path, body).body().path("id").asText();
    assertEquals(first, rest.post(path, body).body().path("id").asText());
    assertEquals(1, general.messages().size());
  }

  @Test
  void channelsThatTheBotMayNotUseAreRefused() {
    general.overwrite(bot.bot(), 0, Permissions.SEND_MESSAGES);
    String path = "/channels/" + general.id() + "/messages";
    assertEquals(50013, rest.post(path, "{'content':'x'}").code());
    general.overwrite(bot.bot(), 0, Permissions.VIEW_CHANNEL);
    assertEquals(50001, rest.post(path, "{'content':'x'}").code());
  }

  @Test
  void closedDirectMessagesAreRefused() {
    String open = "{'recipient_id':'" + ann.id() + "'}";
    String channel = rest.post("/users/@me/channels", open).body().path("id").asText();
    String path = "/channels/" + channel + "/messages";
    assertEquals(200, rest.post(path, "{'content':'psst'}").status());
    ann.user().closeDirectMessages();
    assertEquals(50007, rest.post(path, "{'content':'psst'}").code());
    assertEquals(1, ann.user().directMessages(bot).size());
  }

  @Test
  void tooLongMessagesNameTheField() {
    Rest.Reply reply =
        rest.post(
            "/channels/" + general.id() + "/messages", "{'content':'" + "x".repeat(2001) + "'}");
    assertEquals(50035, reply.code());
    String message = reply.body().at("/errors/content/_errors/0/message").asText();
    assertTrue(message.endsWith("(BASE_TYPE_BAD_LENGTH)"), message);
  }

  @Test
  void commandsKeepTheirIdWhenTheyAreOverwritten() {
    String path = "/applications/" + bot.id() + "/commands";
    String first =
        rest.put(path, "[{'name':'level','description':'Shows a level'}]")
            .body()
            .get(0)
            .path("id")
            .asText();
    JsonNode second =
        rest.put(path, "[{'name':'level','description':'Shows the level'}]").body().get(0);
    assertEquals(first, second.path("id").asText());
    assertEquals("Shows the level", bot.commands().getFirst().path("description").asText());
    assertEquals(50035, rest.put(path, "[{'name':'Level','description':'x'}]").code());
  }

  @Test
  void rateLimitsAreToldAndKept() {
    try (LocalDiscord strict = LocalDiscord.start();
        Rest limited = new Rest(strict, botIn(strict).token())) {
      LocalServer place = strict.servers().getFirst();
      String path = "/channels/" + place.channel("general").id() + "/messages";
      Rest.Reply reply = limited.post(path, "{'content':'1'}");
      assertEquals("5", reply.headers().firstValue("X-RateLimit-Limit").orElseThrow());
      assertEquals("4", reply.headers().firstValue("X-RateLimit-Remaining").orElseThrow());
      while (reply.status() == 200) {
        reply = limited.post(path, "{'content':'more'}");
      }
      assertEquals(429, reply.status());
      assertTrue(reply.body().path("retry_after").asDouble() > 0);
      assertFalse(reply.body().path("global").asBoolean());
      assertEquals("user", reply.headers().firstValue("X-RateLimit-Scope").orElseThrow());
      assertEquals(5, place.channel("general").messages().size());
    }
  }

  private static LocalApplication botIn(LocalDiscord discord) {
    LocalServer place = discord.createServer("Strict");
    place.createTextChannel("general");
    LocalApplication application = discord.createApplication("Limited");
    application.invite(place, 0);
    return application;
  }

  @Test
  void aPlannedFailureHappensAsOftenAsPlanned() {
    discord.fault(FaultPlan.on("GET", "/users/@me", new Fault.Fail(503, 0, "overloaded")).times(2));
    assertEquals(503, rest.get("/users/@me").status());
    assertEquals(503, rest.get("/users/@me").status());
    assertEquals(200, rest.get("/users/@me").status());
  }

  @Test
  void aLostAnswerWasStillProcessed() {
    String path = "/channels/" + general.id() + "/messages";
    discord.fault(FaultPlan.on("POST", "/channels/*/messages", new Fault.FailAfter()).times(1));
    assertEquals(500, rest.post(path, "{'content':'twice?'}").status());
    assertEquals(1, general.messages().size());
    discord.fault(FaultPlan.on("POST", "/channels/*/messages", new Fault.CutAfter()).times(1));
    assertThrows(UncheckedIOException.class, () -> rest.post(path, "{'content':'cut'}"));
    assertEquals(2, general.messages().size());
    assertEquals(Exchange.CUT, discord.requests().all().getLast().status());
  }

  @Test
  void aCutRequestIsNotProcessed() {
    discord.fault(FaultPlan.on("POST", "/channels/*/messages", new Fault.Cut()).times(1));
    String path = "/channels/" + general.id() + "/messages";
    assertThrows(UncheckedIOException.class, () -> rest.post(path, "{'content':'cut'}"));
    assertTrue(general.messages().isEmpty());
  }

  @Test
  void aDelayedRequestIsAnsweredLate() {
    discord.fault(
        FaultPlan.on("GET", "/users/@me", new Fault.Delay(Duration.ofMillis(300))).times(1));
    Instant start = Instant.now();
    assertEquals(200, rest.get("/users/@me").status());
    assertTrue(Duration.between(start, Instant.now()).toMillis() >= 300);
  }

  @Test
  void aFaultCanBeMeantForOneApplication() {
    LocalApplication other = discord.createApplication("Other");
    try (Rest others = new Rest(discord, other.token())) {
      discord.fault(
          FaultPlan.on("*", "/**", new Fault.Fail(500, 0, "no")).forApplication(other.id()));
      assertEquals(500, others.get("/users/@me").status());
      assertEquals(200, rest.get("/users/@me").status());
    }
  }
}
