package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Discord's rules for the definition of an application command. */
public final class CommandRules {
  static final int CHAT_INPUT = 1;
  private static final int SUB_COMMAND = 1;
  private static final int SUB_COMMAND_GROUP = 2;
  private static final int HIGHEST_OPTION_TYPE = 11;
  private static final int DEFINITION_CHARACTERS = 8000;
  private static final Pattern NAME =
      Pattern.compile("[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}");

  private CommandRules() {}

  static void check(JsonNode command, String at, Problems problems) {
    int type = command.path("type").asInt(CHAT_INPUT);
    String name = command.path("name").asText("");
    String description = command.path("description").asText("");
    if (type == CHAT_INPUT) {
      name(name, at + "name", problems);
      problems.length(at + "description", description, 1, 100);
      options(command.path("options"), at + "options", 0, problems);
    } else {
      problems.length(at + "name", name, 1, 32);
      if (!description.isEmpty()) {
        problems.add(
            at + "description",
            "APPLICATION_COMMAND_INVALID_DESCRIPTION",
            "Context menu commands cannot have description");
      }
    }
    if (size(command) > DEFINITION_CHARACTERS) {
      problems.add(
          at + "name",
          "APPLICATION_COMMAND_TOO_LARGE",
          "Command exceeds maximum size (" + DEFINITION_CHARACTERS + ")");
    }
  }

  private static void name(String name, String at, Problems problems) {
    if (!NAME.matcher(name).matches() || !name.equals(name.toLowerCase(Locale.ROOT))) {
      problems.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
  }

  private static void options(JsonNode options, String at, int depth, Problems problems) {
    if (options.size() > 25) {
      problems.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    Set<String> names = new HashSet<>();
    boolean optionalSeen = false;
    int nested = 0;
    for (int i = 0; i < options.size(); i++) {
      JsonNode option = options.get(i);
      String here = at + "." + i;
      int type = option.path("type").asInt();
      option(option, here, depth, problems);
      if (!names.add(option.path("name").asText())) {
        problems.add(
            here + ".name",
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
            "Option name already exists");
      }
      boolean required = option.path("required").asBoolean();
      if (type <= SUB_COMMAND_GROUP) {
        nested++;
      } else if (required && optionalSeen) {
        problems.add(
            here,
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options");
      } else {
        optionalSeen |= !required;
      }
    }
    if (nested > 0 && nested < options.size()) {
      problems.add(
          at,
          "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
          "Sub-command and sub-command group option types are mutually exclusive to all other types");
    }
  }

  private static void option(JsonNode option, String at, int depth, Problems problems) {
    int type = option.path("type").asInt();
    name(option.path("name").asText(""), at + ".name", problems);
    problems.length(at + ".description", option.path("description").asText(""), 1, 100);
    boolean nestedTooDeep =
        (type == SUB_COMMAND_GROUP && depth > 0) || (type == SUB_COMMAND && depth > 1);
    if (type < 1 || type > HIGHEST_OPTION_TYPE || nestedTooDeep) {
      problems.add(
          at + ".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This option type is invalid");
    }
    JsonNode choices = option.path("choices");
    if (choices.size() > 25) {
      problems.add(at + ".choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (int i = 0; i < choices.size(); i++) {
      problems.length(
          at + ".choices." + i + ".name", choices.get(i).path("name").asText(""), 1, 100);
    }
    if (!choices.isEmpty() && option.path("autocomplete").asBoolean()) {
      problems.add(
          at + ".autocomplete",
          "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
          "Autocomplete and choices are mutually exclusive");
    }
    if (type <= SUB_COMMAND_GROUP) {
      options(option.path("options"), at + ".options", type == SUB_COMMAND ? 2 : 1, problems);
    }
  }

  private static int size(JsonNode node) {
    int size = longest(node, "name") + longest(node, "description");
    for (JsonNode choice : node.path("choices")) {
      JsonNode value = choice.path("value");
      size += longest(choice, "name") + (value.isTextual() ? value.asText().length() : 0);
    }
    for (JsonNode option : node.path("options")) {
      size += size(option);
    }
    return size;
  }

  private static int longest(JsonNode node, String field) {
    int longest = node.path(field).asText("").length();
    for (JsonNode localized : node.path(field + "_localizations")) {
      longest = Math.max(longest, localized.asText("").length());
    }
    return longest;
  }

  /** The definition as Discord keeps and answers it. */
  static ObjectNode stored(
      ObjectNode given, long id, long version, long applicationId, long guildId) {
    ObjectNode out = Json.object();
    out.put("id", Json.id(id))
        .put("application_id", Json.id(applicationId))
        .put("version", Json.id(version));
    JsonNode permissions = given.path("default_member_permissions");
    out.put(
        "default_member_permissions",
        permissions.isMissingNode() || permissions.isNull() ? null : permissions.asText());
    out.put("type", given.path("type").asInt(CHAT_INPUT))
        .put("name", given.path("name").asText())
        .put("description", given.path("description").asText(""));
    for (String localized : List.of("name_localizations", "description_localizations")) {
      out.set(localized, Json.has(given, localized) ? given.get(localized) : null);
    }
    if (guildId == 0) {
      out.put("dm_permission", given.path("dm_permission").asBoolean(true));
      out.set("contexts", numbers(given.path("contexts")));
    } else {
      out.put("guild_id", Json.id(guildId));
    }
    JsonNode installs = numbers(given.path("integration_types"));
    out.set("integration_types", installs.isEmpty() ? Json.array().add(0) : installs);
    if (!given.path("options").isEmpty()) {
      ObjectNode options = Json.object();
      options.set("options", given.get("options"));
      out.set("options", MessageRules.withoutNulls(options).get("options"));
    }
    return out.put("nsfw", given.path("nsfw").asBoolean());
  }

  /** JDA writes these numbers as strings; Discord reads both. */
  private static JsonNode numbers(JsonNode given) {
    if (!given.isArray()) {
      return Json.object().nullNode();
    }
    var out = Json.array();
    given.forEach(each -> out.add(each.asInt()));
    return out;
  }
}
