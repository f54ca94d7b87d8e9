package net.prosperitybot.worker.commands;

import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.replies.Reply;

/** What happens when a form with an id of this template is sent. */
public record ModalRoute(CustomId id, Handler handler) {

  /** Answers a form; late answers are private. */
  @FunctionalInterface
  public interface Handler {
    Reply answer(Interaction.ModalSubmit form, CustomId.Variables variables);
  }
}
