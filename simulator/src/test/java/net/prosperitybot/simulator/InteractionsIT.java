package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import net.prosperitybot.simulator.gateway.Dispatch;
import net.prosperitybot.simulator.interactions.EndpointClient;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands, components and modals against an endpoint that verifies as a worker does. */
class InteractionsIT {
  private static final String COMMANDS =
      """
      [{'name':'level','description':'Shows a level','options':[
         {'type':6,'name':'user','description':'Whose'}]},
       {'name':'xp','description':'Changes XP','default_member_permissions':'32','contexts':[0],
        'options':[{'type':1,'name':'give','description':'Gives XP','options':[
          {'type':6,'name':'user','description':'To whom','required':true},
          {'type':4,'name':'xp','description':'How much','required':true,'min_value':1}]}]},
       {'name':'find','description':'Finds','options':[
         {'type':3,'name':'what','description':'What','autocomplete':true}]}]
      """;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private LocalDiscord discord;
  private LocalServer server;
  private LocalChannel general;
  private LocalMember ann;
  private LocalApplication bot;
  private Rest rest;
  private FakeWorker worker;
  private volatile String answer = "{'type':4,'data':{'content':'Level 3'}}";

  @BeforeEach
  void start() {
    discord =
        LocalDiscord.start(Options.generous().withClock(() -> Instant.now().plus(later.get())));
    server = discord.createServer("Home");
    general = server.createTextChannel("general");
    ann = server.join("ann");
    bot = discord.createApplication("Bot");
    bot.invite(server, Permissions.MANAGE_ROLES);
    rest = new Rest(discord, bot.token());
    worker = new FakeWorker(bot.publicKeyHex(), interaction -> answer);
    assertEquals(200, rest.put("/applications/" + bot.id() + "/commands", COMMANDS).status());
    assertEquals(200, saveEndpoint(worker.url()).status());
  }

  @AfterEach
  void stop() {
    worker.close();
    rest.close();
    discord.close();
  }

  private Rest.Reply saveEndpoint(String url) {
    return rest.patch("/applications/@me", "{'interactions_endpoint_url':'" + url + "'}");
  }

  private String webhook(Invocation invocation) {
    return "/webhooks/" + bot.id() + "/" + invocation.token();
  }

  @Test
  void anEndpointThatAcceptsAnySignatureIsNotSaved() {
    try (FakeWorker other =
        new FakeWorker(discord.createApplication("X").publicKeyHex(), i -> "")) {
      Rest.Reply reply = saveEndpoint(other.url());
      assertEquals(50035, reply.code());
      assertTrue(reply.body().path("errors").has("interactions_endpoint_url"));
    }
  }

  @Test
  void aCommandArrivesSignedWithWhatItNames() {
    InvocationResult result = ann.run(general, "/level user:@ann").await();
    assertEquals(State.ANSWERED, result.state());
    assertEquals("Level 3", result.content());
    JsonNode sent = worker.received().getLast();
    assertEquals(2, sent.path("type").asInt());
    String id = Long.toString(ann.id());
    assertEquals(id, sent.path("data").path("options").path(0).path("value").asText());
    assertEquals(
        "ann", sent.path("data").path("resolved").path("users").path(id).path("username").asText());
    assertEquals(id, sent.path("member").path("user").path("id").asText());
    assertEquals("Level 3", general.lastMessage().orElseThrow().content());
  }

  @Test
  void whoLacksThePermissionIsRefusedByDiscord() {
    InvocationResult result = ann.run(general, "/xp give user:@ann xp:5").await();
    assertEquals(State.REFUSED, result.state());
    assertEquals(
        State.ANSWERED, server.owner().run(general, "/xp give user:ann xp:5").await().state());
    assertEquals(
        "xp give", general.lastMessage().orElseThrow().json().at("/interaction/name").asText());
    assertEquals(
        State.REFUSED, server.owner().run(general, "/xp give user:ann xp:0").await().state());
  }

