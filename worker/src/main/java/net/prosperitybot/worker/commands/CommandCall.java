package net.prosperitybot.worker.commands;

import net.prosperitybot.worker.interactions.GivenOptions;
import net.prosperitybot.worker.interactions.Origin;

/** A command as it was run. */
public record CommandCall(Origin origin, GivenOptions given) {

  /** What the call gave for an option of the command. */
  public <T> T get(Option<T> option) {
    return option.read(given);
  }
}
