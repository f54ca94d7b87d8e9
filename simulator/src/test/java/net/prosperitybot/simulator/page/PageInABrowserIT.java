package net.prosperitybot.simulator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.prosperitybot.simulator.FakeWorker;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.Rest;
import net.prosperitybot.simulator.browser.Browser;
import net.prosperitybot.simulator.browser.Chromium;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a person does on the page, in a headless Chromium, with a bot that answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageInABrowserIT {
  private static final String COMMANDS =
      """
      [{'name':'level','description':'Shows a level','options':[
         {'type':6,'name':'user','description':'Whose'}]},
       {'name':'ask','description':'Opens a form'},
       {'name':'setup','description':'Opens a form of three'},
       {'name':'slow','description':'Thinks first'},
       {'name':'mute','description':'Never answers'},
       {'name':'find','description':'Finds a word','options':[
         {'type':3,'name':'word','description':'Which','required':true,'autocomplete':true}]},
       {'name':'set','description':'Sets much','options':[
         {'type':1,'name':'all','description':'All of it','options':[
           {'type':8,'name':'role','description':'A role','required':true},
           {'type':10,'name':'factor','description':'How much','required':true,
            'min_value':0,'max_value':10},
           {'type':7,'name':'channel','description':'Where','channel_types':[0,4]},
           {'type':3,'name':'mode','description':'How','choices':[
             {'name':'One role','value':'single'},{'name':'All roles','value':'stack'}]}]}]},
       {'name':'choose','description':'Offers menus'},
       {'name':'admin','description':'For admins','default_member_permissions':'8'}]
      """;

  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p2FvGgAAAABJRU5ErkJggg==");

  private Browser browser;
  private LocalDiscord discord;
  private LocalServer server;
  private LocalChannel general;
  private LocalMember ann;
  private LocalMember ben;
  private LocalApplication bot;
  private FakeWorker worker;
  private Rest rest;

  @BeforeAll
  void startBrowser() {
    Optional<Path> program = Chromium.findOrTell("the local Discord's page in a browser");
    assumeTrue(program.isPresent(), "no Chromium");
    browser = Browser.start(program.orElseThrow());
  }

  @AfterAll
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous());
    server = discord.createServer("Home", discord.createUser("Olga"));
    general = server.createTextChannel("general");
    ann = server.join("Ann");
    ben = server.join("Ben");
    bot = discord.createApplication("Helper");
    bot.invite(server, Permissions.MANAGE_ROLES);
    worker = new FakeWorker(bot.publicKeyHex(), PageInABrowserIT::answer);
    bot.endpoint(worker.url());
    rest = new Rest(discord, bot.token());
    assertEquals(200, rest.put("/applications/" + bot.id() + "/commands", COMMANDS).status());
    browser.forgetProblems();
    browser.resize(1280, 800);
    browser.open(discord.pageUrl());
    browser.awaitTrue("document.body.dataset.ready === 'true'");
  }

  @AfterEach
  void stop() {
    browser.open("about:blank");
    rest.close();
    worker.close();
    discord.close();
  }

  private static String answer(JsonNode interaction) {
    JsonNode data = interaction.path("data");
    return switch (interaction.path("type").asInt()) {
      case 2 -> toCommand(data.path("name").asText());
      case 3 -> "{'type':7,'data':{'content':'Turned the page','components':[]}}";
      case 4 -> "{'type':8,'data':{'choices':[{'name':'Apple tree','value':'apple'}]}}";
      default ->
          "{'type':4,'data':{'content':'You said " + String.join(" and ", valuesIn(data)) + "'}}";
    };
  }

  private static List<String> valuesIn(JsonNode modal) {
    List<String> values = new ArrayList<>();
    modal
        .path("components")
        .forEach(row -> values.add(row.path("components").path(0).path("value").asText()));
    return values;
  }

  private static String toCommand(String name) {
    return switch (name) {
      case "level" ->
          """
          {'type':4,'data':{'embeds':[{'title':'Level 3','description':'**230** XP',
            'color':6539694,'fields':[{'name':'Rank','value':'#1','inline':true}]}],
            'components':[{'type':1,'components':[
              {'type':2,'style':1,'label':'Next','custom_id':'next'}]}]}}
          """;
      case "ask" ->
          """
          {'type':9,'data':{'title':'A form','custom_id':'form','components':[
            {'type':1,'components':[
              {'type':4,'style':1,'custom_id':'word','label':'Your word'}]}]}}
          """;
      case "setup" ->
          """
          {'type':9,'data':{'title':'Setup','custom_id':'form','components':[
            {'type':1,'components':[
              {'type':4,'style':1,'custom_id':'one','label':'One','min_length':3}]},
            {'type':1,'components':[
              {'type':4,'style':1,'custom_id':'two','label':'Two','required':false,
               'min_length':64,'max_length':64}]},
            {'type':1,'components':[
              {'type':4,'style':2,'custom_id':'three','label':'Three','required':false}]}]}}
          """;
      case "slow" -> "{'type':5,'data':{'flags':64}}";
      case "choose" ->
          """
          {'type':4,'data':{'content':'How?','flags':64,'components':[
            {'type':1,'components':[{'type':3,'custom_id':'kind','placeholder':'A kind','options':[
              {'label':'Reply','value':'reply','default':true},
              {'label':'Off','value':'off','description':'Nobody is told'}]}]},
            {'type':1,'components':[{'type':8,'custom_id':'where','channel_types':[0]}]}]}}
          """;
      case "mute" -> "500";
      default -> "{'type':4,'data':{'content':'Found it'}}";
    };
  }

  private void write(String text) {
    browser.click("[data-testid=message]#message");
    browser.type(text);
    browser.press("Enter");
  }

  @Test
  void aMessageIsChattedAndSeenWithWhatComesOfIt() {
    LocalRole novice = server.createRole("Novice").color(0x63c9ae);
    write("Hello @Ben, **well** <b>done</b>");
    browser.awaitText("[data-testid=message] .content", "Hello @Ben, well <b>done</b>");
    assertEquals("Hello " + ben.mention() + ", **well** <b>done</b>", last().content());
    assertEquals(ann.id(), last().authorId());
    assertEquals(List.of("well"), browser.texts("[data-testid=message] strong"));

    ann.badge("Level 2 · 230 XP");
    ann.give(novice);
    browser.awaitText("[data-testid=member][data-name=Ann] .badge", "Level 2 · 230 XP");
    browser.awaitText("[data-testid=member][data-name=Ann] .roles", "Novice");
    browser.awaitText("[data-testid=note]", "Ann got the role Novice");
    assertNoProblems();
  }

  private LocalMessage last() {
    return general.lastMessage().orElseThrow();
  }

  @Test
  void aTypedCommandIsAnsweredAndItsButtonPressed() {
    write("/level user:@Ben");
    browser.awaitText("[data-testid=embed]", "Level 3");
    browser.awaitText("[data-testid=message] .reference", "used /level");
    browser.click("[data-testid=button][data-custom-id=next]");
    browser.awaitText("[data-testid=message] .content", "Turned the page");
    String asked =
        worker.received().getFirst().path("data").path("options").path(0).path("value").asText();
    assertEquals(Long.toString(ben.id()), asked);
    assertNoProblems();
  }

  @Test
  void aCommandIsChosenByKeysAndItsOptionsAreFields() {
    browser.click("#message");
    browser.type("/");
    browser.awaitElement("[data-testid=command-suggestion]");
    assertEquals(
        List.of("ask", "choose", "find", "level", "mute", "set all", "setup", "slow"),
        names("[data-testid=command-suggestion]"),
        "a member sees what a member may use");
    browser.type("fi");
    browser.press("Tab");
    browser.awaitElement("[data-testid=option][data-name=word]");
    browser.type("app");
    browser.awaitElement("[data-testid=completion]");
    browser.click("[data-testid=completion]");
    browser.press("Enter");
    browser.awaitText("[data-testid=message] .content", "Found it");
    JsonNode sent = worker.received().getLast().path("data").path("options").path(0);
    assertEquals("apple", sent.path("value").asText());
    assertNoProblems();
  }

  private List<String> names(String selector) {
    JsonNode names =
        browser.evaluate(
            "[...document.querySelectorAll('" + selector + "')].map((e) => e.dataset.name)");
    return List.of(names.toString().replaceAll("[\\[\\]\"]", "").split(","));
  }

  @Test
  void everyKindOfOptionIsSuggestedWhileItIsTyped() {
    LocalRole booster = server.createRole("Server Booster");
    LocalChannel talk = server.createCategory("Talk");
    server.createVoiceChannel("Voice");
    browser.awaitText("[data-testid=channels]", "Voice");
    browser.click("#message");
    browser.type("/set all ");
    awaitOffered("role:", "factor:", "channel:", "mode:");
    browser.press("Tab");
    browser.type("boo");
    browser.awaitTrue("document.querySelectorAll('[data-testid=option-suggestion]').length === 0");
    erase(3);
    browser.type("Ser");
    chooseOnly("@Server Booster");
    awaitOffered("factor:", "channel:", "mode:");
    browser.press("Tab");
    browser.awaitText("[data-testid=option-hint]", "a number from 0 to 10");
    browser.type("2.5 ch");
    chooseOnly("channel:");
    awaitOffered("#general", "#Talk");
    browser.type("#Ta");
    chooseOnly("#Talk");
    browser.type("mode:a");
    chooseOnly("All roles");
    browser.press("Enter");
    browser.awaitText("[data-testid=message] .content", "Found it");
    JsonNode options = worker.received().getLast().at("/data/options/0/options");
    assertEquals(Long.toString(booster.id()), options.path(0).path("value").asText());
    assertEquals(2.5, options.path(1).path("value").asDouble());
    assertEquals(Long.toString(talk.id()), options.path(2).path("value").asText());
    assertEquals("stack", options.path(3).path("value").asText());
    assertNoProblems();
  }

  private void chooseOnly(String name) {
    awaitOffered(name);
    browser.press("Tab");
  }

  private void awaitOffered(String... names) {
    browser.awaitTrue(
        "[...document.querySelectorAll('[data-testid=option-suggestion]')]"
            + ".map((e) => e.dataset.name).join() === '"
            + String.join(",", names)
            + "'");
  }

  private void erase(int characters) {
    for (int i = 0; i < characters; i++) {
      browser.press("Backspace");
    }
  }

  @Test
  void menusOfAPrivateAnswerAreUsed() {
    write("/choose");
    browser.awaitText("[data-ephemeral]", "Only you can see this");
    assertEquals(
        "reply",
        browser.evaluate("document.querySelector('[data-custom-id=kind]').value").asText());
    browser.choose("[data-custom-id=where]", "#general");
    browser.awaitText("[data-ephemeral] .content", "Turned the page");
    JsonNode sent = worker.received().getLast().path("data");
    assertEquals(Long.toString(general.id()), sent.at("/values/0").asText());
    assertEquals("general", sent.at("/resolved/channels/" + general.id() + "/name").asText());
    assertNoProblems();
  }

  @Test
  void aModalIsFilledInAndSubmitted() {
    write("/ask");
    browser.click("[data-testid=modal-field][data-custom-id=word]");
    browser.type("hello");
    browser.press("Enter");
    browser.awaitText("[data-testid=message] .content", "You said hello");
    browser.awaitTrue("document.querySelector('dialog[open]') === null");
    assertNoProblems();
  }

  @Test
  void aModalOfThreeInputsIsSubmittedWithTheOptionalOnesEmpty() {
    write("/setup");
    browser.click("[data-testid=modal-field][data-custom-id=one]");
    browser.type("first");
    browser.click("[data-testid=modal-field][data-custom-id=three]");
    browser.type("third");
    browser.click("[data-testid=modal-submit]");
    browser.awaitText("[data-testid=message] .content", "You said first and and third");
    browser.awaitTrue("document.querySelector('dialog.modal[open]') === null");
    assertNoProblems();
  }

  @Test
  void ofTwoBotsWithTheSameCommandTheChosenOneIsAsked() {
    LocalApplication second = discord.createApplication("Second");
    second.invite(server, 0);
    String commands = "[{'name':'level','description':'Shows a level'}]";
    try (FakeWorker other =
            new FakeWorker(
                second.publicKeyHex(), each -> "{'type':4,'data':{'content':'I am the second'}}");
        Rest ofSecond = new Rest(discord, second.token())) {
      second.endpoint(other.url());
      ofSecond.put("/applications/" + second.id() + "/commands", commands);
      browser.awaitText("[data-testid=member][data-name=Second]", "APP");
      browser.click("#message");
      browser.type("/level");
      browser.awaitText("[data-testid=suggestions]", "Second");
      browser.choose("[data-testid=of-bot]", "Second");
      browser.click("#message");
      browser.press("Enter");
      browser.awaitText("[data-testid=message] .content", "I am the second");
      browser.awaitText("[data-testid=message] .author", "Second");
      assertEquals(0, worker.received().size());
    }
    assertNoProblems();
  }

  @Test
  void anApplicationIsMadeAndLetIn() {
    browser.choose("[data-testid=write-as]", "Olga");
    browser.click("[data-testid=applications-button]");
    browser.click("[data-testid=new-application]");
    browser.type("Branded");
    browser.press("Enter");
    String made = "[data-testid=application][data-name=Branded] ";
    browser.awaitElement(made + "[data-testid=token]");
    LocalApplication application = discord.applications().getLast();
    assertEquals(application.token(), browser.texts(made + "[data-testid=token]").getFirst());
    browser.click(made + "[data-testid=intent-members]");
    browser.click(made + "[data-testid=endpoint]");
    browser.type("http://127.0.0.1:1/");
    browser.press("Enter");
    browser.awaitText("[data-testid=application-problem]", "could not be verified");
    browser.awaitTrue("document.querySelector('" + made + "[data-testid=intent-members]').checked");
    try (Rest branded = new Rest(discord, application.token())) {
      int flags = branded.get("/applications/@me").body().path("flags").asInt();
      assertEquals(1 << 15, flags);
    }
    browser.click(made + "[data-testid=add-to-server]");
    browser.awaitText("[data-testid=invite]", "Manage Roles");
    browser.click("[data-testid=authorize]");
    browser.awaitText("[data-testid=note]", "Branded joined the server");
    browser.click(made + "[data-testid=delete-application]");
    browser.click(made + "[data-testid=delete-application]");
    browser.awaitText("[data-testid=note]", "Branded left the server");
    browser.click("[data-testid=close-applications]");
  }

  @Test
  void whatIsBeingDoneToAnApplicationOutlivesItsChanges() {
    browser.click("[data-testid=applications-button]");
    String card = "[data-testid=application][data-name=" + bot.name() + "] ";
    browser.awaitElement(card);
    String active = "document.activeElement.dataset.testid";
    browser.click(card + "[data-testid=delete-application]");
    browser.click(card + "[data-testid=endpoint]");
    browser.type("half");
    String typed =
        browser
            .evaluate("document.querySelector('" + card + "[data-testid=endpoint]').value")
            .asText();
    String box = "document.querySelector('" + card + "[data-testid=intent-presences]').checked";
    boolean before = browser.evaluate(box).asBoolean();
    bot.grant(before ? 0 : Intents.PRIVILEGED);
    browser.awaitTrue(box + " !== " + before);
    assertEquals("endpoint", browser.evaluate(active).asText());
    assertEquals(
        typed,
        browser
            .evaluate("document.querySelector('" + card + "[data-testid=endpoint]').value")
            .asText());
    assertEquals(
        List.of("Delete for ever"), browser.texts(card + "[data-testid=delete-application]"));
    browser.click(card + "[data-testid=intent-presences]");
    browser.awaitTrue(box + " === " + before);
    assertEquals("intent-presences", browser.evaluate(active).asText());
    browser.click("[data-testid=close-applications]");
  }

  @Test
  void linksToDiscordAndPremiumButtonsWorkHere() {
    long sku = bot.sellToUsers("Premium");
    bot.rename("Shop").picture(PNG);
    String link = "https://discord.com/oauth2/authorize?client_id=" + bot.id() + "&scope=bot";
    rest.post(
        "/channels/" + general.id() + "/messages",
        "{'content':'Invite me: "
            + link
            + "','components':[{'type':1,'components':[{'type':2,'style':6,'sku_id':'"
            + sku
            + "'}]}],'embeds':[{'author':{'name':'Shop','icon_url':'https://cdn.discordapp.com/avatars/"
            + bot.id()
            + "/"
            + bot.avatarHash().orElseThrow()
            + ".png'}}]}");
    browser.awaitTrue("document.querySelector('.embed-author img')?.naturalWidth === 1");
    browser.awaitText("[data-testid=premium-button]", "Buy Premium");
    browser.click("[data-testid=premium-button]");
    browser.awaitText("[data-testid=notice]", "Ann has bought Premium");
    browser.click("[data-testid=local-link]");
    browser.click("[data-testid=authorize]");
    browser.awaitText("[data-testid=invite-problem]", "Ann needs Manage Server");
    browser.press("Escape");
    browser.click("[data-testid=applications-button]");
    browser.awaitText("[data-testid=bought]", "Ann has Premium");
    browser.click("[data-testid=end]");
    browser.awaitTrue("document.querySelector('[data-testid=bought]') === null");
    browser.click("[data-testid=buy]");
    browser.awaitText("[data-testid=bought]", "Ann has Premium");
  }

  @Test
  void aBotsCustomStatusStandsInTheListOfMembers() throws Exception {
    String identify =
        """
        {"op":2,"d":{"token":"%s","intents":1,"properties":{"os":"test"},"presence":
          {"status":"online","afk":false,"since":null,"activities":[
            {"name":"Custom Status","type":4,"state":"Counting levels"}]}}}
        """
            .formatted(bot.token());
    String gateway = "ws://127.0.0.1:" + discord.port() + "/gateway?v=10&encoding=json";
    try (HttpClient http = HttpClient.newHttpClient()) {
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create(gateway), new WebSocket.Listener() {})
              .get(5, TimeUnit.SECONDS);
      socket.sendText(identify, true).get(5, TimeUnit.SECONDS);
      browser.awaitText("[data-testid=member][data-name=Helper] .status", "Counting levels");
      socket.abort();
      browser.awaitTrue("document.querySelector('[data-testid=status]') === null");
    }
    assertNoProblems();
  }

  @Test
  void aPrivateAnswerIsSeenByItsUserOnlyAndThinksUntilItIsEdited() {
    write("/slow");
    browser.awaitText("[data-testid=thinking]", "Helper is thinking");
    browser.awaitText("[data-ephemeral]", "Only you can see this");
    String token = worker.received().getLast().path("token").asText();
    rest.patch("/webhooks/" + bot.id() + "/" + token + "/messages/@original", "{'content':'Done'}");
    browser.awaitText("[data-ephemeral] .content", "Done");
    browser.choose("[data-testid=write-as]", "Ben");
    browser.awaitTrue("document.querySelector('[data-ephemeral]') === null");
    assertNoProblems();
  }

  @Test
  void whatIsWrittenAfterAChangeOfPersonIsTheirsHoweverSlowThePageLearnsOfIt() {
    browser.choose("[data-testid=write-as]", "Ann");
    browser.evaluate(
        """
        (() => {
          const real = window.fetch;
          window.asking = 0;
          window.fetch = async (...request) => {
            const answer = await real(...request);
            if (!String(request[0]).includes('state')) return answer;
            window.asking++;
            await new Promise((done) => setTimeout(done, 500));
            window.asking--;
            return answer;
          };
        })()
        """);
    general.topic("Something is asked for on Ann's behalf");
    browser.awaitTrue("window.asking > 0");
    browser.choose("[data-testid=write-as]", "Ben");
    write("It is me");
    browser.awaitText("[data-testid=message] .content", "It is me");
    browser.awaitTrue("window.asking === 0");
    write("Still me");
    browser.awaitText("[data-testid=message] .content", "Still me");
    assertEquals(
        List.of(ben.id(), ben.id()),
        general.messages().stream().map(LocalMessage::authorId).toList());
  }

  @Test
  void aBotThatDoesNotAnswerIsToldOf() {
    write("/mute");
    browser.awaitText("[data-testid=failed]", "The application did not respond");
    write("/nothing");
    browser.awaitText("[data-testid=notice]", "no such command");
  }

  @Test
  void directMessagesArriveAtWhoeverOneWritesAs() {
    String channel =
        rest.post("/users/@me/channels", "{'recipient_id':'" + ann.id() + "'}")
            .body()
            .path("id")
            .asText();
    rest.post("/channels/" + channel + "/messages", "{'content':'Psst'}");
    browser.click("[data-testid=channel][data-kind=direct]");
    browser.awaitText("[data-testid=message] .content", "Psst");
    write("Thank you");
    browser.awaitText("[data-testid=message] .content", "Thank you");
    assertNoProblems();
  }

  @Test
  void aCooldownIsWalkedThroughWithTheMessageClock() {
    browser.click("[data-testid=tools-button]");
    browser.click("[data-testid=series]");
    browser.awaitTrue("document.querySelectorAll('[data-testid=message] .content').length === 10");
    browser.awaitText("[data-testid=clock]", "10 min ahead");
    browser.click("[data-testid=new-member]");
    browser.type("Zoe");
    browser.press("Enter");
    browser.awaitText("[data-testid=note]", "Zoe joined the server");
    browser.awaitElement("[data-testid=leave][data-name=Zoe] button");
    browser.click("[data-testid=leave][data-name=Zoe] button");
    browser.awaitText("[data-testid=note]", "Zoe left the server");
    browser.click("[data-testid=clock-reset]");
    browser.awaitText("[data-testid=clock]", "Real time");
    assertNoProblems();
  }

  @Test
  void thePageStandsOnANarrowScreen() {
    browser.resize(400, 700);
    write("Small");
    browser.awaitText("[data-testid=message] .content", "Small");
    assertTrue(browser.evaluate("document.documentElement.scrollWidth <= 400").asBoolean());
  }

  private void assertNoProblems() {
    assertEquals(List.of(), browser.problems());
  }
}
