package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Discord's limits on what a message may hold, and the form in which it gives it back. */
public final class MessageRules {
  private static final int EMBED_CHARACTERS = 6000;
  private static final int COMPONENTS_V2 = 1 << 15;
  private static final int ACTION_ROW = 1;
  private static final int BUTTON = 2;
  private static final int PREMIUM = 6;
  private static final Set<Integer> SELECTS = Set.of(3, 5, 6, 7, 8);

  private MessageRules() {}

  /** Problems of a new message. */
  public static Problems ofNew(JsonNode body, String at) {
    Problems problems = ofEdit(body, at);
    if (empty(body)) {
      problems.add(at + "content", "BASE_TYPE_REQUIRED", "This field is required");
    }
    return problems;
  }

  /** True when there is nothing to show. */
  static boolean empty(JsonNode body) {
    boolean empty = body.path("content").asText("").isBlank();
    for (String part : List.of("embeds", "components", "attachments", "sticker_ids", "poll")) {
      empty &= body.path(part).isEmpty();
    }
    return empty;
  }

  /** Refuses a new message as the routes for messages do. */
  public static void refuseNew(JsonNode body) {
    if (empty(body)) {
      throw Refusal.emptyMessage();
    }
    ofNew(body, "").refuseIfAny();
  }

  /** Problems of a change, which may leave anything out. */
  public static Problems ofEdit(JsonNode body, String at) {
    Problems problems = new Problems();
    problems.length(at + "content", text(body, "content"), 0, 2000);
    embeds(body.path("embeds"), at + "embeds", problems);
    boolean v2 = (body.path("flags").asInt() & COMPONENTS_V2) != 0;
    rows(body.path("components"), at + "components", v2, problems);
    allowedMentions(body.path("allowed_mentions"), at + "allowed_mentions", problems);
    return problems;
  }

