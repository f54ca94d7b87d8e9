package net.prosperitybot.simulator.interactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.simulator.interactions.CommandLine.Parsed;
import net.prosperitybot.simulator.world.Json;
import org.junit.jupiter.api.Test;

/** Typed lines against command definitions. */
class CommandLineTest {
  private static final CommandLine.Directory HERE =
      new CommandLine.Directory() {
        @Override
        public OptionalLong user(String text) {
          return text.equals("@Ann Lee") || text.equals("<@7>")
              ? OptionalLong.of(7)
              : OptionalLong.empty();
        }

        @Override
        public OptionalLong role(String text) {
          return text.equals("@Mods") ? OptionalLong.of(8) : OptionalLong.empty();
        }

        @Override
        public OptionalLong channel(String text) {
          return text.equals("#voice") ? OptionalLong.of(9) : OptionalLong.empty();
        }

        @Override
        public int channelType(long channelId) {
          return 2;
        }
      };

  private static final ObjectNode FLAT =
      command(
          """
          {'name':'flat','options':[
           {'type':4,'name':'count','required':true,'min_value':1,'max_value':10},
           {'type':6,'name':'user'},{'type':3,'name':'text'},{'type':5,'name':'yes'},
           {'type':10,'name':'factor','min_value':0.0,'max_value':10.0},
           {'type':7,'name':'where','channel_types':[0]},{'type':9,'name':'who'},
           {'type':3,'name':'mode','choices':[{'name':'Single','value':'single'}]}]}
          """);
  private static final ObjectNode NESTED =
      command(
          """
          {'name':'ignore','options':[{'type':2,'name':'roles','options':[
           {'type':1,'name':'add','options':[{'type':8,'name':'role','required':true}]},
           {'type':1,'name':'list'}]}]}
          """);

  private static ObjectNode command(String json) {
    byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return (ObjectNode) Json.parse(text).orElseThrow();
  }

  private static Parsed.Call call(String line, ObjectNode command) {
    return assertInstanceOf(Parsed.Call.class, CommandLine.parse(line, command, HERE));
  }

  private static String mistake(String line, ObjectNode command) {
    return assertInstanceOf(Parsed.Mistake.class, CommandLine.parse(line, command, HERE)).words();
  }

  @Test
  void optionsAreTypedAndKeepTheOrderInWhichTheyWereWritten() {
    Parsed.Call call = call("/flat user:@Ann Lee count:3 text:two words factor:1.5 yes:True", FLAT);
    assertEquals(
        "[{\"name\":\"user\",\"type\":6,\"value\":\"7\"},{\"name\":\"count\",\"type\":4,\"value\":3},"
            + "{\"name\":\"text\",\"type\":3,\"value\":\"two words\"},"
            + "{\"name\":\"factor\",\"type\":10,\"value\":1.5},"
            + "{\"name\":\"yes\",\"type\":5,\"value\":true}]",
        call.options().toString());
    assertEquals(Set.of(7L), call.users());
  }

  @Test
  void subcommandsNestTheirOptions() {
    assertEquals(
        "[{\"name\":\"roles\",\"type\":2,\"options\":[{\"name\":\"add\",\"type\":1,\"options\":"
            + "[{\"name\":\"role\",\"type\":8,\"value\":\"8\"}]}]}]",
        call("/ignore roles add role:@Mods", NESTED).options().toString());
    assertTrue(mistake("/ignore roles", NESTED).contains("add, list"));
    assertTrue(mistake("/ignore channels", NESTED).contains("roles"));
  }

  @Test
  void aChoiceIsSentByItsValue() {
    Parsed.Call call = call("/flat count:1 mode:Single", FLAT);
    assertEquals("single", call.options().get(1).path("value").asText());
    assertTrue(mistake("/flat count:1 mode:double", FLAT).contains("Single"));
  }

  @Test
  void whatDiscordsClientWouldNotSendIsAMistake() {
    assertTrue(mistake("/flat", FLAT).contains("required"));
    assertTrue(mistake("/flat count:11", FLAT).contains("range"));
    assertTrue(mistake("/flat count:x", FLAT).contains("whole number"));
    assertTrue(mistake("/flat count:1 user:@Nobody", FLAT).contains("@Nobody"));
    assertTrue(mistake("/flat count:1 where:#voice", FLAT).contains("kind of channel"));
    assertTrue(mistake("/flat hello", FLAT).contains("name:value"));
  }

  @Test
  void aMentionableIsAUserOrARole() {
    assertEquals(Set.of(8L), call("/flat count:1 who:@Mods", FLAT).roles());
    assertEquals(Set.of(7L), call("/flat count:1 who:<@7>", FLAT).users());
  }

  @Test
  void anUnfinishedLineFocusesItsLastOption() {
    Parsed parsed = CommandLine.parseUnfinished("/flat text:he", FLAT, HERE);
    Parsed.Call call = assertInstanceOf(Parsed.Call.class, parsed);
    assertTrue(call.options().get(0).path("focused").asBoolean());
    assertEquals("he", call.options().get(0).path("value").asText());
  }
}
