package net.prosperitybot.worker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.worker.Payloads;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.interactions.GivenChannel;
import net.prosperitybot.worker.interactions.GivenOptions;
import net.prosperitybot.worker.interactions.GivenRole;
import net.prosperitybot.worker.interactions.GivenUser;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.Visibility;
import org.junit.jupiter.api.Test;

class CommandCatalogueTest {
  private static final SigningBot BOT = new SigningBot(1_000_000_000_000_000_001L);
  private static final Option<GivenUser> USER =
      Option.required(Option.user(Wording.english("user", "Who")));
  private static final Option<Optional<Long>> LEVELS =
      Option.integer(Wording.english("levels", "How many"), 1, 1000);
  private static final Option<Optional<BigDecimal>> NUMBER =
      Option.number(Wording.english("n", "N"), BigDecimal.ZERO, BigDecimal.TEN);
  private static final Option<Optional<String>> REASON =
      Option.text(Wording.english("reason", "Why"), 1, 100);

  private final CommandCatalogue catalogue =
      new CommandCatalogue(
          List.of(
              Feature.of(
                  SlashCommand.anywhere(says("ping", Visibility.PUBLIC)),
                  new ComponentRoute(
                      CustomId.template("thing/{id}/page/{page}"),
                      (click, variables) ->
                          Reply.privately(
                              variables.number("id") + "," + variables.number("page")))),
              new Feature(
                  List.of(
                      SlashCommand.inServers(
                          new SlashCommand.Parent(
                              new Wording(
                                  new Localised("levels", Map.of("de", "stufen")),
                                  new Localised("Levels", Map.of("de", "Stufen"))),
                              List.of(
                                  new Action(
                                      Wording.english("give", "Gives levels"),
                                      List.of(USER, LEVELS, REASON),
                                      Visibility.PRIVATE,
                                      CommandCatalogueTest::give)),
                              List.of(
                                  new SlashCommand.Group(
                                      Wording.english("list", "Lists"),
                                      List.of(says("all", Visibility.PRIVATE))))),
                          Permission.MANAGE_SERVER)),
                  List.of(),
                  List.of(
                      new ModalRoute(
                          CustomId.template("form"),
                          (form, variables) ->
                              Reply.privately(String.valueOf(form.fields().get("token"))))))));

  private static Reply give(CommandCall call) {
    return Reply.privately(
        call.get(USER).name()
            + " "
            + call.get(LEVELS).orElse(0L)
            + " "
            + call.get(REASON).orElse("no reason"));
  }

  @Test
  void theRegistrationIsDerivedFromTheDeclaration() {
    ArrayNode definition = catalogue.definition();
    assertEquals(
        "{\"type\":1,\"name\":\"ping\",\"description\":\"Says ping\",\"integration_types\":[0],"
            + "\"contexts\":[0,1]}",
        definition.get(0).toString());
    assertEquals(
        "{\"type\":1,\"name\":\"levels\",\"name_localizations\":{\"de\":\"stufen\"},"
            + "\"description\":\"Levels\","
            + "\"description_localizations\":{\"de\":\"Stufen\"},\"options\":["
            + "{\"type\":1,\"name\":\"give\",\"description\":\"Gives levels\",\"options\":["
            + "{\"type\":6,\"name\":\"user\",\"description\":\"Who\",\"required\":true},"
            + "{\"type\":4,\"name\":\"levels\",\"description\":\"How many\",\"min_value\":1,"
            + "\"max_value\":1000},"
            + "{\"type\":3,\"name\":\"reason\",\"description\":\"Why\",\"min_length\":1,"
            + "\"max_length\":100}]},"
            + "{\"type\":2,\"name\":\"list\",\"description\":\"Lists\",\"options\":["
            + "{\"type\":1,\"name\":\"all\",\"description\":\"Says all\"}]}],"
            + "\"integration_types\":[0],\"contexts\":[0],\"default_member_permissions\":\"32\"}",
        definition.get(1).toString());
  }

  @Test
  void aPlainCommandASubcommandAndOneInAGroupAreFound() {
    Task ping = catalogue.taskFor(decode(Payloads.command(BOT.id(), "ping")));
    assertEquals("ping", ping.name());
    assertEquals(Task.WhenLate.PUBLIC_MESSAGE, ping.whenLate());

    ObjectNode give = Payloads.command(BOT.id(), "levels");
    ObjectNode data = (ObjectNode) give.get("data");
    ObjectNode subcommand = data.putArray("options").addObject().put("type", 1).put("name", "give");
    subcommand
        .putArray("options")
        .add(option("user", 6).put("value", "77"))
        .add(option("levels", 4).put("value", 5));
    data.putObject("resolved")
        .put("x", 1)
        .putObject("users")
        .putObject("77")
        .put("username", "gus")
        .putNull("global_name");
    Task task = catalogue.taskFor(decode(give));
    assertEquals("levels give", task.name());
    assertEquals(Task.WhenLate.PRIVATE_MESSAGE, task.whenLate());
    assertEquals("gus 5 no reason", words(task));

    ObjectNode all = Payloads.command(BOT.id(), "levels");
    ((ObjectNode) all.get("data"))
        .putArray("options")
        .addObject()
        .put("type", 2)
        .put("name", "list")
        .putArray("options")
        .addObject()
        .put("type", 1)
        .put("name", "all");
    assertEquals("levels list all", catalogue.taskFor(decode(all)).name());
  }