  private static void embeds(JsonNode embeds, String at, Problems problems) {
    if (embeds.size() > 10) {
      problems.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    int total = 0;
    for (int i = 0; i < embeds.size(); i++) {
      JsonNode embed = embeds.get(i);
      String here = at + "." + i;
      total += embedSize(embed);
      problems.length(here + ".title", text(embed, "title"), 0, 256);
      problems.length(here + ".description", text(embed, "description"), 0, 4096);
      problems.length(here + ".footer.text", text(embed.path("footer"), "text"), 0, 2048);
      problems.length(here + ".author.name", text(embed.path("author"), "name"), 0, 256);
      fields(embed.path("fields"), here + ".fields", problems);
      if (embedSize(embed) == 0
          && embed.path("image").isEmpty()
          && embed.path("thumbnail").isEmpty()) {
        problems.add(here + ".description", "BASE_TYPE_REQUIRED", "This field is required");
      }
    }
    if (total > EMBED_CHARACTERS) {
      problems.add(
          at, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + EMBED_CHARACTERS);
    }
  }

  private static int embedSize(JsonNode embed) {
    int size =
        text(embed, "title").length()
            + text(embed, "description").length()
            + text(embed.path("footer"), "text").length()
            + text(embed.path("author"), "name").length();
    for (JsonNode field : embed.path("fields")) {
      size += text(field, "name").length() + text(field, "value").length();
    }
    return size;
  }

  private static void fields(JsonNode fields, String at, Problems problems) {
    if (fields.size() > 25) {
      problems.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (int i = 0; i < fields.size(); i++) {
      problems.length(at + "." + i + ".name", text(fields.get(i), "name").strip(), 1, 256);
      problems.length(at + "." + i + ".value", text(fields.get(i), "value").strip(), 1, 1024);
    }
  }

  private static void rows(JsonNode rows, String at, boolean v2, Problems problems) {
    if (!v2 && rows.size() > 5) {
      problems.add(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    }
    Set<String> customIds = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String here = at + "." + i;
      if (row.path("type").asInt() == ACTION_ROW) {
        row(row.path("components"), here + ".components", customIds, problems);
      } else if (!v2) {
        problems.add(
            here + ".type", "BASE_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).");
      }
    }
  }

  private static void row(JsonNode parts, String at, Set<String> customIds, Problems problems) {
    boolean select = false;
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      String here = at + "." + i;
      int type = part.path("type").asInt();
      if (type == BUTTON) {
        button(part, here, problems);
      } else if (SELECTS.contains(type)) {
        select = true;
        select(part, here, problems);
      } else {
        problems.add(here + ".type", "UNION_TYPE_CHOICES", "Not a component of an action row");
      }
      String customId = text(part, "custom_id");
      if (!customId.isEmpty() && !customIds.add(customId)) {
        problems.add(
            here + ".custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated");
      }
    }
    if (parts.isEmpty() || parts.size() > (select ? 1 : 5)) {
      problems.add(
          at,
          "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
          "An action row holds 1 to 5 buttons or one select");
    }
  }

  private static void button(JsonNode button, String at, Problems problems) {
    int style = button.path("style").asInt();
    problems.length(at + ".label", text(button, "label"), 0, 80);
    if (style < 1 || style > 6) {
      problems.add(at + ".style", "BASE_TYPE_CHOICES", "Not a style of a button");
    }
    if (style == PREMIUM) {
      premiumButton(button, at, problems);
      return;
    }
    if (style == 5) {
      problems.length(at + ".url", text(button, "url"), 1, 512);
    } else {
      problems.length(at + ".custom_id", text(button, "custom_id"), 1, 100);
    }
    if (text(button, "label").isEmpty() && !Json.has(button, "emoji")) {
      problems.add(at, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji");
    }
  }

  /** It shows what it sells, and nothing that a bot could choose. */
  private static void premiumButton(JsonNode button, String at, Problems problems) {
    if (Json.idIn(button, "sku_id") == 0) {
      problems.add(at + ".sku_id", "BASE_TYPE_REQUIRED", "This field is required");
    }
    for (String field : List.of("custom_id", "label", "url", "emoji")) {
      if (Json.has(button, field)) {
        problems.add(
            at + "." + field, "BUTTON_COMPONENT_INVALID", "A premium button can't have this");
      }
    }
  }

  private static void select(JsonNode select, String at, Problems problems) {
    problems.length(at + ".custom_id", text(select, "custom_id"), 1, 100);
    problems.length(at + ".placeholder", text(select, "placeholder"), 0, 150);
    if (select.path("type").asInt() != 3) {
      return;
    }
    JsonNode options = select.path("options");
    if (options.isEmpty() || options.size() > 25) {
      problems.add(at + ".options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.");
    }
    Set<String> values = new HashSet<>();
    for (int i = 0; i < options.size(); i++) {
      JsonNode option = options.get(i);
      problems.length(at + ".options." + i + ".label", text(option, "label"), 1, 100);
      problems.length(at + ".options." + i + ".value", text(option, "value"), 1, 100);
      problems.length(at + ".options." + i + ".description", text(option, "description"), 0, 100);
      if (!values.add(text(option, "value"))) {
        problems.add(
            at + ".options." + i + ".value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used");
      }
    }
  }

  private static void allowedMentions(JsonNode allowed, String at, Problems problems) {
    for (String kind : List.of("users", "roles")) {
      boolean all = false;
      for (JsonNode parse : allowed.path("parse")) {
        all |= parse.asText().equals(kind);
      }
      if (all && !allowed.path(kind).isEmpty()) {
        problems.add(
            at,
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are mutually exclusive.");
      }
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  /** Embeds as a message gives them back. */
  static ArrayNode storedEmbeds(JsonNode given) {
    ArrayNode out = Json.array();
    for (JsonNode embed : given) {
      ObjectNode stored = withoutNulls((ObjectNode) embed);
      stored.put("type", "rich");
      if (stored.has("timestamp")) {
        stored.put("timestamp", stored.path("timestamp").asText().replace("Z", "+00:00"));
      }
      for (JsonNode field : stored.path("fields")) {
        ((ObjectNode) field).put("inline", field.path("inline").asBoolean());
      }
      out.add(stored);
    }
    return out;
  }

  /** Components as a message gives them back: each with a number of its own. */
  static ArrayNode storedComponents(JsonNode given) {
    int[] next = {1};
    return numbered(given, next);
  }

  private static ArrayNode numbered(JsonNode given, int[] next) {
    ArrayNode out = Json.array();
    for (JsonNode component : given) {
      ObjectNode stored = withoutNulls((ObjectNode) component);
      if (stored.path("id").asInt() == 0) {
        stored.put("id", next[0]);
      }
      next[0]++;
      if (SELECTS.contains(stored.path("type").asInt())) {
        stored.put("min_values", stored.path("min_values").asInt(1));
        stored.put("max_values", stored.path("max_values").asInt(1));
      }
      if (stored.has("components")) {
        stored.set("components", numbered(stored.path("components"), next));
      }
      if (stored.path("accessory").isObject()) {
        stored.set("accessory", numbered(Json.array().add(stored.path("accessory")), next).get(0));
      }
      out.add(stored);
    }
    return out;
  }

  static ObjectNode withoutNulls(ObjectNode node) {
    ObjectNode out = Json.object();
    for (var field : node.properties()) {
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode object) {
        out.set(field.getKey(), withoutNulls(object));
      } else if (value instanceof ArrayNode array) {
        ArrayNode copy = out.putArray(field.getKey());
        array.forEach(e -> copy.add(e instanceof ObjectNode o ? withoutNulls(o) : e));
      } else if (!value.isNull()) {
        out.set(field.getKey(), value);
      }
    }
    return out;
  }
}
