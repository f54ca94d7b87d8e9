package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.simulator.interactions.Invocation.Kind;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.MessageRules;
import net.prosperitybot.simulator.world.Post;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;

/** What an application answers to an interaction: checked, then shown. */
public final class Answers {
  private static final int MESSAGE = 4;
  private static final int DEFERRED_MESSAGE = 5;
  private static final int DEFERRED_UPDATE = 6;
  private static final int UPDATE = 7;
  private static final int CHOICES = 8;
  private static final int MODAL = 9;

  /** SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_VOICE_MESSAGE, IS_COMPONENTS_V2. */
  private static final int SETTABLE_FLAGS = 1 << 2 | 1 << 6 | 1 << 12 | 1 << 13 | 1 << 15;

  private final World world;

  Answers(World world) {
    this.world = world;
  }

  /** Takes the first answer. Throws a {@link Refusal} when Discord would not accept it. */
  public void accept(Invocation invocation, JsonNode answer) {
    world.still(
        () -> {
          if (invocation.result().state() != State.WAITING) {
            throw Refusal.alreadyAcknowledged();
          }
          int type = answer.path("type").asInt();
          if (!typesFor(invocation).contains(type)) {
            throw Problems.one(
                "type", "BASE_TYPE_CHOICES", "Not an answer to this kind of interaction");
          }
          JsonNode data = answer.path("data");
          ObjectNode body = data.isObject() ? (ObjectNode) data : Json.object();
          take(invocation, type, body);
          return invocation;
        });
  }