  @Test
  void anEphemeralAnswerIsSeenByItsUserOnly() {
    answer = "{'type':4,'data':{'content':'secret','flags':64}}";
    ann.run(general, "/level").await();
    assertTrue(general.messages().isEmpty());
    assertEquals(1, general.messages(ann.user()).size());
  }

  @Test
  void aDeferredAnswerThinksUntilItIsEdited() {
    answer = "{'type':5}";
    Invocation invocation = ann.run(general, "/level");
    InvocationResult first = invocation.await();
    assertEquals(State.DEFERRED, first.state());
    assertEquals(128, first.message().orElseThrow().flags());
    rest.patch(webhook(invocation) + "/messages/@original", "{'content':'done'}");
    InvocationResult done = invocation.awaitAnswer(SOON);
    assertEquals(State.ANSWERED, done.state());
    assertEquals("done", done.content());
    assertEquals(0, done.message().orElseThrow().flags());
    assertEquals(200, rest.post(webhook(invocation), "{'content':'and more'}").status());
    assertEquals(1, invocation.awaitFollowUps(1, SOON).followUps().size());
  }

  @Test
  void aDeletedThinkingLeavesRoomForAMessageOfItsOwn() {
    answer = "{'type':5}";
    Invocation invocation = ann.run(general, "/level");
    assertEquals(State.DEFERRED, invocation.await().state());
    assertEquals(204, rest.delete(webhook(invocation) + "/messages/@original").status());
    assertEquals(
        200, rest.post(webhook(invocation), "{'content':'only for you','flags':64}").status());
    InvocationResult told = invocation.awaitFollowUps(1, SOON);
    assertEquals("only for you", told.followUps().getFirst().content());
    assertTrue(told.followUps().getFirst().ephemeral());
  }

  @Test
  void anAnswerThatDiscordWouldRefuseIsNone() {
    answer = "{'type':4,'data':{'content':''}}";
    assertEquals(State.FAILED, ann.run(general, "/level").await().state());
    answer = "500";
    assertEquals(State.FAILED, ann.run(general, "/level").await().state());
    answer = "{'type':7,'data':{'content':'no message to update'}}";
    assertEquals(State.FAILED, ann.run(general, "/level").await().state());
  }

  @Test
  void noAnswerInThreeSecondsIsAFailure() {
    answer = "";
    InvocationResult result = ann.run(general, "/level").await();
    assertEquals(State.FAILED, result.state());
    assertTrue(result.failure().startsWith("The application did not respond"));
  }

  @Test
  void aButtonUpdatesItsMessage() {
    answer =
        """
        {'type':4,'data':{'content':'page 1','components':[{'type':1,'components':[
          {'type':2,'style':1,'label':'next','custom_id':'page/2'},
          {'type':2,'style':1,'label':'off','custom_id':'off','disabled':true}]}]}}
        """;
    ann.run(general, "/level").await();
    LocalMessage page = general.lastMessage().orElseThrow();
    answer = "{'type':7,'data':{'content':'page 2'}}";
    assertEquals(State.UPDATED, ann.click(page, "page/2").await().state());
    assertEquals("page 2", page.now().content());
    assertEquals(State.REFUSED, ann.click(page, "off").await().state());
    assertEquals(
        Long.toString(page.id()), worker.received().getLast().path("message").path("id").asText());
  }

  @Test
  void aModalIsFilledInAndSubmitted() {
    answer =
        """
        {'type':9,'data':{'title':'Setup','custom_id':'setup','components':[{'type':1,'components':[
          {'type':4,'custom_id':'token','label':'Token','style':1,'min_length':3}]}]}}
        """;
    Invocation opener = ann.run(general, "/level");
    assertEquals(State.MODAL, opener.await().state());
    assertEquals(State.REFUSED, ann.submit(opener, Map.of("token", "ab")).await().state());
    answer = "{'type':4,'data':{'content':'thanks'}}";
    assertEquals("thanks", ann.submit(opener, Map.of("token", "abc")).await().content());
    assertEquals(
        "abc", worker.received().getLast().at("/data/components/0/components/0/value").asText());
  }

