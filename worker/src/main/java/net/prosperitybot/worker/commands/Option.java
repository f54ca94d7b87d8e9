package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.prosperitybot.worker.interactions.GivenOptions;
import net.prosperitybot.worker.interactions.GivenUser;

/**
 * An option of a command: the token that declares it is the token that reads it, so the two can't
 * disagree.
 *
 * @param <T> what reading it gives: an {@code Optional} unless the option is required
 */
public final class Option<T> {
  private static final int TEXT = 3;
  private static final int INTEGER = 4;
  private static final int USER = 6;

  private final int type;
  private final String name;
  private final Localised description;
  private final boolean required;
  private final UnaryOperator<ObjectNode> bounds;
  private final Function<GivenOptions, T> reader;

  private Option(
      int type,
      String name,
      Localised description,
      boolean required,
      UnaryOperator<ObjectNode> bounds,
      Function<GivenOptions, T> reader) {
    this.type = type;
    this.name = name;
    this.description = description;
    this.required = required;
    this.bounds = bounds;
    this.reader = reader;
  }

  /** A user, whether in the server or not. */
  public static Option<Optional<GivenUser>> user(String name, Localised description) {
    return optional(USER, name, description, node -> node, given -> given.user(name));
  }

  /** A whole number; Discord takes −2⁵³ to 2⁵³. */
  public static Option<Optional<Long>> integer(String name, Localised description) {
    return optional(INTEGER, name, description, node -> node, given -> given.integer(name));
  }

  /** A whole number within a range that Discord enforces, both ends included. */
  public static Option<Optional<Long>> integer(
      String name, Localised description, long lowest, long highest) {
    return optional(
        INTEGER,
        name,
        description,
        node -> node.put("min_value", lowest).put("max_value", highest),
        given -> given.integer(name));
  }

  /** A text of so many characters, both ends included, at most 6000. */
  public static Option<Optional<String>> text(
      String name, Localised description, int shortest, int longest) {
    return optional(
        TEXT,
        name,
        description,
        node -> node.put("min_length", shortest).put("max_length", longest),
        given -> given.text(name));
  }

  /** The same option, which Discord now insists on. */
  public static <T> Option<T> required(Option<Optional<T>> option) {
    return new Option<>(
        option.type,
        option.name,
        option.description,
        true,
        option.bounds,
        given ->
            option
                .read(given)
                .orElseThrow(
                    () -> new IllegalArgumentException("No value for the option " + option.name)));
  }

  private static <T> Option<Optional<T>> optional(
      int type,
      String name,
      Localised description,
      UnaryOperator<ObjectNode> bounds,
      Function<GivenOptions, Optional<T>> reader) {
    return new Option<>(type, name, description, false, bounds, reader);
  }

  /** What the call gave for this option. */
  public T read(GivenOptions given) {
    return reader.apply(given);
  }

  boolean isRequired() {
    return required;
  }

  ObjectNode definition() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type).put("name", name);
    description.write("description", node);
    if (required) {
      node.put("required", true);
    }
    return bounds.apply(node);
  }
}