  @Test
  void aParentWithoutItsSubcommandIsUnknown() {
    assertEquals("unknown", catalogue.taskFor(decode(Payloads.command(BOT.id(), "levels"))).name());
  }

  @Test
  void componentsAreFoundByTheirTemplate() {
    Task task = catalogue.taskFor(click("thing/2000000000000000001/page/3"));
    assertEquals("thing/{id}/page/{page}", task.name());
    assertEquals("2000000000000000001,3", words(task));
    for (String other :
        List.of(
            "thing/1/page/",
            "thing/1/page/-3",
            "thing/1/page/3/",
            "thing/1/page/3x",
            "thing/99999999999999999999/page/1",
            "Thing/1/page/3",
            "",
            "thing/١/page/3")) {
      assertEquals("unknown", catalogue.taskFor(click(other)).name(), other);
    }
  }

  @Test
  void modalsBringTheirFields() {
    ObjectNode submit = Payloads.inGuild(BOT.id(), 5);
    submit
        .putObject("data")
        .put("custom_id", "form")
        .putArray("components")
        .addObject()
        .put("type", 18)
        .putObject("component")
        .put("type", 4)
        .put("custom_id", "token")
        .put("value", "typed");
    assertEquals("typed", words(catalogue.taskFor(decode(submit))));
  }

  @Test
  void twoCommandsOfOneNameAreRefusedAtStart() {
    Feature ping = Feature.of(SlashCommand.anywhere(says("ping", Visibility.PUBLIC)));
    assertThrows(IllegalArgumentException.class, () -> new CommandCatalogue(List.of(ping, ping)));
  }

  @Test
  void aCustomIdIsNeverLongerThanDiscordTakes() {
    CustomId template = CustomId.template("x".repeat(95) + "/{id}");
    assertEquals(100, template.with(1234).length());
    assertThrows(IllegalArgumentException.class, () -> template.with(12_345));
    assertThrows(IllegalArgumentException.class, () -> template.with(-1));
    assertThrows(IllegalArgumentException.class, () -> template.with());
  }

  @Test
  void whatDoesNotKeepToTheDefinitionIsAskedForAgainRatherThanGuessed() {
    ObjectNode give = Payloads.command(BOT.id(), "levels");
    ((ObjectNode) give.get("data"))
        .putArray("options")
        .addObject()
        .put("type", 1)
        .put("name", "give");
    Task task = catalogue.taskFor(decode(give));
    assertEquals(
        Reply.privately("This command has changed just now. Please try it again in a moment."),
        task.work().get());
  }

  @Test
  void choicesAndChannelKindsAndNumbersAreDeclaredWithTheirNamesInEveryLanguage() {
    Localised one = new Localised("one", Map.of("de", "eins"));
    assertEquals(
        "{\"type\":3,\"name\":\"type\",\"description\":\"Which\",\"choices\":[{\"name\":\"one\","
            + "\"name_localizations\":{\"de\":\"eins\"},\"value\":\"1\"}]}",
        Option.choice(Wording.english("type", "Which"), List.of(new Option.Choice<>("1", one, "I")))
            .definition()
            .toString());
    assertEquals(
        "{\"type\":7,\"name\":\"c\",\"description\":\"C\",\"channel_types\":[0,2]}",
        Option.channel(Wording.english("c", "C"), Set.of(ChannelKind.VOICE, ChannelKind.TEXT))
            .definition()
            .toString());
    assertEquals(
        "{\"type\":10,\"name\":\"n\",\"description\":\"N\",\"required\":true,\"min_value\":0,"
            + "\"max_value\":10}",
        Option.required(NUMBER).definition().toString());
    assertEquals(
        "{\"type\":8,\"name\":\"r\",\"description\":\"R\"}",
        Option.role(Wording.english("r", "R")).definition().toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> Option.choice(Wording.english("type", "Which"), List.<Option.Choice<String>>of()));
  }

