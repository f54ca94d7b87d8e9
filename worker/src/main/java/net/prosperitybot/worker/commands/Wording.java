package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a command, a group or an option is called and what it says of itself, in every language
 * there is.
 *
 * @param name 1 to 32 characters, lower case, as it is typed
 * @param description 1 to 100 characters
 */
public record Wording(Localised name, Localised description) {

  /** In English alone. */
  public static Wording english(String name, String description) {
    return new Wording(Localised.english(name), Localised.english(description));
  }

  /** The English name: the one that Discord sends, whatever language it was typed in. */
  String typed() {
    return name.english();
  }

  void write(ObjectNode into) {
    name.write("name", into);
    description.write("description", into);
  }
}
