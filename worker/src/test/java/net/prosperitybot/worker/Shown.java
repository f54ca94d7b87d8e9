package net.prosperitybot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer as a reader sees it, on one line, with ids named as a test names them. */
final class Shown {
  private static final int MESSAGE = 4;
  private static final int UPDATE = 7;
  private static final int EPHEMERAL = 64;
  private static final int BUTTON = 2;

  private Shown() {}

  static String of(JsonNode answer, Map<Long, String> names) {
    List<String> parts = new ArrayList<>();
    JsonNode data = answer.path("data");
    parts.add(
        switch (answer.path("type").asInt()) {
          case MESSAGE -> data.path("flags").asInt() == EPHEMERAL ? "private:" : "public:";
          case UPDATE -> "update:";
          default -> answer.path("type").asText() + ":";
        });
    add(parts, data.path("content"));
    for (JsonNode embed : data.path("embeds")) {
      add(parts, embed.path("title"));
      add(parts, embed.path("description"));
      embed
          .path("fields")
          .forEach(
              field ->
                  parts.add(
                      "["
                          + field.path("name").asText()
                          + ": "
                          + field.path("value").asText()
                          + "]"));
    }
    for (JsonNode row : data.path("components")) {
      row.path("components").forEach(component -> parts.add(component(component)));
    }
    return named(String.join(" ", parts).replace("\n", " / "), names);
  }

  private static void add(List<String> parts, JsonNode text) {
    if (!text.asText().isEmpty()) {
      parts.add(text.asText());
    }
  }

  private static String component(JsonNode component) {
    if (component.path("type").asInt() == BUTTON) {
      return "("
          + component.path("label").asText()
          + (component.path("disabled").asBoolean() ? " off" : "")
          + ")";
    }
    List<String> entries = new ArrayList<>();
    component
        .path("options")
        .forEach(
            option ->
                entries.add(
                    option.path("value").asText()
                        + (option.path("default").asBoolean() ? "*" : "")));
    component.path("channel_types").forEach(kind -> entries.add(kind.asText()));
    return "{" + component.path("placeholder").asText() + ": " + String.join(" ", entries) + "}";
  }

  private static String named(String text, Map<Long, String> names) {
    String named = text;
    for (Map.Entry<Long, String> each : names.entrySet()) {
      if (each.getKey() > 1_000_000) {
        named = named.replace(Long.toString(each.getKey()), each.getValue());
      }
    }
    return named;
  }
}
