package net.prosperitybot.worker.commands;

import java.util.OptionalLong;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.replies.Reply;

/** What happens when a component with an id of this template is used. */
public record ComponentRoute(CustomId id, Handler handler) {

  /** Answers a click or a choice; late answers edit the component's message. */
  @FunctionalInterface
  public interface Handler {
    Reply answer(Interaction.Component component, CustomId.Variables variables);
  }

  /** Answers who ran the command that made the message, in a server. */
  @FunctionalInterface
  public interface OwnerHandler {
    Reply answer(Interaction.Component component, long guildId, CustomId.Variables variables);
  }

  /**
   * A route for what changes something: it obeys only who ran the command, as Discord's signed
   * payload says. The id itself grants nothing.
   */
  public static ComponentRoute forOwner(CustomId id, OwnerHandler handler) {
    return new ComponentRoute(
        id,
        (component, variables) -> {
          OptionalLong guild = component.origin().guildId();
          long caller = component.origin().caller().userId();
          return guild.isPresent() && component.messageOwner().equals(OptionalLong.of(caller))
              ? handler.answer(component, guild.getAsLong(), variables)
              : Reply.privately("Only who ran the command can use this. Please run it yourself.");
        });
  }
}
