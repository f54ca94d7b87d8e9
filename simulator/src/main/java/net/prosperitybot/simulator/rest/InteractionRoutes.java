package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.prosperitybot.simulator.interactions.Answers;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;

/** Answers to interactions after, or in place of, the one to Discord's own request. */
final class InteractionRoutes {
  private static final int NEW_MESSAGE = 4;
  private static final int UPDATED_MESSAGE = 7;

  private final Interactions interactions;
  private final Answers answers;

  InteractionRoutes(Interactions interactions) {
    this.interactions = interactions;
    this.answers = interactions.answers();
  }

  List<Route> routes() {
    String webhook = "/webhooks/{webhook_id}/{webhook_token}";
    String original = webhook + "/messages/@original";
    String message = webhook + "/messages/{message_id}";
    return List.of(
        Route.open(
            POST,
            "/interactions/{interaction_id}/{interaction_token}/callback",
            Limit.USUAL,
            this::callback),
        Route.open(POST, webhook, Limit.FOLLOW_UP, this::followUp),
        Route.open(GET, original, Limit.FOLLOW_UP, call -> Answer.ok(original(call).json())),
        Route.open(PATCH, original, Limit.FOLLOW_UP, call -> edit(call, original(call))),
        Route.open(DELETE, original, Limit.FOLLOW_UP, call -> delete(call, original(call))),
        Route.open(GET, message, Limit.FOLLOW_UP, call -> Answer.ok(message(call).json())),
        Route.open(PATCH, message, Limit.FOLLOW_UP, call -> edit(call, message(call))),
        Route.open(DELETE, message, Limit.FOLLOW_UP, call -> delete(call, message(call))));
  }

  private Answer callback(Call call) {
    Invocation invocation =
        interactions.unanswered(call.id("interaction_id"), call.text("interaction_token"));
    answers.accept(invocation, call.objectBody());
    return call.flag("with_response") ? Answer.ok(callbackResponse(invocation)) : Answer.nothing();
  }

  private static ObjectNode callbackResponse(Invocation invocation) {
    InvocationResult result = invocation.result();
    ObjectNode json = Json.object();
    ObjectNode interaction =
        json.putObject("interaction")
            .put("id", Json.id(invocation.id()))
            .put("type", invocation.payload().path("type").asInt())
            .put("channel_id", Json.id(invocation.channel().id()));
    if (invocation.channel().guildId() != 0) {
      interaction.put("guild_id", Json.id(invocation.channel().guildId()));
    }
    if (result.message().isPresent()) {
      Message message = result.message().get();
      boolean loading = (message.flags() & Message.LOADING) != 0;
      interaction
          .put("response_message_id", Json.id(message.id()))
          .put("response_message_loading", loading)
          .put("response_message_ephemeral", message.ephemeral());
      json.putObject("resource")
          .put("type", resourceType(result.state()))
          .set("message", message.json());
    }
    return json;
  }

  /** A resource is a new message or an updated one, deferred or not. */
  private static int resourceType(State state) {
    return switch (state) {
      case UPDATED, DEFERRED_UPDATE -> UPDATED_MESSAGE;
      case WAITING, REFUSED, FAILED, DEFERRED, ANSWERED, MODAL, CHOICES -> NEW_MESSAGE;
    };
  }

  private Invocation invocation(Call call) {
    return interactions.answered(call.id("webhook_id"), call.text("webhook_token"));
  }

  private Answer followUp(Call call) {
    return Answer.ok(answers.followUp(invocation(call), call.objectBody()).json());
  }

  private Message original(Call call) {
    return answers.original(invocation(call));
  }

  private Message message(Call call) {
    return answers.message(invocation(call), call.id("message_id"));
  }

  private Answer edit(Call call, Message message) {
    return Answer.ok(answers.edit(invocation(call), message, call.objectBody()).json());
  }

  private Answer delete(Call call, Message message) {
    answers.delete(invocation(call), message);
    return Answer.nothing();
  }
}
