package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.IDENTIFIES;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner does with a bot that is set up, and what they read about it. */
class WhitelabelActionsIT {
  private static final long STRANGER = CALLER + 1;
  private static final String OFFER =
      "{\"type\":2,\"style\":6,\"sku_id\":\"" + WhitelabelRig.SKU + "\"}";

  @TempDir private static Path folder;

  private static WhitelabelRig rig;
  private static LocalApplication own;
  private static DiscordCaller itself;

  @BeforeAll
  static void start() {
    rig = WhitelabelRig.start(folder.resolve("traffic.jsonl"));
    own = rig.discord().createApplication("Guildmaster");
    itself = new DiscordCaller(rig.worker().port(), own);
    await().until(() -> rig.main().commands().size() == 9);
  }

  @BeforeEach
  void setUpAnew() {
    rig.clear();
    assertTrue(rig.setUp(own).contains("✅ Discord sends its commands here."));
  }

  @AfterAll
  static void stopAndCheckAllTraffic() {
    itself.close();
    rig.close();
    DiscordContract.find()
        .ifPresent(
            contract -> assertEquals(List.of(), contract.traffic(folder.resolve("traffic.jsonl"))));
  }

  // Actions

  @Test
  void theOnlyBotIsNotAskedFor() {
    assertEquals(
        "private: **Guildmaster** · Starts soon. What shall it do? (Start) (Stop) (Restart)"
            + " (Status text) (Delete)",
        shown(rig.answer(run("actions"))));
  }

  @Test
  void ofSeveralBotsOneIsChosen() {
    LocalApplication second = addRow("Herald", CALLER);
    addRow("Not mine", STRANGER);
    assertEquals(
        "private: Which of your bots? {Choose a bot: %d %d}".formatted(own.id(), second.id()),
        shown(rig.answer(run("actions"))));
    assertTrue(
        shown(rig.answer(choice("whitelabel/actions", second)))
            .startsWith("update: **Herald** · Starts soon. What shall it do?"));
    assertTrue(
        rig.answer(choice("whitelabel/status", second))
            .at("/data/embeds/0/title")
            .asText()
            .equals("Herald"));
  }

  @Test
  void eachActionIsWantedOnceAndSaysWhatComes() throws Exception {
    long generation = rig.row(own).generation();
    byte[] stop = click("stop", CALLER).toString().getBytes(StandardCharsets.UTF_8);
    JsonNode stopped = rig.caller().call(stop);
    assertTrue(shown(stopped).startsWith("update: **Guildmaster** stops within about 10 seconds"));
    assertEquals(stopped, rig.caller().call(stop), "again it is the same answer");
    assertEquals(generation + 1, rig.row(own).generation());
    assertEquals(Wanted.STOPPED, rig.row(own).wanted());
    assertTrue(shown(rig.answer(run("actions"))).contains("(Start) (Stop off) (Restart off)"));

    for (String action : List.of("start", "restart")) {
      byte[] call = click(action, CALLER).toString().getBytes(StandardCharsets.UTF_8);
      JsonNode answer = rig.caller().call(call);
      assertEquals(
          "update: **Guildmaster** " + action + "s within about 10 seconds.", shown(answer));
      assertEquals(answer, rig.caller().call(call));
    }
    WhitelabelBot row = rig.row(own);
    assertEquals(Wanted.RUNNING, row.wanted());
    assertEquals(BotAction.RESTART, row.lastAction());
    assertEquals(generation + 3, row.generation());
  }

