package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.interactions.GivenChannel;
import net.prosperitybot.worker.interactions.GivenOptions;
import net.prosperitybot.worker.interactions.GivenRole;
import net.prosperitybot.worker.interactions.GivenUser;

/**
 * An option of a command: the token that declares it is the token that reads it, so the two can't
 * disagree. Discord enforces ranges and choices; a value outside of them is a fault.
 *
 * @param <T> what reading it gives: an {@code Optional} unless the option is required
 */
public final class Option<T> {
  private static final int TEXT = 3;
  private static final int INTEGER = 4;
  private static final int USER = 6;
  private static final int CHANNEL = 7;
  private static final int ROLE = 8;
  private static final int NUMBER = 10;
  private static final int MOST_CHOICES = 25;

  private final int type;
  private final Wording wording;
  private final boolean required;
  private final UnaryOperator<ObjectNode> bounds;
  private final Function<GivenOptions, T> reader;

  private Option(
      int type,
      Wording wording,
      boolean required,
      UnaryOperator<ObjectNode> bounds,
      Function<GivenOptions, T> reader) {
    this.type = type;
    this.wording = wording;
    this.required = required;
    this.bounds = bounds;
    this.reader = reader;
  }

  /**
   * One of a text option's values.
   *
   * @param value what Discord sends, 1 to 100 characters
   * @param name what people choose, 1 to 100 characters
   * @param meaning what it reads as
   */
  public record Choice<T>(String value, Localised name, T meaning) {}

  /** A user, whether in the server or not. */
  public static Option<Optional<GivenUser>> user(Wording wording) {
    return optional(USER, wording, node -> node, given -> given.user(wording.typed()));
  }

  /** A role of the server, {@code @everyone} among them. */
  public static Option<Optional<GivenRole>> role(Wording wording) {
    return optional(ROLE, wording, node -> node, given -> given.role(wording.typed()));
  }

  /** A channel of the server of one of these kinds; of any kind when there are none. */
  public static Option<Optional<GivenChannel>> channel(Wording wording, Set<ChannelKind> kinds) {
    return optional(
        CHANNEL,
        wording,
        node -> {
          if (!kinds.isEmpty()) {
            ArrayNode types = node.putArray("channel_types");
            kinds.stream().sorted().forEach(kind -> types.add(kind.number()));
          }
          return node;
        },
        given -> given.channel(wording.typed()));
  }

  /** A whole number; Discord takes −2⁵³ to 2⁵³. */
  public static Option<Optional<Long>> integer(Wording wording) {
    return optional(INTEGER, wording, node -> node, given -> given.integer(wording.typed()));
  }

  /** A whole number within a range, both ends included. */
  public static Option<Optional<Long>> integer(Wording wording, long lowest, long highest) {
    return optional(
        INTEGER,
        wording,
        node -> node.put("min_value", lowest).put("max_value", highest),
        given ->
            given
                .integer(wording.typed())
                .map(value -> within(wording, value, value >= lowest && value <= highest)));
  }

  /** A number within a range, both ends included, exactly as it was typed. */
  public static Option<Optional<BigDecimal>> number(
      Wording wording, BigDecimal lowest, BigDecimal highest) {
    return optional(
        NUMBER,
        wording,
        node -> node.put("min_value", lowest).put("max_value", highest),
        given ->
            given
                .number(wording.typed())
                .map(
                    value ->
                        within(
                            wording,
                            value,
                            value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0)));
  }

  /** A text of so many characters, both ends included, at most 6000. */
  public static Option<Optional<String>> text(Wording wording, int shortest, int longest) {
    return optional(
        TEXT,
        wording,
        node -> node.put("min_length", shortest).put("max_length", longest),
        given ->
            given
                .text(wording.typed())
                .map(
                    value ->
                        within(
                            wording,
                            value,
                            value.length() >= shortest
                                && value.codePointCount(0, value.length()) <= longest)));
  }

  /** One of at most 25 choices. */
  public static <T> Option<Optional<T>> choice(Wording wording, List<Choice<T>> choices) {
    if (choices.isEmpty() || choices.size() > MOST_CHOICES) {
      throw new IllegalArgumentException(wording.typed() + " needs 1 to 25 choices");
    }
    return optional(
        TEXT,
        wording,
        node -> {
          ArrayNode nodes = node.putArray("choices");
          for (Choice<T> choice : choices) {
            ObjectNode each = nodes.addObject();
            choice.name().write("name", each);
            each.put("value", choice.value());
          }
          return node;
        },
        given -> given.text(wording.typed()).map(value -> chosen(wording, choices, value)));
  }

  private static <T> T chosen(Wording wording, List<Choice<T>> choices, String value) {
    return choices.stream()
        .filter(choice -> choice.value().equals(value))
        .findFirst()
        .orElseThrow(() -> outside(wording))
        .meaning();
  }

  private static <T> T within(Wording wording, T value, boolean isWithin) {
    if (!isWithin) {
      throw outside(wording);
    }
    return value;
  }

  private static OutdatedCallException outside(Wording wording) {
    return new OutdatedCallException(
        "The option " + wording.typed() + " has a value that is not among those it may have");
  }

  /** The same option, which Discord now insists on. */
  public static <T> Option<T> required(Option<Optional<T>> option) {
    return new Option<>(
        option.type,
        option.wording,
        true,
        option.bounds,
        given ->
            option
                .read(given)
                .orElseThrow(
                    () -> new OutdatedCallException("No value for the option " + option.name())));
  }

  private static <T> Option<Optional<T>> optional(
      int type,
      Wording wording,
      UnaryOperator<ObjectNode> bounds,
      Function<GivenOptions, Optional<T>> reader) {
    return new Option<>(type, wording, false, bounds, reader);
  }

  /** What the call gave for this option. */
  public T read(GivenOptions given) {
    return reader.apply(given);
  }

  String name() {
    return wording.typed();
  }

  boolean isRequired() {
    return required;
  }

  ObjectNode definition() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type);
    wording.write(node);
    if (required) {
      node.put("required", true);
    }
    return bounds.apply(node);
  }
}
