package net.prosperitybot.worker.commands;

import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.replies.Reply;

/** What happens when a component with an id of this template is used. */
public record ComponentRoute(CustomId id, Handler handler) {

  /** Answers a click or a choice; late answers edit the component's message. */
  @FunctionalInterface
  public interface Handler {
    Reply answer(Interaction.Component component, CustomId.Variables variables);
  }
}
