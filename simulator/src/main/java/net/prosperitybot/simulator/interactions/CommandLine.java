package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.simulator.world.Json;

/**
 * Reads a typed line such as {@code /xp give user:@Ann xp:50} by the command's definition.
 *
 * <p>A value reaches to the next {@code name:} of the command, so it needs no quotes.
 */
final class CommandLine {
  private final Directory directory;
  private final boolean unfinished;

  private CommandLine(Directory directory, boolean unfinished) {
    this.directory = directory;
    this.unfinished = unfinished;
  }

  /** Finds who and what a line names. Each takes a name, a mention or an id. */
  interface Directory {
    OptionalLong user(String text);

    OptionalLong role(String text);

    OptionalLong channel(String text);

    /** Discord's number for the kind of a channel. */
    int channelType(long channelId);
  }

  /** A line that was understood, or what is wrong with it. */
  sealed interface Parsed {
    /**
     * A call.
     *
     * @param options the option tree as an interaction carries it
     */
    record Call(
        ObjectNode command, ArrayNode options, Set<Long> users, Set<Long> roles, Set<Long> channels)
        implements Parsed {}

    /** What Discord's client would say before sending anything. */
    record Mistake(String words) implements Parsed {}
  }

  /** Ends reading; the words are for the one who typed. */
  private static final class Misread extends RuntimeException {
    private final String words;

    Misread(String words) {
      super(words, null, false, false);
      this.words = words;
    }
  }

  /** The command's name in a line; empty when the line is no command. */
  static Optional<String> nameIn(String line) {
    String text = line.strip();
    if (!text.startsWith("/")) {
      return Optional.empty();
    }
    return Optional.of(firstWord(text.substring(1)));
  }

  /** Reads a whole line. */
  static Parsed parse(String line, ObjectNode command, Directory directory) {
    return new CommandLine(directory, false).read(line, command);
  }

  /** Reads a line that is still being typed: its last option has the focus. */
  static Parsed parseUnfinished(String line, ObjectNode command, Directory directory) {
    return new CommandLine(directory, true).read(line, command);
  }

  private Parsed read(String line, ObjectNode command) {
    String rest = line.strip().substring(1 + command.path("name").asText().length()).strip();
    Set<Long> users = new HashSet<>();
    Set<Long> roles = new HashSet<>();
    Set<Long> channels = new HashSet<>();
    Parsed.Call call = new Parsed.Call(command, Json.array(), users, roles, channels);
    try {
      call.options().addAll(level(command.path("options"), rest, call));
      return call;
    } catch (Misread misread) {
      return new Parsed.Mistake(misread.words);
    }
  }

  private ArrayNode level(JsonNode definitions, String text, Parsed.Call call) {
    if (definitions.path(0).path("type").asInt() > OptionType.GROUP || definitions.isEmpty()) {
      return values(definitions, text, call);
    }
    String word = firstWord(text);
    for (JsonNode definition : definitions) {
      if (definition.path("name").asText().equals(word)) {
        ObjectNode option =
            Json.object().put("name", word).put("type", definition.path("type").asInt());
        String rest = text.substring(word.length()).strip();
        option.set("options", level(definition.path("options"), rest, call));
        return Json.array().add(option);
      }
    }
    throw new Misread("choose one of " + names(definitions));
  }

  private ArrayNode values(JsonNode definitions, String text, Parsed.Call call) {
    Map<String, String> given = split(definitions, text);
    ArrayNode out = Json.array();
    String last = given.keySet().stream().reduce((a, b) -> b).orElse("");
    for (JsonNode definition : definitions) {
      String name = definition.path("name").asText();
      String raw = given.get(name);
      if (raw != null) {
        ObjectNode option =
            Json.object().put("name", name).put("type", definition.path("type").asInt());
        if (unfinished && name.equals(last)) {
          option.put("value", raw).put("focused", true);
        } else {
          option.set("value", value(definition, raw, call));
        }
        out.add(option);
      } else if (definition.path("required").asBoolean() && !unfinished) {
        throw new Misread("the option " + name + " is required");
      }
    }
    return inTypedOrder(out, given);
  }

  /** Discord sends options as they were typed. */
  private static ArrayNode inTypedOrder(ArrayNode options, Map<String, String> given) {
    ArrayNode out = Json.array();
    for (String name : given.keySet()) {
      options.forEach(
          option -> {
            if (option.path("name").asText().equals(name)) {
              out.add(option);
            }
          });
    }
    return out;
  }

