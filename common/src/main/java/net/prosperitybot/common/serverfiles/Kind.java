package net.prosperitybot.common.serverfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.LevelCurve;

/** How a value is written in a server file, and what it may be. */
@SuppressWarnings("ImmutableEnumChecker") // functions and tables that nobody changes
enum Kind {
  ID("an id in quotes", value -> Snowflake.parse(text(value, 20))),
  COUNT("a number from 0 to " + LevelCurve.MAX_XP, value -> whole(value, 0, LevelCurve.MAX_XP)),
  CHANGE(
      "a number from -" + LevelCurve.MAX_XP + " to " + LevelCurve.MAX_XP,
      value -> whole(value, -LevelCurve.MAX_XP, LevelCurve.MAX_XP)),
  MESSAGE_XP("a number from 0 to 2147483647", value -> small(value, 0, Integer.MAX_VALUE)),
  LEVEL("a number from 1 to 1000", value -> small(value, 1, 1_000)),
  DELAY("a number of seconds from 1 to 86400", value -> small(value, 1, 86_400)),
  MULTIPLIER("a number from \"0.00\" to \"10.00\" in quotes", Kind::multiplier),
  NOTICE(
      "reply, channel, dm or off", value -> oneOf(value, Set.of("reply", "channel", "dm", "off"))),
  ROLE_MODE("single or stack", value -> oneOf(value, Set.of("single", "stack"))),
  ADJUSTMENT(
      "xp_give, xp_take, levels_give or levels_take",
      value -> oneOf(value, Set.of("xp_give", "xp_take", "levels_give", "levels_take"))),
  NAME("text of up to 100 characters", value -> text(value, 100)),
  REASON("text of up to 200 characters", value -> text(value, 200)),
  TIME("a time such as 2026-11-22T12:00:00Z", value -> Instant.parse(text(value, 40))),
  FLAG("true or false", Kind::flag);

  private final String words;
  private final Function<JsonNode, Object> reader;

  Kind(String words, Function<JsonNode, Object> reader) {
    this.words = words;
    this.reader = reader;
  }

  /** What a value has to be, for an error. */
  String words() {
    return words;
  }

  /**
   * A value.
   *
   * @throws IllegalArgumentException when it is another kind of value
   */
  Object read(JsonNode value) {
    try {
      return reader.apply(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Writes a value as {@link #read} takes it: ids in quotes, for not every reader has 64 bits. */
  void write(ObjectNode line, String name, Object value) {
    if (value instanceof Boolean flag) {
      line.put(name, flag);
    } else if (value instanceof Number number && this != ID && this != MULTIPLIER) {
      line.put(name, number.longValue());
    } else {
      line.put(name, value.toString());
    }
  }

  private static String text(JsonNode value, int longest) {
    String text = value.textValue();
    if (text == null || text.codePointCount(0, text.length()) > longest) {
      throw new IllegalArgumentException("No text of up to " + longest + " characters");
    }
    return text;
  }

  private static String oneOf(JsonNode value, Set<String> known) {
    if (!known.contains(value.asText())) {
      throw new IllegalArgumentException("None of " + known);
    }
    return value.asText();
  }

  private static Object flag(JsonNode value) {
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("Neither true nor false");
    }
    return value.booleanValue();
  }

  private static Object multiplier(JsonNode value) {
    BigDecimal number = new BigDecimal(text(value, 5));
    if (number.signum() < 0 || number.compareTo(BigDecimal.TEN) > 0 || number.scale() > 2) {
      throw new IllegalArgumentException("Out of range");
    }
    return number;
  }

  private static int small(JsonNode value, int least, int most) {
    return (int) whole(value, least, most);
  }

  private static long whole(JsonNode value, long least, long most) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw new IllegalArgumentException("No whole number in the range");
    }
    return value.longValue();
  }
}