  @Test
  void suggestionsComeWhileTyping() {
    answer = "{'type':8,'data':{'choices':[{'name':'One','value':'1'}]}}";
    InvocationResult result = ann.complete(general, "/find what:o").await();
    assertEquals(State.CHOICES, result.state());
    assertEquals("One", result.choices().getFirst().path("name").asText());
    assertTrue(worker.received().getLast().at("/data/options/0/focused").asBoolean());
  }

  @Test
  void aTokenThatNobodyHasIsAnUnknownWebhook() {
    assertEquals(10015, rest.post("/webhooks/" + bot.id() + "/none", "{'content':'x'}").code());
    assertEquals(10062, rest.post("/interactions/1/none/callback", "{'type':5}").code());
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    String callback = "/interactions/" + invocation.id() + "/" + invocation.token() + "/callback";
    assertEquals(40060, rest.post(callback, "{'type':5}").code());
  }

  @Test
  void aTokenLivesAQuarterOfAnHour() {
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    later.set(Duration.ofMinutes(14));
    assertEquals(200, rest.post(webhook(invocation), "{'content':'in time'}").status());
    later.set(Duration.ofMinutes(16));
    Rest.Reply late = rest.post(webhook(invocation), "{'content':'too late'}");
    assertEquals(401, late.status());
    assertEquals(50027, late.code());
  }

  @Test
  void anAnswerIsEditedWhileItsTokenLivesAndNoLonger() {
    answer = "{'type':4,'data':{'content':'0 %','flags':64}}";
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    String original = webhook(invocation) + "/messages/@original";
    try (Rest nobody = new Rest(discord, "")) {
      assertEquals(200, nobody.patch(original, "{'content':'50 %'}").status());
    }
    assertEquals("50 %", general.messages(ann.user()).getLast().content());
    invocation.endToken();
    Rest.Reply late = rest.patch(original, "{'content':'100 %'}");
    assertEquals(401, late.status());
    assertEquals(50027, late.code());
    assertEquals("50 %", invocation.result().content());
    later.set(Duration.ofHours(2));
    ann.run(general, "/level").await();
    assertEquals(10015, rest.patch(original, "{'content':'100 %'}").code());
  }

  @Test
  void aDeletedAnswerIsAnUnknownMessage() {
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    general.lastMessage().orElseThrow().delete();
    Rest.Reply reply =
        rest.patch(webhook(invocation) + "/messages/@original", "{'content':'more'}");
    assertEquals(404, reply.status());
    assertEquals(10008, reply.code());
  }

  @Test
  void rolesAndChannelsComeResolved() {
    rest.put(
        "/applications/" + bot.id() + "/commands",
        """
        [{'name':'set','description':'Sets','options':[
           {'type':8,'name':'role','description':'A role'},
           {'type':7,'name':'channel','description':'A channel','channel_types':[0,4]},
           {'type':10,'name':'factor','description':'A number','min_value':0,'max_value':10},
           {'type':3,'name':'type','description':'One','choices':[
             {'name':'All of them','value':'stack'}]}]}]
        """);
    LocalRole role = server.createRole("Server Booster");
    LocalChannel category = server.createCategory("Talk");
    server.createVoiceChannel("Voice");
    ann.run(general, "/set role:@Server Booster channel:#Talk factor:2.5 type:all of them").await();
    JsonNode data = worker.received().getLast().path("data");
    JsonNode resolvedRole = data.at("/resolved/roles/" + role.id());
    assertEquals("Server Booster", resolvedRole.path("name").asText());
    assertEquals(1, resolvedRole.path("position").asInt());
    assertFalse(resolvedRole.path("managed").asBoolean(true));
    JsonNode resolvedChannel = data.at("/resolved/channels/" + category.id());
    assertEquals("Talk", resolvedChannel.path("name").asText());
    assertEquals(4, resolvedChannel.path("type").asInt());
    long may = resolvedChannel.path("permissions").asLong();
    assertEquals(Permissions.DEFAULT_EVERYONE, may, "what the caller may do there");
    assertEquals(2.5, data.at("/options/2/value").asDouble());
    assertEquals("stack", data.at("/options/3/value").asText());
    assertEquals(State.REFUSED, ann.run(general, "/set channel:#Voice").await().state());
    assertEquals(State.REFUSED, ann.run(general, "/set factor:10.1").await().state());
    assertEquals(State.REFUSED, ann.run(general, "/set role:@Nobody").await().state());
  }