  private static Map<String, String> split(JsonNode definitions, String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    List<String> names = new ArrayList<>();
    definitions.forEach(each -> names.add(Pattern.quote(each.path("name").asText())));
    if (names.isEmpty()) {
      throw new Misread("this command takes no options");
    }
    Matcher at = Pattern.compile("(?<=^|\\s)(" + String.join("|", names) + "):").matcher(text);
    Map<String, String> out = new LinkedHashMap<>();
    int valueFrom = 0;
    String name = "";
    while (at.find()) {
      String before = text.substring(valueFrom, at.start()).strip();
      if (name.isEmpty() && !before.isEmpty()) {
        throw new Misread("options are written as name:value; known are " + names(definitions));
      }
      if (!name.isEmpty()) {
        out.put(name, before);
      }
      name = at.group(1);
      valueFrom = at.end();
    }
    if (name.isEmpty()) {
      throw new Misread("options are written as name:value; known are " + names(definitions));
    }
    out.put(name, text.substring(valueFrom).strip());
    return out;
  }

  private JsonNode value(JsonNode definition, String raw, Parsed.Call call) {
    ObjectNode holder = Json.object();
    String name = definition.path("name").asText();
    if (!definition.path("choices").isEmpty()) {
      return choice(definition, raw);
    }
    switch (definition.path("type").asInt()) {
      case OptionType.STRING -> holder.put("v", text(definition, raw));
      case OptionType.INTEGER -> holder.put("v", integer(definition, raw));
      case OptionType.NUMBER -> holder.put("v", number(definition, raw));
      case OptionType.BOOLEAN -> holder.put("v", bool(name, raw));
      case OptionType.USER -> holder.put("v", found(directory.user(raw), raw, call.users()));
      case OptionType.ROLE -> holder.put("v", found(directory.role(raw), raw, call.roles()));
      case OptionType.CHANNEL -> holder.put("v", channel(definition, raw, call));
      case OptionType.MENTIONABLE -> holder.put("v", mentionable(raw, call));
      default -> throw new Misread("the option " + name + " can't be typed here");
    }
    return holder.get("v");
  }

  private static JsonNode choice(JsonNode definition, String raw) {
    for (JsonNode choice : definition.path("choices")) {
      if (choice.path("name").asText().equalsIgnoreCase(raw)
          || choice.path("value").asText().equalsIgnoreCase(raw)) {
        return choice.get("value");
      }
    }
    throw new Misread(
        definition.path("name").asText() + " is one of " + names(definition.path("choices")));
  }

  private static String text(JsonNode definition, String raw) {
    String text =
        raw.length() > 1 && raw.startsWith("\"") && raw.endsWith("\"")
            ? raw.substring(1, raw.length() - 1)
            : raw;
    int min = definition.path("min_length").asInt(0);
    int max = definition.path("max_length").asInt(6000);
    if (text.length() < min || text.length() > max) {
      throw new Misread(
          definition.path("name").asText() + " has " + min + " to " + max + " characters");
    }
    return text;
  }

  private static long integer(JsonNode definition, String raw) {
    try {
      long value = Long.parseLong(raw);
      inRange(definition, (double) value);
      return value;
    } catch (NumberFormatException e) {
      throw new Misread(definition.path("name").asText() + " is a whole number");
    }
  }

  private static double number(JsonNode definition, String raw) {
    try {
      double value = Double.parseDouble(raw);
      inRange(definition, value);
      return value;
    } catch (NumberFormatException e) {
      throw new Misread(definition.path("name").asText() + " is a number");
    }
  }

  private static void inRange(JsonNode definition, double value) {
    double limit = 9_007_199_254_740_991.0;
    double min = definition.path("min_value").asDouble(-limit);
    double max = definition.path("max_value").asDouble(limit);
    if (value < min || value > max) {
      throw new Misread(
          definition.path("name").asText()
              + " is out of range: from "
              + definition.path("min_value").asText("any")
              + " to "
              + definition.path("max_value").asText("any"));
    }
  }

  private static boolean bool(String name, String raw) {
    return switch (raw.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Misread(name + " is True or False");
    };
  }

  private static String found(OptionalLong id, String raw, Set<Long> seen) {
    long known = id.orElseThrow(() -> new Misread("nobody and nothing here is called " + raw));
    seen.add(known);
    return Json.id(known);
  }

  private String channel(JsonNode definition, String raw, Parsed.Call call) {
    String id = found(directory.channel(raw), raw, call.channels());
    JsonNode types = definition.path("channel_types");
    boolean fits = types.isEmpty();
    int type = directory.channelType(Json.idFrom(id));
    for (JsonNode each : types) {
      fits |= each.asInt() == type;
    }
    if (!fits) {
      throw new Misread(raw + " is not the kind of channel that this option takes");
    }
    return id;
  }

  private String mentionable(String raw, Parsed.Call call) {
    OptionalLong user = directory.user(raw);
    return user.isPresent()
        ? found(user, raw, call.users())
        : found(directory.role(raw), raw, call.roles());
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static String names(JsonNode named) {
    List<String> names = new ArrayList<>();
    named.forEach(each -> names.add(each.path("name").asText()));
    return String.join(", ", names);
  }
}
