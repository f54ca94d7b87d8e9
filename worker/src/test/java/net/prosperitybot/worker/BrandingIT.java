package net.prosperitybot.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A branded bot is its owner's: nothing of ours is in what it says, wherever it says it. */
class BrandingIT {
  private static final String OURS = "prosperity";
  private static final long STRANGER = Payloads.CALLER + 1;

  /** More than a first answer may take. */
  private static final Duration LATE = Duration.ofMillis(2_500);

  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p2FvGgAAAABJRU5ErkJggg==");

  @TempDir private static Path folder;

  private static WhitelabelRig rig;
  private static LocalApplication own;
  private static DiscordCaller itself;
  private static LocalServer server;
  private static LocalChannel channel;
  private static LocalRole gold;

  @BeforeAll
  static void start() {
    rig = WhitelabelRig.start(folder.resolve("traffic.jsonl"));
    await().until(() -> rig.main().commands().size() == 9);
    own = rig.discord().createApplication("Guildmaster").picture(PNG);
    server = rig.discord().createServer("Testing");
    channel = server.createTextChannel("general");
    gold = server.createRole("Gold");
    own.invite(server, Permissions.MANAGE_ROLES);
    gold.moveTo(1);
    rig.setUp(own);
    itself = new DiscordCaller(rig.worker().port(), own);
    rig.database()
        .dsl()
        .execute(
            "INSERT INTO guilds (id, name, serving_bot_id, created_at, updated_at) VALUES (?, 'Testing', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
            server.id(),
            own.id());
    WorkerRig.member(rig.database(), server.id(), Payloads.CALLER, 5000, true);
    rig.discord().requests().clear();
  }

  @BeforeEach
  void setUpAnew() {
    rig.discord().heal();
    rig.setUp(own);
  }

  @AfterAll
  static void stop() {
    itself.close();
    rig.close();
  }

  @Test
  void nothingThatABrandedBotIsToldToSayIsOurs() throws Exception {
    List<String> answers = new ArrayList<>();
    for (ObjectNode interaction : everything()) {
      interaction.put("guild_id", Long.toString(server.id()));
      answers.add(answered(interaction));
    }
    rig.discord().fault(FaultPlan.on("*", "/guilds/**", new Fault.Fail(404, 0, "Gone")));
    rig.discord().fault(FaultPlan.on("*", "/applications/**", new Fault.Fail(404, 0, "Gone")));
    for (ObjectNode interaction : everything()) {
      interaction.put("guild_id", Long.toString(server.id()));
      answers.add(answered(interaction));
    }
    rig.discord().heal();
    answers.add(answered(byStranger(call("whitelabel setup", "token", own.token()))));
    answers.forEach(BrandingIT::isNotOurs);
    assertTrue(answers.size() > 50, answers.toString());
  }

  @Test
  void everyEmbedIsSignedWithItsNameAndPicture() throws Exception {
    int embeds = 0;
    for (ObjectNode interaction : everything()) {
      interaction.put("guild_id", Long.toString(server.id()));
      for (JsonNode embed : itself.call(interaction).at("/data/embeds")) {
        String signed = embed.at("/footer/text").asText();
        assertTrue(signed.matches("(Page 1 of 1 · )?Guildmaster"), embed.toString());
        assertEquals(
            "https://cdn.discordapp.com/avatars/%d/%s.png"
                .formatted(own.id(), own.avatarHash().orElseThrow()),
            embed.at("/footer/icon_url").asText(),
            embed.toString());
        embeds++;
      }
    }
    assertTrue(embeds >= 3, "embeds seen: " + embeds);
  }

  @Test
  void aSetupByABrandedBotWhoseAnswerComesLateSaysNothingOfOurs() {
    LocalMember owner = server.owner();
    rig.premium().grant(owner.id(), Optional.empty(), Optional.empty());
    LocalApplication next = rig.discord().createApplication("Herald");
    rig.discord()
        .fault(
            FaultPlan.on("PATCH", "/applications/@me", new Fault.Fail(400, 50_035, "No"))
                .forApplication(next.id()));
    rig.discord()
        .fault(
            FaultPlan.on("GET", "/applications/@me", new Fault.Delay(LATE))
                .forApplication(next.id())
                .times(1));
    Invocation call = owner.run(channel, "/whitelabel setup token:" + next.token(), own);
    assertEquals(State.DEFERRED, call.await().state(), call.await().failure());
    String words = call.awaitAnswer(Duration.ofSeconds(20)).content();
    assertTrue(words.startsWith("✅ **Herald** is set up"), words);
    assertTrue(words.contains("Run `/whitelabel status` of the main bot"), words);
    isNotOurs(words);
  }

  @Test
  void nothingThatItsTokenSendsIsOurs() {
    rig.discord().heal();
    rig.setUp(own);
    List<Exchange> sent =
        rig.discord().requests().all().stream()
            .filter(each -> each.applicationId() == own.id())
            .filter(each -> !each.template().equals(Exchange.TO_ENDPOINT))
            .toList();
    assertTrue(sent.stream().anyMatch(each -> each.method().equals("PUT")), sent.toString());
    for (Exchange each : sent) {
      // To Discord alone our address is told.
      isNotNamedAsWeAre(String.valueOf(each.body()));
      isNotNamedAsWeAre(each.path());
    }
  }

