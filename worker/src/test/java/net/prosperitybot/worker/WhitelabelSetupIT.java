package net.prosperitybot.worker;

import static net.prosperitybot.worker.Payloads.CALLER;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a token to a bot that answers: what Discord is asked and told, and what the owner reads. */
class WhitelabelSetupIT {
  private static final long SERVER_MEMBERS = 1L << 1;
  private static final String CHANGE = "/applications/@me";

  @TempDir private static Path folder;

  private static WhitelabelRig rig;
  private static LocalServer server;
  private static LocalChannel channel;
  private static LocalMember owner;

  private LocalApplication own;

  @BeforeAll
  static void start() {
    rig = WhitelabelRig.start(folder.resolve("traffic.jsonl"));
    server = rig.discord().createServer("Testing");
    channel = server.createTextChannel("general");
    owner = server.owner();
    rig.main().invite(server, 0);
    rig.main().endpoint(rig.endpointOf(rig.main()));
    await().until(() -> rig.main().commands().size() == 9);
  }

  @BeforeEach
  void newApplication() {
    rig.clear();
    own = rig.discord().createApplication("Guildmaster");
    rig.discord().requests().clear();
  }

  @AfterAll
  static void stopAndCheckAllTraffic() {
    rig.close();
    DiscordContract.find()
        .ifPresent(
            contract -> assertEquals(List.of(), contract.traffic(folder.resolve("traffic.jsonl"))));
  }

  @Test
  void aBotIsSetUpByTheFormAndAnswersUnderItsName() {
    rig.premium().grant(owner.id(), Optional.empty(), Optional.empty());
    own.invite(server, 0);
    Invocation opener = owner.run(channel, "/whitelabel setup", rig.main());
    InvocationResult form = opener.await();
    assertEquals(State.MODAL, form.state(), form.failure());
    assertFalse(form.modal().orElseThrow().toString().contains("\"value\""));
    InvocationResult done =
        owner
            .submit(opener, Map.of("token", own.token(), "status_text", "guarding the gate"))
            .awaitAnswer(Duration.ofSeconds(15));
    List<String> lines = done.content().lines().toList();
    assertEquals("✅ **Guildmaster** is set up; its token is kept encrypted.", lines.get(0));
    assertEquals("✅ Its commands are registered.", lines.get(1));
    assertEquals("✅ Discord sends its commands here.", lines.get(2));
    assertEquals("✅ The Server Members intent is on.", lines.get(3));
    assertEquals("✅ **Add App** in its profile asks for the rights that it needs.", lines.get(4));
    assertTrue(
        done.content()
            .contains(
                "<https://discord.com/oauth2/authorize?client_id=%d&scope=bot+applications.commands&permissions=275146427392>"
                    .formatted(own.id())),
        done.content());
    assertTrue(done.content().contains("Then move its role above"), done.content());

    WhitelabelBot row = rig.row(own);
    assertEquals(owner.id(), row.ownerId());
    assertEquals("Guildmaster", row.name());
    assertEquals(Optional.of("guarding the gate"), row.statusText());
    assertEquals(EndpointState.SET, row.endpoint());
    assertEquals(1L << 15, row.applicationFlags() & (1L << 15));
    assertEquals(
        new Secret(own.token()),
        WorkerRig.vault(WorkerRig.TOKEN_KEYS).open(own.id(), row.token().orElseThrow()));
    assertTrue(rig.told(own).maySeeMembers());
    assertEquals(Optional.of(rig.endpointOf(own)), rig.told(own).endpointUrl());
    assertEquals(rig.main().commands().size(), own.commands().size());
    assertEquals(1, changes("integration_types_config"));
    InvocationResult answered = owner.run(channel, "/about", own).await();
    assertEquals("Guildmaster", answered.embed().path("footer").path("text").asText());
  }

  @Test
  void everyStepIsOneThatDiscordTakes() {
    InvocationResult offer =
        owner.run(channel, "/whitelabel setup token:" + own.token(), rig.main()).await();
    assertEquals(State.ANSWERED, offer.state(), offer.failure());
    assertTrue(offer.content().startsWith("Your own bot is part of premium"), offer.content());
    rig.premium().grant(owner.id(), Optional.empty(), Optional.empty());
    owner.run(channel, "/whitelabel setup token:" + own.token(), rig.main()).await();

    LocalMessage buttons = seen(owner.run(channel, "/whitelabel actions", rig.main()).await());
    Invocation opener = owner.click(buttons, "whitelabel/text/" + own.id());
    assertEquals(State.MODAL, opener.await().state(), opener.await().failure());
    assertEquals(
        "**Guildmaster** shows “on watch” within about 10 seconds while it runs.",
        owner.submit(opener, Map.of("text", "on watch")).await().content());
    for (String step : List.of("delete/%d", "keep/%d", "restart/%d")) {
      InvocationResult result =
          owner.click(buttons, "whitelabel/" + step.formatted(own.id())).await();
      assertEquals(State.UPDATED, result.state(), step + " " + result.failure());
    }
    InvocationResult status = owner.run(channel, "/whitelabel status", rig.main()).await();
    assertEquals(State.ANSWERED, status.state(), status.failure());
    assertEquals("Guildmaster", status.embed().path("title").asText());
    assertEquals("Prosperity", status.embed().path("footer").path("text").asText());
  }

