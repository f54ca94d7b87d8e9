package net.prosperitybot.worker.fuzzing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.discord.Snowflake;

/**
 * Makes interactions of any kind: most of them nearly right, so that they come far, with values of
 * the wrong type, size, range or place, and every few with a part of it replaced or gone.
 */
final class AnyInteraction {
  private static final int COMMAND = 2;
  private static final int COMPONENT = 3;
  private static final int AUTOCOMPLETE = 4;
  private static final int FORM = 5;
  private static final int SUBCOMMAND = 1;
  private static final int GROUP = 2;
  private static final int STRING = 3;
  private static final int INTEGER = 4;
  private static final int BOOLEAN = 5;
  private static final int USER = 6;
  private static final int CHANNEL = 7;
  private static final int ROLE = 8;
  private static final int NUMBER = 10;
  private static final int LONG_TEXT = 3_000;
  private static final int DEEP = 40;
  private static final String ALL_PERMISSIONS = Long.toString((1L << 53) - 1);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final long botId;
  private final List<ObjectNode> commands;

  /** Who calls most often: a member who may do everything. */
  private final long caller;

  /** Ids of servers, members, channels, roles and applications that there are; a server's first. */
  private final List<Long> known;

  /** What people type who know what they do. */
  private final List<String> texts;

  /** What buttons, menus and forms in earlier answers said they are. */
  private final List<String> customIds = new ArrayList<>(List.of(""));

  private int count;

  AnyInteraction(
      long botId, List<ObjectNode> commands, long caller, List<Long> known, List<String> texts) {
    this.botId = botId;
    this.commands = List.copyOf(commands);
    this.caller = caller;
    this.known = List.copyOf(known);
    this.texts = List.copyOf(texts);
  }

  /** One more. */
  ObjectNode next(Choices draw) {
    int type = draw.of(List.of(COMMAND, COMMAND, COMMAND, COMPONENT, AUTOCOMPLETE, FORM, 0));
    ObjectNode interaction =
        JSON.objectNode()
            .put("type", type == 0 ? draw.between(-1, 20) : type)
            .put("id", Long.toString(Snowflake.firstAt(Instant.now()) + ++count))
            .put("application_id", Long.toString(botId))
            .put("token", draw.onceIn(20) ? draw.text(200) : "token")
            .put("locale", draw.onceIn(20) ? draw.text(20) : "en-GB")
            .put("channel_id", id(draw));
    caller(draw, interaction);
    switch (type) {
      case COMMAND, AUTOCOMPLETE -> command(draw, interaction);
      case COMPONENT -> component(draw, interaction);
      case FORM -> form(draw, interaction);
      default -> interaction.set("data", anything(draw, 0));
    }
    if (draw.onceIn(6)) {
      spoil(draw, interaction);
    }
    return interaction;
  }

  /** Remembers what can be clicked in an answer. */
  void learn(JsonNode answer) {
    for (JsonNode id : answer.findValues("custom_id")) {
      if (customIds.size() < 500 && !customIds.contains(id.asText())) {
        customIds.add(id.asText());
      }
    }
  }

  private void caller(Choices draw, ObjectNode interaction) {
    ObjectNode person = interaction;
    if (!draw.onceIn(10)) {
      interaction.put("guild_id", Long.toString(known.getFirst()));
      person =
          interaction
              .putObject("member")
              .put("permissions", draw.onceIn(4) ? draw.text(20) : ALL_PERMISSIONS)
              .put("nick", draw.onceIn(2) ? null : draw.text(40));
    }
    person
        .putObject("user")
        .put("id", caller(draw))
        .put("username", draw.text(40))
        .put("global_name", draw.onceIn(2) ? null : draw.text(40));
  }

  private void command(Choices draw, ObjectNode interaction) {
    ObjectNode definition = draw.of(commands);
    ObjectNode data =
        interaction
            .putObject("data")
            .put("id", "9")
            .put("type", draw.onceIn(20) ? draw.between(0, 5) : 1)
            .put("name", name(draw, definition));
    ObjectNode at = data;
    JsonNode options = definition.path("options");
    while (options.path(0).path("type").asInt() == SUBCOMMAND
        || options.path(0).path("type").asInt() == GROUP) {
      JsonNode inner = options.path(draw.between(0, options.size() - 1));
      at =
          at.putArray("options")
              .addObject()
              .put("name", name(draw, inner))
              .put("type", inner.path("type").asInt());
      options = inner.path("options");
    }
    ArrayNode given = at.putArray("options");
    for (JsonNode option : options) {
      for (int times = draw.onceIn(15) ? draw.between(0, 3) : 1; times > 0; times--) {
        option(draw, data, given, option);
      }
    }
    if (draw.onceIn(15)) {
      given.add(anything(draw, 0));
    }
  }

  private static String name(Choices draw, JsonNode definition) {
    return draw.onceIn(40) ? draw.text(40) : definition.path("name").asText();
  }

  private void option(Choices draw, ObjectNode data, ArrayNode given, JsonNode definition) {
    int type = definition.path("type").asInt();
    given
        .addObject()
        .put("name", name(draw, definition))
        .put("type", draw.onceIn(30) ? draw.between(0, 12) : type)
        .put("focused", draw.onceIn(2))
        .set("value", value(draw, data, type, definition));
  }