  @Test
  void aBrandedBotNeitherSellsNorShowsOurAddress() throws Exception {
    JsonNode invitation = itself.call(byStranger(call("whitelabel setup", "token", own.token())));
    assertTrue(invitation.at("/data/content").asText().startsWith("Your own bot is part of"));
    assertTrue(invitation.at("/data/components").isMissingNode(), invitation.toString());
    ObjectNode bought =
        Payloads.withEntitlement(
            byStranger(call("whitelabel setup", "token", own.token())),
            81,
            STRANGER,
            WhitelabelRig.SKU,
            "2099-01-01T00:00:00+00:00");
    assertEquals(invitation, itself.call(bought), "its application sells nothing of ours");
    LocalApplication other = rig.discord().createApplication("Herald");
    rig.addRow(other, Payloads.CALLER);
    rig.bots().endpoint(other.id(), EndpointState.REFUSED);
    String status =
        answered(
            Payloads.choice(
                own.id(),
                "whitelabel/status",
                Payloads.CALLER,
                Payloads.CALLER,
                Long.toString(other.id())));
    rig.database().dsl().execute("DELETE FROM whitelabel_bots WHERE bot_id = " + other.id());
    assertTrue(status.contains("Run `/whitelabel status` of the main bot"), status);
    assertTrue(!status.contains(rig.endpointOf(other)), status);
  }

  private static String answered(ObjectNode interaction) throws Exception {
    return itself.call(interaction).toString();
  }

  private static void isNotOurs(String text) {
    isNotNamedAsWeAre(text);
    assertTrue(!text.contains(rig.config().baseUrl().orElseThrow().getAuthority()), text);
  }

  private static void isNotNamedAsWeAre(String text) {
    assertTrue(!text.toLowerCase(Locale.ROOT).contains(OURS), text);
  }

  /** Who has no premium, while the bot's owner has. */
  private static ObjectNode byStranger(ObjectNode interaction) {
    ((ObjectNode) interaction.at("/member/user")).put("id", Long.toString(STRANGER));
    return interaction;
  }

  private static ObjectNode call(String line, String option, String value) {
    return Payloads.withText(Payloads.call(own.id(), line), option, value);
  }

  /** Every command, most of them in more than one way, and what comes back from their messages. */
  private static List<ObjectNode> everything() {
    long id = own.id();
    List<ObjectNode> all = new ArrayList<>();
    for (String line :
        List.of(
            "about",
            "level",
            "leaderboard",
            "levelroles list",
            "ignore channels list",
            "ignore roles list",
            "settings notifications",
            "settings show",
            "whitelabel setup",
            "whitelabel actions",
            "whitelabel status",
            "no such command")) {
      all.add(Payloads.call(id, line));
    }
    all.add(call("whitelabel setup", "token", "nonsense"));
    all.add(call("whitelabel setup", "token", rig.main().token()));
    all.add(call("settings roles", "type", "stack"));
    all.add(Payloads.withNumber(Payloads.call(id, "settings multiplier"), "multiplier", 1.5));
    all.add(Payloads.withInteger(Payloads.call(id, "settings delay"), "delay", 30));
    for (String line : List.of("xp give", "xp take")) {
      all.add(Payloads.withInteger(member(line), "xp", 10));
    }
    for (String line : List.of("levels give", "levels take")) {
      all.add(Payloads.withInteger(member(line), "levels", 1));
    }
    all.add(member("xp history"));
    for (String line : List.of("ignore roles add", "ignore roles remove", "levelroles remove")) {
      all.add(role(line));
    }
    all.add(Payloads.withInteger(role("levelroles add"), "level", 3));
    for (String line : List.of("ignore channels add", "ignore channels remove")) {
      all.add(Payloads.withChannel(Payloads.call(id, line), "channel", 7, "general", 0));
    }
    all.add(
        Payloads.withChannel(
            Payloads.call(id, "settings notifications"), "channel", 7, "general", 0));
    long caller = Payloads.CALLER;
    for (String customId :
        List.of(
            "leaderboard/page/1",
            "whitelabel/start/" + id,
            "whitelabel/restart/" + id,
            "whitelabel/delete/" + id,
            "whitelabel/keep/" + id,
            "whitelabel/text/" + id,
            "whitelabel/text/1",
            "nobody/knows")) {
      all.add(Payloads.click(id, customId, caller, caller));
      all.add(Payloads.click(id, customId, caller + 1, caller));
    }
    all.add(Payloads.choice(id, "settings/notifications", caller, caller, "dm"));
    all.add(Payloads.choice(id, "whitelabel/actions", caller, caller, Long.toString(id)));
    all.add(Payloads.choice(id, "whitelabel/status", caller, caller, Long.toString(id)));
    all.add(Payloads.form(id, "whitelabel/setup", Map.of("token", "nonsense")));
    all.add(Payloads.form(id, "whitelabel/text/" + id, Map.of("text", "hello")));
    all.add(Payloads.form(id, "nobody/knows", Map.of()));
    return all;
  }

  private static ObjectNode member(String line) {
    return Payloads.withMember(
        Payloads.call(own.id(), line), "user", Payloads.CALLER, "Ann", false);
  }

  private static ObjectNode role(String line) {
    return Payloads.withRole(Payloads.call(own.id(), line), "role", gold.id(), "Gold", 1, false);
  }
}
