package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.stream.Stream;
import net.prosperitybot.common.discord.Snowflake;

/** Reads single values and says in words which one is not what it should be. */
final class Json {
  private Json() {}

  static String text(JsonNode node, String what) {
    if (!node.isTextual()) {
      throw new MalformedInteractionException(what + " is missing or not a string");
    }
    return node.textValue();
  }

  static long integer(JsonNode node, String what) {
    if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToLong()) {
      throw new MalformedInteractionException(what + " is missing or not a whole number");
    }
    return node.longValue();
  }

  /** Exact for whatever a person types: the shortest decimal that stands for the number sent. */
  static BigDecimal number(JsonNode node, String what) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw new MalformedInteractionException(what + " is missing or not a number");
    }
    return node.decimalValue();
  }

  static boolean truth(JsonNode node, String what) {
    if (!node.isBoolean()) {
      throw new MalformedInteractionException(what + " is missing or not true or false");
    }
    return node.booleanValue();
  }

  static long snowflake(JsonNode node, String what) {
    try {
      return Snowflake.parse(text(node, what));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new MalformedInteractionException(what + " is not a snowflake", e);
    }
  }

  static boolean isTrue(JsonNode object, String field) {
    return object.path(field).booleanValue();
  }

  static JsonNode object(JsonNode node, String what) {
    if (!node.isObject()) {
      throw new MalformedInteractionException(what + " is missing or not an object");
    }
    return node;
  }

  /** The nickname in the server, else the display name, else the user name. */
  static String shownName(JsonNode user, JsonNode member) {
    return first(member.path("nick"), user.path("global_name"), user.path("username"));
  }

  /** The display name, else the user name. */
  static String shownName(JsonNode user) {
    return first(user.path("global_name"), user.path("username"));
  }

  private static String first(JsonNode... names) {
    return Stream.of(names)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse("Unknown user");
  }
}
