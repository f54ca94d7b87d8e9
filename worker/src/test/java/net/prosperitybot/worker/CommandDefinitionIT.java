package net.prosperitybot.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.contract.DiscordContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Discord is told of all commands: names, options, ranges, who may, where. */
class CommandDefinitionIT {
  @TempDir private static Path folder;

  private static List<ObjectNode> commands = List.of();
  private static List<String> trafficProblems = List.of();

  @BeforeAll
  static void register() {
    Path traffic = folder.resolve("traffic.jsonl");
    try (LocalDiscord discord = LocalDiscord.start(Options.generous().withTraffic(traffic));
        TestDatabase database = TestDatabase.create()) {
      LocalApplication bot = discord.createApplication("Leveller");
      try (Worker started =
          Worker.start(
              WorkerRig.config(database, discord.apiUrl(), bot, bot.publicKeyHex()),
              database.database())) {
        assertTrue(started.port() > 0);
        await().until(() -> bot.commands().size() == 9);
        commands = bot.commands();
      }
    }
    trafficProblems = DiscordContract.find().map(it -> it.traffic(traffic)).orElse(List.of());
  }

  @AfterAll
  static void forget() {
    commands = List.of();
  }

  @Test
  void everyCommandOptionRangeAndChoiceIsAsDocumented() {
    assertEquals(
        """
        /about for all, also in direct messages
        /ignore channels add channel:channel! for Manage Server
        /ignore channels list for Manage Server
        /ignore channels remove channel:channel! for Manage Server
        /ignore roles add role:role! for Manage Server
        /ignore roles list for Manage Server
        /ignore roles remove role:role! for Manage Server
        /leaderboard page:integer for all
        /level user:user for all
        /levelroles add role:role! level:integer 1..1000! for Manage Server
        /levelroles list for Manage Server
        /levelroles remove role:role! for Manage Server
        /levels give user:user! levels:integer 1..1000! reason:text 1..200 for Manage Server
        /levels take user:user! levels:integer 1..1000! reason:text 1..200 for Manage Server
        /settings delay delay:integer 1..86400! for Manage Server
        /settings multiplier multiplier:number 0..10! for Manage Server
        /settings notifications channel:channel 0,2,5 for Manage Server
        /settings roles type:text single|stack! for Manage Server
        /settings show for Manage Server
        /whitelabel actions for Administrator
        /whitelabel setup token:text 1..200 public_key:text 1..100 for Administrator
        /whitelabel status for Administrator
        /xp give user:user! xp:integer 1..9007199254740991! reason:text 1..200 for Manage Server
        /xp history user:user! for Manage Server
        /xp take user:user! xp:integer 1..9007199254740991! reason:text 1..200 for Manage Server
        """,
        String.join("\n", commands.stream().flatMap(each -> lines(each).stream()).sorted().toList())
            + "\n");
  }

  @Test
  void everyCommandIsForBotsThatAreInstalledInAServer() {
    for (ObjectNode command : commands) {
      assertEquals("[0]", command.path("integration_types").toString(), command.toString());
    }
  }

  @Test
  void theRegistrationFitsDiscordsDocument() {
    assertEquals(List.of(), trafficProblems);
  }

  private static List<String> lines(ObjectNode command) {
    String permission = command.path("default_member_permissions").asText();
    ArrayNode everywhere = JsonNodeFactory.instance.arrayNode().add(0).add(1);
    String who =
        permission.equals("32")
            ? " for Manage Server"
            : permission.equals("8")
                ? " for Administrator"
                : permission.equals("null") ? " for all" : " for " + permission;
    String where = command.path("contexts").equals(everywhere) ? ", also in direct messages" : "";
    return runnable("/" + command.path("name").asText(), command).stream()
        .map(line -> line + who + where)
        .toList();
  }

  private static List<String> runnable(String name, JsonNode command) {
    List<String> lines = new ArrayList<>();
    StringBuilder own = new StringBuilder(name);
    boolean parent = false;
    for (JsonNode option : command.path("options")) {
      if (option.path("type").asInt() <= 2) {
        parent = true;
        lines.addAll(runnable(name + " " + option.path("name").asText(), option));
      } else {
        own.append(' ').append(option(option));
      }
    }
    return parent ? lines : List.of(own.toString());
  }

  private static String option(JsonNode option) {
    StringBuilder text = new StringBuilder(option.path("name").asText()).append(':');
    text.append(
        switch (option.path("type").asInt()) {
          case 3 -> "text";
          case 4 -> "integer";
          case 6 -> "user";
          case 7 -> "channel";
          case 8 -> "role";
          case 10 -> "number";
          default -> option.path("type").asText();
        });
    if (option.has("min_value")) {
      text.append(" %s..%s".formatted(option.get("min_value"), option.get("max_value")));
    }
    if (option.has("min_length")) {
      text.append(" %s..%s".formatted(option.get("min_length"), option.get("max_length")));
    }
    append(text, option.path("choices"), "|", "/value");
    append(text, option.path("channel_types"), ",", "");
    return text + (option.path("required").asBoolean() ? "!" : "");
  }

  private static void append(StringBuilder text, JsonNode entries, String separator, String field) {
    List<String> values = new ArrayList<>();
    entries.forEach(each -> values.add(each.at(field).asText()));
    text.append(values.isEmpty() ? "" : " " + String.join(separator, values));
  }
}
