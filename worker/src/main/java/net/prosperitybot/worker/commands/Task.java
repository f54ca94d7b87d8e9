package net.prosperitybot.worker.commands;

import java.util.function.Supplier;
import net.prosperitybot.worker.replies.Reply;

/**
 * What is to be run for an interaction.
 *
 * @param name one of a bounded set: a command's full name or a component's template
 * @param whenLate what is answered in time when the work is not done in time
 */
public record Task(String name, WhenLate whenLate, Supplier<Reply> work) {

  /** The first answer in place of one that is late. */
  public enum WhenLate {
    /** "Thinking…" for everybody, edited later. */
    PUBLIC_MESSAGE,
    /** "Thinking…" for the caller, edited later. */
    PRIVATE_MESSAGE,
    /** The component's message stays as it is and is edited later. */
    UPDATE,
    /** No suggestions; there is no later. */
    NOTHING
  }
}
