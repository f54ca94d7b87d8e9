package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Optional;

/**
 * Discord's spelling of JSON: ids are strings of digits, times carry microseconds and an offset.
 */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A shallow copy: the members are shared, adding or removing one leaves the source alone. */
  public static ObjectNode shallow(ObjectNode source) {
    ObjectNode copy = object();
    copy.setAll(source);
    return copy;
  }

  public static String id(long snowflake) {
    return Long.toString(snowflake);
  }

  public static ArrayNode ids(Collection<Long> snowflakes) {
    ArrayNode out = array();
    snowflakes.forEach(each -> out.add(id(each)));
    return out;
  }

  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Parses text; empty when it is not JSON. */
  public static Optional<JsonNode> parse(byte[] text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id in a field that holds digits as a string or a number; 0 when there is none. */
  public static long idIn(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return idFrom(value.asText(""));
  }

  /** A snowflake from text; 0 when the text is none. */
  public static long idFrom(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return 0;
    }
  }

  /** True when the field is there and not null. */
  public static boolean has(JsonNode node, String field) {
    return node.hasNonNull(field);
  }
}
