package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.prosperitybot.worker.replies.Visibility;

/**
 * Something that can be run: a whole command, or one subcommand of it.
 *
 * @param options at most 25, each with a name of its own; required ones first, as Discord wants
 *     them
 * @param whenLate how the answer is announced when it takes longer than the reply budget
 */
public record Action(
    Wording wording, List<Option<?>> options, Visibility whenLate, CommandHandler handler) {
  private static final int MOST_OPTIONS = 25;

  /**
   * @throws IllegalArgumentException when Discord would refuse the options
   */
  public Action {
    options = List.copyOf(options);
    requireOrder(wording.typed(), options);
  }

  private static void requireOrder(String command, List<Option<?>> options) {
    if (options.size() > MOST_OPTIONS) {
      throw new IllegalArgumentException(command + " has more than 25 options");
    }
    Set<String> names = new HashSet<>();
    boolean optionalSeen = false;
    for (Option<?> option : options) {
      if (!names.add(option.name())) {
        throw new IllegalArgumentException(command + " has the option " + option.name() + " twice");
      }
      if (option.isRequired() && optionalSeen) {
        throw new IllegalArgumentException(
            command + " has the required option " + option.name() + " behind an optional one");
      }
      optionalSeen |= !option.isRequired();
    }
  }

  /** A subcommand, or a whole command, that is answered to the caller alone. */
  public static Action privately(Wording wording, List<Option<?>> options, CommandHandler handler) {
    return new Action(wording, options, Visibility.PRIVATE, handler);
  }

  /** A subcommand, or a whole command, that is answered to everybody in the channel. */
  public static Action publicly(Wording wording, List<Option<?>> options, CommandHandler handler) {
    return new Action(wording, options, Visibility.PUBLIC, handler);
  }

  /** As it is typed. */
  public String name() {
    return wording.typed();
  }

  void writeOptions(ObjectNode into) {
    if (!options.isEmpty()) {
      ArrayNode nodes = into.putArray("options");
      options.forEach(option -> nodes.add(option.definition()));
    }
  }
}