  @Test
  void menusOfAPrivateAnswerObeyTheirUserAndOfferWhatIsThere() {
    answer =
        """
        {'type':4,'data':{'content':'choose','flags':64,'components':[
          {'type':1,'components':[{'type':3,'custom_id':'kind','options':[
            {'label':'Reply','value':'reply','default':true},{'label':'Off','value':'off'}]}]},
          {'type':1,'components':[{'type':8,'custom_id':'where','channel_types':[0,5]}]}]}}
        """;
    ann.run(general, "/level").await();
    LocalMessage menu = general.messages(ann.user()).getLast();
    LocalChannel voice = server.createVoiceChannel("Voice");
    LocalChannel hidden = server.createTextChannel("hidden");
    hidden.overwrite(server.everyone(), 0, Permissions.VIEW_CHANNEL);
    answer = "{'type':7,'data':{'content':'chosen'}}";
    LocalMember ben = server.join("ben");
    assertEquals(State.REFUSED, ben.select(menu, "kind", "off").await().state());
    assertEquals(State.REFUSED, ann.select(menu, "kind", "none").await().state());
    assertEquals(
        State.REFUSED, ann.select(menu, "where", Long.toString(voice.id())).await().state());
    assertEquals(
        State.REFUSED, ann.select(menu, "where", Long.toString(hidden.id())).await().state());
    String id = Long.toString(general.id());
    assertEquals(State.UPDATED, ann.select(menu, "where", id).await().state());
    JsonNode sent = worker.received().getLast();
    assertEquals(8, sent.at("/data/component_type").asInt());
    assertEquals(id, sent.at("/data/values/0").asText());
    assertEquals("general", sent.at("/data/resolved/channels/" + id + "/name").asText());
    assertEquals(64, sent.at("/message/flags").asInt());
    assertEquals("chosen", general.messages(ann.user()).getLast().content());
  }

  @Test
  void aFollowUpOfADeferredAnswerTakesItsPlace() {
    answer = "{'type':5,'data':{'flags':64}}";
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    rest.post(webhook(invocation), "{'content':'here'}");
    InvocationResult done = invocation.awaitAnswer(SOON);
    assertEquals("here", done.content());
    assertTrue(done.message().orElseThrow().ephemeral());
    assertTrue(done.followUps().isEmpty());
  }

  @Test
  void withoutAnEndpointTheGatewayBringsInteractions() {
    List<Dispatch> events = new CopyOnWriteArrayList<>();
    discord.observe((event, to) -> events.add(event));
    rest.patch("/applications/@me", "{'interactions_endpoint_url':null}");
    Invocation invocation = ann.run(general, "/level");
    assertEquals("INTERACTION_CREATE", events.getLast().type());
    String callback = "/interactions/" + invocation.id() + "/" + invocation.token() + "/callback";
    assertEquals(204, rest.post(callback, "{'type':4,'data':{'content':'hi'}}").status());
    assertEquals("hi", invocation.await().content());
  }

  @Test
  void aTamperedBodyOrAnotherKeyCanBeSentByHand() {
    EndpointClient endpoints = discord.interactions().endpoints();
    Invocation invocation = ann.run(general, "/level");
    invocation.await();
    EndpointClient.Signed good = endpoints.sign(bot.key(), invocation.payload());
    assertEquals(200, endpoints.post(bot.id(), worker.url(), good).status());
    EndpointClient.Signed tampered =
        new EndpointClient.Signed(good.timestamp(), good.body() + " ", good.signature());
    assertEquals(401, endpoints.post(bot.id(), worker.url(), tampered).status());
    assertFalse(discord.requests().matching("POST", "/interactions/1").isEmpty());
  }
}