  @Test
  void nobodyElseDoesAnything() {
    WhitelabelBot before = rig.row(own);
    for (String action : List.of("start", "stop", "restart", "delete", "text")) {
      assertEquals(
          "private: Only who ran the command can use this. Please run it yourself.",
          shown(rig.answer(Payloads.click(rig.main().id(), id(action), CALLER, STRANGER))));
    }
    // A stranger who runs the command and writes the id themselves.
    for (String action : List.of("stop", "delete", "keep")) {
      assertTrue(
          shown(rig.answer(Payloads.click(rig.main().id(), id(action), STRANGER, STRANGER)))
              .startsWith("update: You have no such bot any more."));
    }
    ObjectNode surely =
        Payloads.click(rig.main().id(), id("delete") + "/surely", STRANGER, STRANGER);
    assertTrue(shown(rig.answer(surely)).startsWith("update: You have no such bot any more."));
    ObjectNode form = Payloads.form(rig.main().id(), id("text"), Map.of("text", "mine now"));
    ((ObjectNode) form.at("/member/user")).put("id", Long.toString(STRANGER));
    assertTrue(shown(rig.answer(form)).startsWith("private: You have no such bot any more."));
    assertEquals(before, rig.row(own));
    assertEquals(9, own.commands().size());
  }

  @Test
  void startingNeedsPremiumAndStoppingDoesNot() {
    rig.database().dsl().execute("DELETE FROM premium_grants");
    long generation = rig.row(own).generation();
    assertTrue(shown(rig.answer(click("start", CALLER))).contains("part of premium"));
    assertEquals(generation, rig.row(own).generation());
    rig.answer(click("stop", CALLER));
    assertEquals(Wanted.STOPPED, rig.row(own).wanted());
  }