  @Test
  void aNumberIsReadWithTheDigitsThatWereTyped() {
    assertEquals(Optional.of(new BigDecimal("1.005")), NUMBER.read(given("n", 10, "1.005")));
    assertEquals(Optional.of(new BigDecimal("10")), NUMBER.read(given("n", 10, "10")));
    assertEquals(Optional.empty(), NUMBER.read(given("other", 10, "1")));
    for (String wrong : List.of("10.01", "-0.01", "1e400", "-1e400", "\"1\"", "null")) {
      assertThrows(
          RuntimeException.class, () -> NUMBER.read(given("n", 10, wrong)).orElseThrow(), wrong);
    }
  }

  @Test
  void whatDiscordShouldHaveRefusedIsAFault() {
    for (String wrong : List.of("0", "1001", "1.5", "\"5\"")) {
      assertThrows(
          RuntimeException.class,
          () -> LEVELS.read(given("levels", 4, wrong)).orElseThrow(),
          wrong);
    }
    Option<Optional<String>> choice =
        Option.choice(
            Wording.english("type", "Which"),
            List.of(new Option.Choice<>("1", Localised.english("one"), "I")));
    assertEquals(Optional.of("I"), choice.read(given("type", 3, "\"1\"")));
    assertThrows(RuntimeException.class, () -> choice.read(given("type", 3, "\"2\"")));
  }

  @Test
  void whatAnOptionNamesCarriesWhatDiscordResolved() {
    ObjectNode call = Payloads.command(BOT.id(), "x");
    Payloads.withMember(call, "member", 71, "Gus", false);
    Payloads.withUser(call, "stranger", 72, "Hal", true);
    Payloads.withRole(call, "role", 73, "Gold", 4, true);
    Payloads.withChannel(call, "channel", 74, "ideas", 15);
    Payloads.withChannel(call, "future", 75, "new", 99);
    GivenOptions given = ((Interaction.Command) decode(call)).options();
    assertEquals(
        Optional.of(new GivenUser(71, "Gus", false, true, new UserName(71, "user71", "Gus"))),
        given.user("member"));
    assertEquals(
        Optional.of(new GivenUser(72, "Hal", true, false, new UserName(72, "user72", "Hal"))),
        given.user("stranger"));
    assertEquals(Optional.of(new GivenRole(73, true)), given.role("role"));
    assertEquals(Optional.of(new GivenChannel(74, ChannelKind.FORUM)), given.channel("channel"));
    assertEquals(Optional.of(new GivenChannel(75, ChannelKind.UNKNOWN)), given.channel("future"));
    assertThrows(RuntimeException.class, () -> given.role("member"), "not resolved as a role");
  }

  @Test
  void aMenuOfChannelsBringsWhatWasChosen() {
    ObjectNode choice = Payloads.channelChoice(BOT.id(), "c", 1, 1, 74, 2);
    assertEquals(
        List.of(new GivenChannel(74, ChannelKind.VOICE)),
        ((Interaction.Component) decode(choice)).channels());
  }

  private static GivenOptions given(String name, int type, String json) {
    String call = Payloads.command(BOT.id(), "x").toString();
    String option =
        "\"options\":[{\"name\":\"%s\",\"type\":%d,\"value\":%s}],".formatted(name, type, json);
    String body = call.replace("\"data\":{", "\"data\":{" + option);
    return ((Interaction.Command)
            new InteractionDecoder().decode(body.getBytes(StandardCharsets.UTF_8), BOT.identity()))
        .options();
  }

  @Test
  void aRequiredOptionBehindAnOptionalOneIsRefusedAtStart() {
    assertThrows(IllegalArgumentException.class, () -> actionWith(List.of(REASON, USER)));
    assertThrows(IllegalArgumentException.class, () -> actionWith(List.of(USER, USER)));
    List<Option<?>> many =
        IntStream.range(0, 26)
            .<Option<?>>mapToObj(i -> Option.integer(Wording.english("n" + i, "A number")))
            .toList();
    assertThrows(IllegalArgumentException.class, () -> actionWith(many));
  }

  private static Action actionWith(List<Option<?>> options) {
    return Action.privately(
        Wording.english("give", "Gives"), options, call -> Reply.privately("given"));
  }

  private static Action says(String word, Visibility visibility) {
    return new Action(
        Wording.english(word, "Says " + word),
        List.of(),
        visibility,
        call -> Reply.publicly(MessageBody.text(word)));
  }

  private static ObjectNode option(String name, int type) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("type", type);
  }

  private static String words(Task task) {
    Reply reply = task.work().get();
    assertTrue(reply instanceof Reply.Message);
    return ((Reply.Message) reply).body().text();
  }

  private static Interaction.Call click(String customId) {
    return decode(Payloads.click(BOT.id(), customId, Payloads.CALLER, Payloads.CALLER));
  }

  private static Interaction.Call decode(ObjectNode payload) {
    return (Interaction.Call)
        new InteractionDecoder()
            .decode(payload.toString().getBytes(StandardCharsets.UTF_8), BOT.identity());
  }
}
