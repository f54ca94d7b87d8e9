package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.prosperitybot.worker.replies.Visibility;

/**
 * Something that can be run: a whole command, or one subcommand of it.
 *
 * @param name as it is typed
 * @param description at most 100 characters
 * @param options required ones first, as Discord wants them
 * @param whenLate how the answer is announced when it takes longer than the reply budget
 */
public record Action(
    String name,
    Localised description,
    List<Option<?>> options,
    Visibility whenLate,
    CommandHandler handler) {

  public Action {
    options = List.copyOf(options);
  }

  void writeOptions(ObjectNode into) {
    if (!options.isEmpty()) {
      ArrayNode nodes = into.putArray("options");
      options.forEach(option -> nodes.add(option.definition()));
    }
  }
}
