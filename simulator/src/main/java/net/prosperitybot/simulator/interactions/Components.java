package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Json;

/** What Discord's client knows of components before it sends anything. */
final class Components {
  static final int BUTTON = 2;
  static final int STRINGS = 3;
  static final int TEXT_INPUT = 4;
  static final int USERS = 5;
  static final int ROLES = 6;
  static final int MENTIONABLES = 7;
  static final int CHANNELS = 8;
  private static final int LINK_STYLE = 5;
  private static final int PREMIUM_STYLE = 6;

  private Components() {}

  /** The component of this custom id at any depth; a missing node when there is none. */
  static JsonNode find(JsonNode components, String customId) {
    for (JsonNode component : components) {
      if (component.path("custom_id").asText("").equals(customId)) {
        return component;
      }
      ArrayNode inside = Json.array();
      component.path("components").forEach(inside::add);
      if (component.path("accessory").isObject()) {
        inside.add(component.path("accessory"));
      }
      JsonNode found = find(inside, customId);
      if (!found.isMissingNode()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** Why the component can't be used like this. */
  static Optional<String> refusal(JsonNode component, List<String> values) {
    if (component.isMissingNode()) {
      return Optional.of("there is no such component");
    }
    if (component.path("disabled").asBoolean()) {
      return Optional.of("the component is disabled");
    }
    int type = component.path("type").asInt();
    if (type == BUTTON) {
      return switch (component.path("style").asInt()) {
        case LINK_STYLE -> Optional.of("a link sends nothing");
        case PREMIUM_STYLE -> Optional.of("a premium button sends nothing");
        default -> Optional.empty();
      };
    }
    int min = component.path("min_values").asInt(1);
    int max = component.path("max_values").asInt(1);
    if (values.size() < min || values.size() > max) {
      return Optional.of("choose " + min + " to " + max);
    }
    Set<String> known = new HashSet<>();
    component.path("options").forEach(option -> known.add(option.path("value").asText()));
    return type == STRINGS && !known.containsAll(values)
        ? Optional.of("not a value of this menu")
        : Optional.empty();
  }

  /** True when a channel select offers channels of this type; one without types offers all. */
  static boolean takes(JsonNode select, ChannelType type) {
    JsonNode types = select.path("channel_types");
    boolean takes = types.isEmpty();
    for (JsonNode each : types) {
      takes |= each.asInt() == type.number();
    }
    return takes;
  }

  /** Why a modal can't be submitted like this. */
  static Optional<String> refusal(ObjectNode modal, Map<String, String> values) {
    for (String customId : values.keySet()) {
      if (find(fields(modal), customId).isMissingNode()) {
        return Optional.of("the modal has no field " + customId);
      }
    }
    for (JsonNode field : fields(modal)) {
      String value = values.getOrDefault(field.path("custom_id").asText(), "");
      boolean required = field.path("required").asBoolean(true);
      int min = field.path("min_length").asInt(0);
      int max = field.path("max_length").asInt(4000);
      if (value.isEmpty() ? required : value.length() < min || value.length() > max) {
        return Optional.of(
            field.path("custom_id").asText() + " needs " + min + " to " + max + " characters");
      }
    }
    return Optional.empty();
  }

  /** The inputs of a modal, in action rows or labels. */
  private static ArrayNode fields(ObjectNode modal) {
    ArrayNode out = Json.array();
    for (JsonNode row : modal.path("components")) {
      row.path("components").forEach(out::add);
      if (row.path("component").isObject()) {
        out.add(row.path("component"));
      }
    }
    return out;
  }

  /** The data of a modal's submission. */
  static ObjectNode submitted(ObjectNode modal, Map<String, String> values) {
    ObjectNode data = Json.object().put("custom_id", modal.path("custom_id").asText());
    ArrayNode rows = data.putArray("components");
    int id = 1;
    for (JsonNode row : modal.path("components")) {
      ObjectNode out = rows.addObject().put("type", row.path("type").asInt()).put("id", id++);
      if (row.path("component").isObject()) {
        out.set("component", filled(row.path("component"), id++, values));
        continue;
      }
      ArrayNode inner = out.putArray("components");
      for (JsonNode field : row.path("components")) {
        inner.add(filled(field, id++, values));
      }
    }
    return data;
  }

  private static ObjectNode filled(JsonNode field, int id, Map<String, String> values) {
    String customId = field.path("custom_id").asText();
    int type = field.path("type").asInt();
    ObjectNode out = Json.object().put("type", type).put("id", id).put("custom_id", customId);
    String value = values.getOrDefault(customId, field.path("value").asText(""));
    if (type == TEXT_INPUT) {
      return out.put("value", value);
    }
    out.putArray("values").add(value);
    return out;
  }
}
