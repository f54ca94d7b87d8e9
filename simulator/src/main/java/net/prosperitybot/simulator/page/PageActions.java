package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Post;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/**
 * What one does on the page as a member. Throws a {@link Refusal} where Discord would say no, an
 * {@link IllegalArgumentException} with words for the user where the page does.
 */
final class PageActions {
  private static final int MOST_CHARACTERS = 2000;
  private static final int LONGEST_SERIES = 50;
  private static final int LONGEST_NAME = 32;
  private static final int OPEN_MODALS = 100;

  private final World world;
  private final Interactions interactions;
  private final PageView view;
  private final MessageClock clock;

  /** Interactions that opened a modal, oldest first. */
  private final Map<Long, Invocation> modals = new LinkedHashMap<>();

  PageActions(World world, Interactions interactions, PageView view, MessageClock clock) {
    this.world = world;
    this.interactions = interactions;
    this.view = view;
    this.clock = clock;
  }

  // Writing

  /** Writes {@code content}, as an answer when {@code replyTo} names a message. */
  ObjectNode write(Channel channel, User user, JsonNode order) {
    String content = content(order);
    long answered = Json.idIn(order, "replyTo");
    ObjectNode body = Json.object().put("content", content);
    if (answered != 0) {
      body.putObject("message_reference")
          .put("channel_id", Json.id(channel.id()))
          .put("message_id", Json.id(answered));
    }
    Message message = write(Post.text(channel, user, content).withBody(body));
    return Json.object().put("id", Json.id(message.id()));
  }

  private static String content(JsonNode order) {
    String content = order.path("content").asText("").strip();
    if (content.isEmpty() || content.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("A message has 1 to 2000 characters.");
    }
    return content;
  }

  private Message write(Post post) {
    return world.still(
        () -> {
          checkWrites(post.channel(), post.author());
          if (clock.ahead().isZero()) {
            return world.messages().write(post);
          }
          Message message = world.messages().write(post.at(clock.now()));
          clock.wrote(message.id(), world.nextId());
          return message;
        });
  }

  private void checkWrites(Channel channel, User user) {
    view.checkSees(channel, user);
    if (channel.type() == ChannelType.DM) {
      return;
    }
    if (!channel.type().takesMessages()) {
      throw Refusal.notATextChannel();
    }
    long needed =
        channel.type().thread() ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.SEND_MESSAGES;
    if (!Permissions.has(world.permissions(user.id(), channel), needed)) {
      throw Refusal.missingPermissions();
    }
  }

  /** Writes {@code count} messages, each {@code secondsApart} later than the one before. */
  void writeSeries(Channel channel, User user, JsonNode order) {
    int count = order.path("count").asInt();
    if (count < 1 || count > LONGEST_SERIES) {
      throw new IllegalArgumentException("A series has 1 to 50 messages.");
    }
    String content = content(order);
    Duration apart = Duration.ofSeconds(order.path("secondsApart").asLong());
    for (int i = 1; i <= count; i++) {
      clock.advance(apart);
      write(Post.text(channel, user, content + " " + i));
    }
  }

  /** Deletes one's own message, or puts away an ephemeral one. */
  void delete(Channel channel, User user, long messageId) {
    Message message = message(channel, messageId);
    boolean own =
        message.ephemeral() ? message.visibleTo() == user.id() : message.authorId() == user.id();
    if (!own) {
      throw Refusal.missingPermissions();
    }
    world.messages().delete(message);
  }

  private Message message(Channel channel, long id) {
    return world.messages().find(channel, id).orElseThrow(Refusal::unknownMessage);
  }

  // Interactions; each waits for the first answer

  ObjectNode command(Channel channel, User user, JsonNode order) {
    view.checkSees(channel, user);
    return outcome(
        interactions.command(
            channel, user, order.path("line").asText(""), Json.idIn(order, "application")));
  }

  ObjectNode suggest(Channel channel, User user, JsonNode order) {
    view.checkSees(channel, user);
    return outcome(
        interactions.autocomplete(
            channel, user, order.path("line").asText(""), Json.idIn(order, "application")));
  }

  ObjectNode component(Channel channel, User user, long messageId, JsonNode order) {
    view.checkSees(channel, user);
    List<String> values = new ArrayList<>();
    order.path("values").forEach(value -> values.add(value.asText()));
    return outcome(
        interactions.component(
            user, message(channel, messageId), order.path("customId").asText(""), values));
  }

  ObjectNode submit(User user, long interactionId, JsonNode order) {
    Invocation opener = takeModal(user, interactionId);
    Map<String, String> values = new HashMap<>();
    order
        .path("values")
        .properties()
        .forEach(field -> values.put(field.getKey(), field.getValue().asText("")));
    ObjectNode outcome = outcome(interactions.submit(opener, values));
    if (outcome.path("state").asText().equals(InvocationResult.State.REFUSED.name())) {
      keepModal(opener);
    }
    return outcome;
  }

  private Invocation takeModal(User user, long interactionId) {
    synchronized (modals) {
      Invocation opener = modals.get(interactionId);
      if (opener == null || opener.user().id() != user.id()) {
        throw Refusal.unknownInteraction();
      }
      modals.remove(interactionId);
      return opener;
    }
  }

  private void keepModal(Invocation opener) {
    synchronized (modals) {
      modals.put(opener.id(), opener);
      if (modals.size() > OPEN_MODALS) {
        modals.remove(modals.keySet().iterator().next());
      }
    }
  }

  private ObjectNode outcome(Invocation invocation) {
    InvocationResult result = invocation.await();
    if (result.modal().isPresent()) {
      keepModal(invocation);
    }
    return PageView.outcome(invocation.id(), result);
  }

  // People

  /** A new person, already in. */
  ObjectNode arrive(Guild guild, JsonNode order) {
    String name = order.path("name").asText("").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("A name has 1 to 32 characters.");
    }
    User user = world.servers().createUser(name, User.Kind.PERSON, null);
    world.servers().join(guild, user);
    return Json.object().put("id", Json.id(user.id()));
  }

  void join(Guild guild, User user) {
    checkPerson(user);
    world.servers().join(guild, user);
  }

  void leave(Guild guild, User user) {
    checkPerson(user);
    if (user.id() == guild.ownerId()) {
      throw new IllegalArgumentException("The owner can't leave their own server.");
    }
    world.servers().leave(guild, user);
  }

  private static void checkPerson(User user) {
    if (user.bot()) {
      throw new IllegalArgumentException("A bot comes by invitation only.");
    }
  }

  // Time

  /** Moves the message clock forward by {@code advanceSeconds}, or without it back to real time. */
  void setClock(JsonNode order) {
    if (order.has("advanceSeconds")) {
      clock.advance(Duration.ofSeconds(order.path("advanceSeconds").asLong()));
    } else {
      clock.backToRealTime();
    }
  }
}