  private JsonNode value(Choices draw, ObjectNode data, int type, JsonNode definition) {
    if (draw.onceIn(12)) {
      return anything(draw, 0);
    }
    return switch (type) {
      case STRING -> {
        JsonNode choices = definition.path("choices");
        yield choices.isEmpty() || draw.onceIn(8)
            ? JSON.textNode(typed(draw))
            : choices.path(draw.between(0, choices.size() - 1)).path("value");
      }
      case INTEGER -> JSON.numberNode(draw.onceIn(2) ? draw.between(-5, 1_100) : draw.anyLong());
      case BOOLEAN -> JSON.booleanNode(draw.onceIn(2));
      case NUMBER ->
          JSON.numberNode(
              draw.onceIn(2) ? draw.between(-20, 120) / 10.0 : Double.longBitsToDouble(1L << 62));
      case USER -> resolved(draw, data, "users");
      case CHANNEL -> resolved(draw, data, "channels");
      case ROLE -> resolved(draw, data, "roles");
      default -> JSON.textNode(id(draw));
    };
  }

  private JsonNode resolved(Choices draw, ObjectNode data, String kind) {
    String id = id(draw);
    if (!draw.onceIn(8)) {
      data.withObjectProperty("resolved")
          .withObjectProperty(kind)
          .putObject(id)
          .put("id", id)
          .put("name", draw.text(40))
          .put("username", draw.text(40))
          .put("bot", draw.onceIn(5))
          .put("managed", draw.onceIn(5))
          .put("position", draw.between(-1, 300))
          .put("type", draw.between(-1, 20));
      if (draw.onceIn(2)) {
        data.withObjectProperty("resolved")
            .withObjectProperty("members")
            .putObject(id)
            .put("nick", draw.text(40));
      }
    }
    return JSON.textNode(id);
  }

  private void component(Choices draw, ObjectNode interaction) {
    ObjectNode data =
        interaction
            .putObject("data")
            .put("custom_id", customId(draw))
            .put("component_type", draw.between(0, 10));
    if (draw.onceIn(2)) {
      ArrayNode values = data.putArray("values");
      for (int i = draw.between(0, 3); i > 0; i--) {
        values.add(draw.onceIn(3) ? draw.text(40) : id(draw));
      }
    }
    interaction
        .putObject("message")
        .put("id", id(draw))
        .putObject("interaction_metadata")
        .put("id", id(draw))
        .putObject("user")
        .put("id", caller(draw));
  }

  private void form(Choices draw, ObjectNode interaction) {
    ArrayNode rows =
        interaction.putObject("data").put("custom_id", customId(draw)).putArray("components");
    for (int i = draw.between(0, 3); i > 0; i--) {
      rows.addObject()
          .put("type", 18)
          .putObject("component")
          .put("type", 4)
          .put("custom_id", draw.onceIn(3) ? draw.text(20) : customId(draw))
          .put("value", typed(draw));
    }
  }

  private String customId(Choices draw) {
    String real = draw.of(customIds);
    if (draw.onceIn(2)) {
      return real;
    }
    int cut = draw.between(0, real.length());
    return real.substring(0, cut) + draw.text(20) + (draw.onceIn(2) ? "" : real.substring(cut));
  }

  private String typed(Choices draw) {
    return draw.onceIn(5) ? draw.of(texts) : draw.text(draw.onceIn(10) ? LONG_TEXT : 80);
  }

  private String caller(Choices draw) {
    return draw.onceIn(2) ? Long.toString(caller) : id(draw);
  }

  private String id(Choices draw) {
    return switch (draw.between(1, 40)) {
      case 1 -> draw.text(30);
      case 2 -> Long.toString(draw.anyLong());
      case 3 -> Long.toUnsignedString(-1);
      default -> Long.toString(draw.of(known));
    };
  }

  /** Puts anything in the place of anything, or takes it out. */
  private static void spoil(Choices draw, ObjectNode interaction) {
    ObjectNode at = interaction;
    while (true) {
      List<String> names = new ArrayList<>();
      at.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty()) {
        return;
      }
      String name = draw.of(names);
      JsonNode child = at.path(name);
      if (child instanceof ObjectNode inner && draw.onceIn(2)) {
        at = inner;
      } else if (draw.onceIn(3)) {
        at.remove(name);
        return;
      } else {
        at.set(name, anything(draw, 0));
        return;
      }
    }
  }

  private static JsonNode anything(Choices draw, int depth) {
    return switch (draw.between(1, depth < DEEP ? 10 : 7)) {
      case 1 -> JSON.nullNode();
      case 2 -> JSON.booleanNode(draw.onceIn(2));
      case 3 -> JSON.numberNode(draw.anyLong());
      case 4 -> JSON.numberNode(Double.MAX_VALUE);
      case 5 -> JSON.textNode(draw.text(LONG_TEXT));
      case 6 -> JSON.objectNode();
      case 7 -> JSON.arrayNode();
      case 8 -> JSON.objectNode().set(draw.text(10), anything(draw, depth + 1));
      default -> JSON.arrayNode().add(anything(draw, depth + 1)).add(anything(draw, depth + 1));
    };
  }
}