  private static Set<Integer> typesFor(Invocation invocation) {
    boolean onMessage = invocation.source().isPresent();
    return switch (invocation.kind()) {
      case COMMAND -> Set.of(MESSAGE, DEFERRED_MESSAGE, MODAL);
      case COMPONENT -> Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL);
      case AUTOCOMPLETE -> Set.of(CHOICES);
      case MODAL ->
          onMessage
              ? Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE)
              : Set.of(MESSAGE, DEFERRED_MESSAGE);
    };
  }

  private void take(Invocation invocation, int type, ObjectNode data) {
    switch (type) {
      case MESSAGE -> {
        MessageRules.ofNew(data, "data.").refuseIfAny();
        refuseFlags(data);
        invocation.become(State.ANSWERED, write(invocation, data, 0, invocation.kind()));
      }
      case DEFERRED_MESSAGE -> {
        refuseFlags(data);
        ObjectNode thinking = Json.object().put("flags", data.path("flags").asInt());
        invocation.become(
            State.DEFERRED, write(invocation, thinking, Message.LOADING, invocation.kind()));
      }
      case DEFERRED_UPDATE ->
          invocation.become(State.DEFERRED_UPDATE, invocation.source().orElseThrow());
      case UPDATE -> {
        MessageRules.ofEdit(data, "data.").refuseIfAny();
        Message source = invocation.source().orElseThrow();
        invocation.become(State.UPDATED, world.messages().edit(source, data));
      }
      case CHOICES -> invocation.suggest(choices(data));
      default -> {
        refuseModal(data);
        invocation.open(data);
      }
    }
  }

  private static void refuseFlags(ObjectNode data) {
    if ((data.path("flags").asInt() & ~SETTABLE_FLAGS) != 0) {
      throw Problems.one("data.flags", "MESSAGE_FLAGS_INVALID", "These flags can't be set");
    }
  }

  private static List<JsonNode> choices(ObjectNode data) {
    JsonNode choices = data.path("choices");
    if (!choices.isArray() || choices.size() > 25) {
      throw Problems.one(
          "data.choices", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25 in length.");
    }
    List<JsonNode> out = new ArrayList<>();
    choices.forEach(out::add);
    return out;
  }

  private static void refuseModal(ObjectNode data) {
    int rows = data.path("components").size();
    String title = data.path("title").asText("");
    String customId = data.path("custom_id").asText("");
    if (rows < 1
        || rows > 5
        || title.isEmpty()
        || title.length() > 45
        || customId.isEmpty()
        || customId.length() > 100) {
      throw Problems.one(
          "data",
          "BASE_TYPE_BAD_LENGTH",
          "A modal has a title of 1 to 45, a custom_id of 1 to 100 characters, 1 to 5 components");
    }
  }

  private Message write(Invocation invocation, ObjectNode body, int moreFlags, Kind kind) {
    ObjectNode flagged = Json.shallow(body);
    int flags = body.path("flags").asInt() | moreFlags;
    flagged.put("flags", flags);
    boolean ephemeral = (flags & Message.EPHEMERAL) != 0;
    Post post =
        Post.text(invocation.channel(), invocation.application().bot(), "")
            .withType(kind == Kind.COMMAND ? Post.SLASH_COMMAND : Post.DEFAULT)
            .withBody(flagged)
            .withExtra(origin(invocation))
            .visibleTo(ephemeral ? invocation.user().id() : 0);
    return world.messages().write(post);
  }

  /** The fields that tell from which interaction a message comes. */
  private static ObjectNode origin(Invocation invocation) {
    String applicationId = Json.id(invocation.application().id());
    ObjectNode extra =
        Json.object().put("webhook_id", applicationId).put("application_id", applicationId);
    ObjectNode metadata = metadata(invocation);
    if (invocation.kind() == Kind.COMMAND) {
      extra
          .putObject("interaction")
          .put("id", Json.id(invocation.id()))
          .put("type", invocation.kind().number())
          .put("name", wholeName(invocation.payload().path("data")))
          .set("user", invocation.user().json());
    }
    if (invocation.kind() == Kind.MODAL) {
      ObjectNode triggering = metadata.deepCopy();
      triggering.put(
          "type", (invocation.source().isPresent() ? Kind.COMPONENT : Kind.COMMAND).number());
      metadata.set("triggering_interaction_metadata", triggering);
      metadata.remove("interacted_message_id");
    }
    extra.set("interaction_metadata", metadata);
    return extra;
  }

  /** A command's name with its group and sub-command, as Discord shows it above the answer. */
  private static String wholeName(JsonNode data) {
    StringBuilder name = new StringBuilder(data.path("name").asText());
    JsonNode inner = data.path("options").path(0);
    while (inner.path("type").asInt() == OptionType.SUB_COMMAND
        || inner.path("type").asInt() == OptionType.GROUP) {
      name.append(' ').append(inner.path("name").asText());
      inner = inner.path("options").path(0);
    }
    return name.toString();
  }

  private static ObjectNode metadata(Invocation invocation) {
    ObjectNode metadata =
        Json.object().put("id", Json.id(invocation.id())).put("type", invocation.kind().number());
    metadata.set("user", invocation.user().json());
    metadata.set("authorizing_integration_owners", Payloads.owners(invocation.channel()));
    invocation
        .source()
        .ifPresent(source -> metadata.put("interacted_message_id", Json.id(source.id())));
    return metadata;
  }

  // After the first answer

  /** A further message; the first one after "thinking" takes its place. */
  public Message followUp(Invocation invocation, ObjectNode body) {
    return world.still(
        () -> {
          MessageRules.refuseNew(body);
          if (invocation.result().state() == State.DEFERRED) {
            return edit(invocation, original(invocation), body);
          }
          Message message = write(invocation, body, 0, Kind.COMPONENT);
          invocation.followUp(message);
          return message;
        });
  }

  /** The first answer, or the message that the component belongs to. */
  public Message original(Invocation invocation) {
    Message known = invocation.result().message().orElseThrow(Refusal::unknownMessage);
    return world
        .messages()
        .find(invocation.channel(), known.id())
        .orElseThrow(Refusal::unknownMessage);
  }

  /** One of the interaction's own messages. */
  public Message message(Invocation invocation, long messageId) {
    Optional<Message> found = world.messages().find(invocation.channel(), messageId);
    return found.filter(each -> invocation.wrote(messageId)).orElseThrow(Refusal::unknownMessage);
  }

  public Message edit(Invocation invocation, Message message, ObjectNode body) {
    return world.still(
        () -> {
          MessageRules.ofEdit(body, "").refuseIfAny();
          Message edited = world.messages().edit(message, body);
          invocation.edited(edited);
          return edited;
        });
  }

  /** Deletes one of the interaction's own messages. */
  public void delete(Invocation invocation, Message message) {
    world.still(
        () -> {
          world.messages().delete(message);
          invocation.deleted(message.id());
          return message;
        });
  }
}
