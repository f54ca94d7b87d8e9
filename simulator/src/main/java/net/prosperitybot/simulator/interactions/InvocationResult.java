package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;

/**
 * What has come of an interaction so far.
 *
 * @param message the answer as it stands now, or the message that was updated
 * @param followUps further messages, oldest first
 * @param modal the modal to fill in
 * @param choices the suggestions of an autocompletion, each with {@code name} and {@code value}
 * @param failure why it was refused or failed, in words; empty when it did not
 */
public record InvocationResult(
    State state,
    Optional<Message> message,
    List<Message> followUps,
    Optional<ObjectNode> modal,
    List<JsonNode> choices,
    String failure) {

  /** How far an interaction has come. */
  public enum State {
    /** Sent, not answered yet. */
    WAITING,
    /**
     * Discord itself refused: no permission, a wrong option, a disabled button. Nothing was sent.
     */
    REFUSED,
    /** No answer in three seconds, or none that Discord accepts. */
    FAILED,
    /** The bot "thinks". */
    DEFERRED,
    /** A component's answer comes later, the message stays as it is until then. */
    DEFERRED_UPDATE,
    ANSWERED,
    UPDATED,
    MODAL,
    CHOICES
  }

  /** The text of the answer; empty when there is none. */
  public String content() {
    return message.map(Message::content).orElse("");
  }

  /** The first embed of the answer; an empty object when there is none. */
  public JsonNode embed() {
    return message
        .map(each -> each.gatewayJson().path("embeds").path(0))
        .filter(JsonNode::isObject)
        .orElseGet(Json::object);
  }
}
