package net.prosperitybot.worker.commands;

import java.util.List;

/** All that one part of the product lets people do. */
public record Feature(
    List<SlashCommand> commands, List<ComponentRoute> components, List<ModalRoute> modals) {

  public Feature {
    commands = List.copyOf(commands);
    components = List.copyOf(components);
    modals = List.copyOf(modals);
  }

  /** A feature of one command. */
  public static Feature of(SlashCommand command, ComponentRoute... components) {
    return new Feature(List.of(command), List.of(components), List.of());
  }
}