  @Test
  void theStatusTextIsWrittenAndRemoved() throws Exception {
    JsonNode form = rig.answer(click("text", CALLER));
    assertEquals(9, form.path("type").asInt());
    assertFalse(form.toString().contains("\"value\""));
    assertEquals(
        "private: **Guildmaster** shows “on \\*watch\\*” within about 10 seconds while it runs.",
        shown(rig.answer(text("  on *watch*\n"))));
    assertEquals(Optional.of("on *watch*"), rig.row(own).statusText());
    byte[] removal = text("").toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "private: **Guildmaster** shows no status text within about 10 seconds.",
        shown(rig.caller().call(removal)));
    assertEquals(Optional.empty(), rig.row(own).statusText());
    rig.answer(text("again"));
    rig.caller().call(removal);
    assertEquals(Optional.of("again"), rig.row(own).statusText());
  }

  @Test
  void aStatusTextIsCutToWhatFitsAndNotTakenForNone() {
    String smiles = "😀".repeat(130);
    assertTrue(shown(rig.answer(text(smiles))).startsWith("private: **Guildmaster** shows “😀"));
    assertEquals(Optional.of("😀".repeat(128)), rig.row(own).statusText());
  }

  @Test
  void deletingIsAskedTwiceAndLeavesNothingOfOursBehind() throws Exception {
    assertEquals(
        "update: Delete **Guildmaster**? Its token is deleted here and it stops; members keep their"
            + " XP. Another setup brings it back. (Delete it) (Keep it)",
        shown(rig.answer(click("delete", CALLER))));
    assertTrue(rig.row(own).token().isPresent());
    assertTrue(shown(rig.answer(click("keep", CALLER))).startsWith("update: **Guildmaster** ·"));

    byte[] surely = deleteSurely().toString().getBytes(StandardCharsets.UTF_8);
    JsonNode deleted = rig.caller().call(surely);
    assertTrue(shown(deleted).startsWith("update: **Guildmaster** is deleted: its token is gone"));
    assertEquals(Optional.empty(), rig.row(own).token());
    assertEquals(List.of(), own.commands());
    assertEquals(Optional.empty(), rig.told(own).endpointUrl());
    assertEquals(404, itself.send(itself.signed(body())).statusCode());

    // Set up again, the call that deleted it harms nothing when it comes once more.
    rig.setUp(own);
    assertEquals(deleted, rig.caller().call(surely));
    assertTrue(rig.row(own).token().isPresent());
    assertEquals(9, own.commands().size());
    assertEquals(Optional.of(rig.endpointOf(own)), rig.told(own).endpointUrl());
  }

  @Test
  void theTokenIsGoneBeforeDiscordIsSpokenTo() throws Exception {
    rig.discord()
        .fault(FaultPlan.on("GET", "/applications/@me", new Fault.Delay(Duration.ofSeconds(1))));
    FutureTask<JsonNode> answer = new FutureTask<>(() -> rig.answer(deleteSurely()));
    Thread.ofVirtual().start(answer);
    await().until(() -> rig.row(own).token().isEmpty());
    assertEquals(9, own.commands().size(), "the farewell comes after");
    assertTrue(shown(answer.get()).startsWith("update: **Guildmaster** is deleted"));
    assertEquals(List.of(), own.commands());
    assertEquals(Optional.empty(), rig.told(own).endpointUrl());
  }

  @Test
  void aBotThatIsSetUpAgainDuringItsFarewellKeepsWhatItGot() throws Exception {
    rig.discord()
        .fault(
            FaultPlan.on("GET", "/applications/@me", new Fault.Delay(Duration.ofSeconds(1)))
                .times(1));
    FutureTask<JsonNode> answer = new FutureTask<>(() -> rig.answer(deleteSurely()));
    Thread.ofVirtual().start(answer);
    await().until(() -> rig.row(own).token().isEmpty());
    rig.setUp(own);
    assertTrue(shown(answer.get()).startsWith("update: **Guildmaster** is deleted"));
    assertEquals(9, own.commands().size());
    assertEquals(Optional.of(rig.endpointOf(own)), rig.told(own).endpointUrl());
  }

  @Test
  void aBotIsDeletedAlsoWhenDiscordIsAway() {
    rig.discord().fault(FaultPlan.on("*", "/applications/**", new Fault.Cut()));
    assertTrue(shown(rig.answer(deleteSurely())).startsWith("update: **Guildmaster** is deleted"));
    assertEquals(Optional.empty(), rig.row(own).token());
  }

  @Test
  void whoHasNoBotIsToldHowToGetOne() {
    rig.database().dsl().deleteFrom(WHITELABEL_BOTS).execute();
    for (String name : List.of("actions", "status")) {
      assertEquals(
          "private: You have no bot of your own yet. `/whitelabel setup` sets one up.",
          shown(rig.answer(run(name))));
    }
  }

  @Test
  void whoHasNeitherBotNorPremiumIsOfferedIt() {
    rig.database().dsl().deleteFrom(WHITELABEL_BOTS).execute();
    rig.empty("premium_grants");
    for (String name : List.of("actions", "status")) {
      JsonNode answer = rig.answer(run(name));
      String words = answer.at("/data/content").asText();
      assertTrue(words.startsWith("You have no bot of your own yet. Your own bot is part of"));
      assertEquals(OFFER, answer.at("/data/components/0/components/0").toString());
    }
  }

  @Test
  void withoutPremiumNothingStartsSoonAndTheStatusSaysHowToGetIt() {
    rig.empty("premium_grants");
    assertTrue(
        shown(rig.answer(run("actions")))
            .startsWith("private: **Guildmaster** · Stopped: no premium. What shall it do?"));
    rig.database()
        .dsl()
        .update(WHITELABEL_BOTS)
        .set(WHITELABEL_BOTS.STATE_DETAIL, "Premium has ended, so the bot is stopped.")
        .execute();
    JsonNode answer = rig.answer(run("status"));
    String unpaid = shown(answer);
    assertTrue(unpaid.contains(":R>. / Premium has ended, so the bot is stopped. ["), unpaid);
    assertTrue(
        unpaid.contains("[Premium: ⚠️ None. You can buy it from Discord with the button below.]"),
        unpaid);
    assertEquals(OFFER, answer.at("/data/components/0/components/0").toString());
    rig.grant();
    JsonNode paid = rig.answer(run("status"));
    assertTrue(shown(paid).contains("⏳ Starts within about 10 seconds. ["), shown(paid));
    assertTrue(paid.at("/data/components").isMissingNode(), paid.toString());
  }

  // Stopped

  @Test
  void aStoppedBotAnswersPingsAndSaysThatItIsStoppedToTheRest() throws Exception {
    assertEquals(4, itself.call(Payloads.command(own.id(), "about")).path("type").asInt());
    rig.answer(click("stop", CALLER));
    assertEquals(1, itself.call(Payloads.ping(own.id())).path("type").asInt());
    String stopped =
        "private: This bot is stopped right now. Whoever set it up can start it again with"
            + " `/whitelabel actions` of the main bot.";
    assertEquals(stopped, shown(itself.call(Payloads.command(own.id(), "about"))));
    assertEquals(
        stopped, shown(itself.call(Payloads.click(own.id(), "leaderboard/page/2", 1, CALLER))));
    assertEquals(
        stopped, shown(itself.call(Payloads.form(own.id(), "whitelabel/setup", Map.of()))));
    ObjectNode typing = Payloads.inGuild(own.id(), 4);
    typing
        .putObject("data")
        .put("name", "level")
        .putArray("options")
        .addObject()
        .put("name", "user")
        .put("type", 3)
        .put("value", "a")
        .put("focused", true);
    JsonNode none = itself.call(typing);
    assertEquals(8, none.path("type").asInt());
    assertEquals(0, none.at("/data/choices").size());
  }

  @Test
  void whenPremiumHasEndedAStoppedBotSaysSo() throws Exception {
    rig.empty("premium_grants");
    // What is known of a bot is read again after a change.
    rig.answer(text("away"));
    assertEquals(
        "private: This bot is stopped right now, because its premium has ended. Nothing is lost:"
            + " it starts by itself once whoever set it up has premium again. `/whitelabel status`"
            + " of the main bot shows them how.",
        shown(itself.call(Payloads.command(own.id(), "about"))));
    assertEquals(1, itself.call(Payloads.ping(own.id())).path("type").asInt());
  }

  // Status

  @Test
  void theStatusOfASoundBotSaysSo() {
    rig.database()
        .dsl()
        .insertInto(BOT_GUILDS)
        .set(BOT_GUILDS.GUILD_ID, 5L)
        .set(BOT_GUILDS.BOT_ID, own.id())
        .set(BOT_GUILDS.JOINED_AT, Instant.EPOCH)
        .execute();
    String status = status();
    for (String part :
        List.of(
            "Guildmaster ⏳ Starts within about 10 seconds.",
            "[Token: ✅ Works.]",
            "[Commands come here: ✅ Yes.]",
            "[Server Members intent: ✅ On.]",
            "[Commands: ✅ Registered, newest version.]",
            "[Premium: ✅ Active.]",
            "[Servers: 1]",
            "[Last action: Set up <t:")) {
      assertTrue(status.contains(part), status);
    }
    rig.empty("bot_guilds");
  }

  @Test
  void theStatusOfABotInTroubleSaysWhatToDo() {
    own.endpoint("https://elsewhere.example/");
    own.grant(0);
    rig.database()
        .dsl()
        .update(WHITELABEL_BOTS)
        .set(WHITELABEL_BOTS.STATE, "failed")
        .set(WHITELABEL_BOTS.STATE_DETAIL, "Discord says no.")
        .execute();
    // Should their turn come meanwhile, Discord does not take them.
    rig.discord()
        .fault(FaultPlan.on("PUT", "/applications/*/commands", new Fault.Fail(400, 0, "No")));
    rig.database()
        .dsl()
        .execute(
            "UPDATE command_registrations SET definition_hash = 'old' WHERE bot_id = " + own.id());
    long hour = Duration.ofSeconds(Instant.now().getEpochSecond()).toHours();
    rig.database()
        .dsl()
        .insertInto(IDENTIFIES)
        .set(IDENTIFIES.BOT_ID, own.id())
        .set(IDENTIFIES.HOUR, hour)
        .set(IDENTIFIES.SENT, 250)
        .execute();
    rig.database()
        .dsl()
        .execute("UPDATE premium_grants SET ends_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY");
    String status = status();
    for (String part :
        List.of(
            "⚠️ Can't start since <t:",
            "Discord says no.",
            "[Token: ✅ Works.]",
            "paste `"
                + rig.endpointOf(own)
                + "` as **Interactions Endpoint URL** at <https://discord.com/developers/applications/"
                + own.id()
                + "/information>",
            "Switch on **Server Members Intent** at <https://discord.com/developers/applications/"
                + own.id()
                + "/bot>",
            "[Commands: ⏳ Registered in another version; renewed by itself, in turn.]",
            "[Premium: ⚠️ Has ended. The bot goes on until <t:",
            "nothing is lost. You can buy it from Discord with the button below.]",
            "[Servers: None yet: <https://discord.com/oauth2/authorize?client_id=" + own.id(),
            "[Sign-ins in the last day: ⚠️ 250. After 500 it waits")) {
      assertTrue(status.contains(part), status);
    }
    rig.empty("identifies");
  }

  @Test
  void aCallThatCameToTheBotItselfShowsThatItsCommandsComeHere() throws Exception {
    own.endpoint("https://another-name.example/");
    JsonNode status = itself.call(Payloads.call(own.id(), "whitelabel status"));
    assertTrue(shown(status).contains("[Commands come here: ✅ Yes.]"), shown(status));
    assertTrue(status().contains("[Commands come here: ⚠️ Its commands don't come here yet"));
  }

  @Test
  void aRefusedTokenARefusalAndASilentDiscordAreToldApart() {
    rig.discord().fault(FaultPlan.on("GET", "/applications/@me", new Fault.Fail(403, 0, "No")));
    String no = status();
    assertTrue(no.contains("[Token: ❔ Discord refuses to tell, though it has not refused"), no);
    rig.discord().heal();
    rig.discord().fault(FaultPlan.on("GET", "/applications/@me", new Fault.Cut()));
    String silent = status();
    assertTrue(silent.contains("[Token: ❔ Discord does not answer right now.]"), silent);
    assertTrue(silent.contains("[Commands come here: ❔ They did when last looked at.]"), silent);
    assertTrue(silent.contains("[Premium: ✅ Active.]"), silent);
    rig.discord().heal();
    own.resetToken();
    String refused = status();
    assertTrue(
        refused.contains(
            "[Token: ⚠️ Discord refuses it: it was reset, or the application was deleted. Make a new one at <https://discord.com/developers/applications/"
                + own.id()
                + "/bot>"),
        refused);
  }

  @Test
  void aTokenThatCantBeReadIsSaidWhereverItIsNeeded() {
    rig.database()
        .dsl()
        .execute(
            "UPDATE whitelabel_bots SET sealed_token = 'lost.AAAA' WHERE bot_id = " + own.id());
    assertTrue(status().contains("[Token: ⚠️ It can't be read here."), status());
    rig.database()
        .dsl()
        .execute(
            "INSERT INTO guilds (id, name, serving_bot_id, created_at, updated_at) VALUES (?, 'S', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
            Payloads.GUILD,
            own.id());
    ObjectNode add =
        Payloads.withInteger(
            Payloads.withRole(
                Payloads.call(rig.main().id(), "levelroles add"), "role", 9, "Gold", 1, false),
            "level",
            3);
    assertTrue(
        shown(rig.answer(add))
            .startsWith("private: I can't sign in to Discord as the bot that serves this server."));
  }

  private static LocalApplication addRow(String name, long owner) {
    LocalApplication application = rig.discord().createApplication(name);
    rig.addRow(application, owner);
    return application;
  }

  private static byte[] body() {
    return Payloads.ping(own.id()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode run(String subcommand) {
    return Payloads.call(rig.main().id(), "whitelabel " + subcommand);
  }

  private static String id(String action) {
    return "whitelabel/" + action + "/" + own.id();
  }

  private static ObjectNode click(String action, long clicker) {
    return Payloads.click(rig.main().id(), id(action), clicker, clicker);
  }

  private static ObjectNode deleteSurely() {
    return Payloads.click(rig.main().id(), id("delete") + "/surely", CALLER, CALLER);
  }

  private static ObjectNode choice(String menu, LocalApplication application) {
    return Payloads.choice(rig.main().id(), menu, CALLER, CALLER, Long.toString(application.id()));
  }

  private static ObjectNode text(String text) {
    return Payloads.form(rig.main().id(), id("text"), Map.of("text", text));
  }

  private static String status() {
    return shown(rig.answer(run("status")));
  }

  private static String shown(JsonNode answer) {
    return Shown.of(answer, Map.of());
  }
}