  private static LocalMessage seen(InvocationResult result) {
    assertEquals(State.ANSWERED, result.state(), result.failure());
    long id = result.message().orElseThrow().id();
    return channel.messages(owner.user()).stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutPremiumItSaysWhatThatIsAndSellsIt() {
    JsonNode answer = rig.answer(rig.setup(own.token()));
    assertTrue(
        answer.at("/data/content").asText().startsWith("Your own bot is part of premium"),
        answer.toString());
    assertEquals(
        "{\"type\":2,\"style\":6,\"sku_id\":\"" + WhitelabelRig.SKU + "\"}",
        answer.at("/data/components/0/components/0").toString());
    assertEquals(64, answer.at("/data/flags").asInt());
    assertEquals(List.of(), rig.bots().all());
    assertEquals(0, rig.discord().requests().matching("GET", CHANGE).size());
  }

  @Test
  void whatTheCallerJustBoughtCountsAtOnce() {
    ObjectNode bought =
        Payloads.withEntitlement(
            rig.setup(own.token()), 77, CALLER, WhitelabelRig.SKU, "2099-01-01T00:00:00+00:00");
    assertTrue(rig.call(bought).startsWith("✅ **Guildmaster** is set up"));
    assertTrue(rig.premium().of(CALLER) instanceof Premium.Active);
  }

  @Test
  void anotherProductOrAnothersPurchaseIsNone() {
    String later = "2099-01-01T00:00:00+00:00";
    ObjectNode call = rig.setup(own.token());
    Payloads.withEntitlement(call, 78, CALLER, 5_000_000_000_000_000_000L, later);
    Payloads.withEntitlement(call, 79, CALLER + 1, WhitelabelRig.SKU, later);
    Payloads.withEntitlement(call, 80, CALLER, WhitelabelRig.SKU, "no time at all");
    assertTrue(rig.call(call).startsWith("Your own bot is part of premium"));
  }

  @Test
  void aTokenIsTakenAsPeoplePasteIt() {
    rig.grant();
    String words = rig.call(rig.setup("  Bot `" + own.token() + "` "));
    assertTrue(words.startsWith("✅ **Guildmaster** is set up"), words);
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutAskingDiscord() {
    rig.grant();
    for (String nonsense : List.of("hunter2", own.publicKeyHex(), own.token().substring(9), ".")) {
      String words = rig.call(rig.setup(nonsense));
      assertTrue(words.startsWith("That is not a bot's token."), words);
    }
    assertEquals(0, rig.discord().requests().matching("GET", CHANGE).size());
  }

  @Test
  void aTokenThatDiscordRefusesIsSaidWithTheLinkToANewOne() {
    String old = own.token();
    own.resetToken();
    rig.grant();
    String words = rig.call(rig.setup(old));
    assertTrue(words.startsWith("Discord does not know this token"), words);
    assertTrue(
        words.contains("<https://discord.com/developers/applications/" + own.id() + "/bot>"),
        words);
    assertFalse(words.contains(old), words);
    assertEquals(List.of(), rig.bots().all());
  }

  @Test
  void aGivenKeyMustBeTheBots() {
    rig.grant();
    ObjectNode wrong = Payloads.withText(rig.setup(own.token()), "public_key", "ab".repeat(32));
    assertTrue(rig.call(wrong).startsWith("This public key is not the one of the bot"));
    assertEquals(List.of(), rig.bots().all());
    ObjectNode right =
        Payloads.withText(
            rig.setup(own.token()),
            "public_key",
            " " + own.publicKeyHex().toUpperCase(Locale.ROOT) + " ");
    assertTrue(rig.call(right).startsWith("✅ **Guildmaster** is set up"));
  }

  @Test
  void theMainBotIsNobodysOwn() {
    rig.grant();
    String words = rig.call(rig.setup(rig.main().token()));
    assertTrue(words.startsWith("That is the token of the main bot itself"), words);
    assertEquals(List.of(), rig.bots().all());
  }

  @Test
  void anotherBotTakesThePlaceOfTheFirst() {
    rig.setUp(own);
    LocalApplication next = rig.discord().createApplication("Herald");
    String words = rig.setUp(next);
    assertTrue(
        words.contains("It takes the place of **Guildmaster**, which stops; its token is deleted."),
        words);
    assertEquals(Wanted.DELETED, rig.row(own).wanted());
    assertEquals(Optional.empty(), rig.row(own).token());
    assertEquals(List.of(), own.commands());
    assertEquals(Optional.empty(), rig.told(own).endpointUrl());
    assertEquals(9, next.commands().size());
  }

  @Test
  void theNewBotIsCompleteAlsoWhenTheOldOneCantBeLeftInGoodOrder() {
    rig.setUp(own);
    LocalApplication next = rig.discord().createApplication("Herald");
    rig.discord()
        .fault(FaultPlan.on("*", "/applications/**", new Fault.Cut()).forApplication(own.id()));
    String words = rig.setUp(next);
    assertTrue(words.contains("It takes the place of **Guildmaster**"), words);
    assertTrue(words.contains("✅ Discord sends its commands here."), words);
    assertEquals(9, next.commands().size());
    assertEquals(9, own.commands().size());
    assertEquals(Optional.empty(), rig.row(own).token());
  }

  @Test
  void anEndpointThatDiscordRefusesOnceIsToldAgain() {
    own.grant(SERVER_MEMBERS);
    refuseChanges(2);
    String words = rig.setUp(own);
    assertTrue(words.contains("✅ Discord sends its commands here."), words);
    assertEquals(Optional.of(rig.endpointOf(own)), rig.told(own).endpointUrl());
  }

  @Test
  void anEndpointThatDiscordGoesOnRefusingIsLeftToTheOwner() {
    own.grant(SERVER_MEMBERS);
    refuseChanges(3);
    String words = rig.setUp(own);
    assertTrue(
        words.contains(
            "⚠️ Its commands don't come here yet: paste `%s` as **Interactions Endpoint URL** at <https://discord.com/developers/applications/%d/information> and save."
                .formatted(rig.endpointOf(own), own.id())),
        words);
    assertEquals(EndpointState.REFUSED, rig.row(own).endpoint());
  }

  @Test
  void anEndpointThatDiscordDidNotAnswerAboutIsMadeUpForByTheStatus() {
    rig.setUp(own);
    own.endpoint("https://elsewhere.example/");
    rig.bots().endpoint(own.id(), EndpointState.UNKNOWN);
    JsonNode status = rig.answer(Payloads.call(rig.main().id(), "whitelabel status"));
    assertTrue(Shown.of(status, Map.of()).contains("[Commands come here: ✅ Yes.]"));
    assertEquals(EndpointState.SET, rig.row(own).endpoint());
    assertEquals(Optional.of(rig.endpointOf(own)), rig.told(own).endpointUrl());
  }

  @Test
  void whatFailsOnceTheBotIsSetUpDoesNotHideThatItIs() {
    rig.grant();
    rig.database()
        .dsl()
        .execute("ALTER TABLE whitelabel_bots ADD CONSTRAINT never CHECK (endpoint <> 'set')");
    try {
      String words = rig.call(rig.setup(own.token()));
      assertEquals(
          "✅ **Guildmaster** is set up; its token is kept encrypted.\n"
              + "`/whitelabel status` shows how far it is.",
          words);
    } finally {
      rig.database().dsl().execute("ALTER TABLE whitelabel_bots DROP CONSTRAINT never");
    }
    assertEquals(EndpointState.UNKNOWN, rig.row(own).endpoint());
  }

  @Test
  void anotherServiceThatHadTheBotIsSpokenOf() {
    own.endpoint("https://elsewhere.example/");
    String words = rig.setUp(own);
    assertTrue(
        words.contains(
            "⚠️ Until now they went to another address; what runs there gets them no more."),
        words);
    assertFalse(rig.setUp(own).contains("another address"));
  }

  @Test
  void commandsThatDiscordDoesNotTakeAreNoReasonToStop() {
    rig.discord()
        .fault(FaultPlan.on("PUT", "/applications/*/commands", new Fault.Fail(400, 0, "No")));
    String words = rig.setUp(own);
    assertTrue(words.contains("⏳ Discord did not take its commands yet"), words);
    assertTrue(words.contains("✅ Discord sends its commands here."), words);
  }

  @Test
  void howItsOwnerHasItAddedToServersStays() {
    LocalApplication ownPage = own.customInstallUrl("https://add.example/");
    assertFalse(rig.setUp(ownPage).contains("**Add App**"));
    LocalApplication closed = rig.discord().createApplication("Hermit").keepPrivate();
    assertFalse(rig.setUp(closed).contains("**Add App**"));
    assertEquals(0, changes("integration_types_config"));
  }

  @Test
  void aSetupThatComesAgainChangesNothing() throws Exception {
    rig.grant();
    byte[] call = rig.setup(own.token()).toString().getBytes(StandardCharsets.UTF_8);
    String first = rig.caller().call(call).at("/data/content").asText();
    WhitelabelBot after = rig.row(own);
    rig.discord().requests().clear();
    String again = rig.caller().call(call).at("/data/content").asText();
    assertEquals(first.lines().findFirst(), again.lines().findFirst());
    assertEquals(after, rig.row(own));
    assertEquals(List.of(), rig.discord().requests().matching("*", "/applications/**"));
  }

  @Test
  void theTokenIsInNothingThatIsAnsweredOrStoredAndAChangedOneReplacesIt() {
    String words = rig.setUp(own);
    assertFalse(words.contains(own.token()));
    String stored =
        String.valueOf(rig.database().dsl().fetch("SELECT * FROM whitelabel_bots").formatJSON());
    assertFalse(stored.contains(own.token()), stored);
    own.resetToken();
    assertTrue(rig.setUp(own).startsWith("✅ **Guildmaster** is set up with what you gave."));
    assertEquals(
        new Secret(own.token()),
        WorkerRig.vault(WorkerRig.TOKEN_KEYS).open(own.id(), rig.row(own).token().orElseThrow()));
  }

  @Test
  void anotherAnswersOnlyForItsOwnKey() throws Exception {
    rig.setUp(own);
    ObjectNode ping = Payloads.ping(own.id());
    try (DiscordCaller itself = new DiscordCaller(rig.worker().port(), own)) {
      assertEquals(1, itself.call(ping).path("type").asInt());
      byte[] body = ping.toString().getBytes(StandardCharsets.UTF_8);
      var forged = rig.caller().signed(body).uri(itself.address("/interactions/" + own.id()));
      assertEquals(401, itself.send(forged).statusCode());
    }
  }

  @Test
  void whoMayHaveSeveralHasThemUntilTheyAreAsManyAsMayBe() throws Exception {
    rig.grant();
    WorkerConfig usual =
        WorkerRig.withWhitelabel(rig.config(), WhitelabelRig.freePort(), WhitelabelRig.SKU);
    WorkerConfig several =
        new WorkerConfig(
            usual.database(),
            usual.botToken(),
            usual.applicationId(),
            usual.publicKey(),
            usual.baseUrl(),
            usual.registerIn(),
            usual.discordApi(),
            usual.bindAddress(),
            usual.port(),
            0,
            usual.vault(),
            usual.premium(),
            2,
            usual.fastSignatures(),
            usual.limits(),
            OwnerConfig.nobody());
    try (Worker second = Worker.start(several, rig.database());
        DiscordCaller caller = new DiscordCaller(second.port(), rig.main())) {
      assertEquals(2, new ServiceInstances(rig.database()).running().size());
      LocalApplication next = rig.discord().createApplication("Herald");
      LocalApplication third = rig.discord().createApplication("Jester");
      for (LocalApplication each : List.of(own, next)) {
        String words = caller.call(rig.setup(each.token())).at("/data/content").asText();
        assertTrue(words.startsWith("✅ **" + each.name() + "** is set up"), words);
      }
      assertEquals(
          "You may have 2 own bots, and have as many already. Delete one with `/whitelabel"
              + " actions` first. Nothing was changed.",
          caller.call(rig.setup(third.token())).at("/data/content").asText());
      assertEquals(2, rig.bots().ofOwner(CALLER).size());
      assertFalse(rig.told(third).maySeeMembers());
    }
    List<ServiceInstances.Instance> left = new ServiceInstances(rig.database()).running();
    assertEquals(1, left.size());
    assertEquals(Set.of("k1"), left.getFirst().keyIds());
  }

  /** Where the intent is on, the first change that is made is the install link. */
  private void refuseChanges(int times) {
    rig.discord()
        .fault(
            FaultPlan.on("PATCH", CHANGE, new Fault.Fail(400, 50_035, "Invalid Form Body"))
                .forApplication(own.id())
                .times(times));
  }

  private static long changes(String field) {
    return rig.discord().requests().matching("PATCH", CHANGE).stream()
        .filter(change -> change.body() != null && change.body().has(field))
        .count();
  }
}
