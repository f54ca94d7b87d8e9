package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.simulator.gateway.Dispatch;

/** Writing, changing and deleting messages. What may be written is decided before it comes here. */
public final class Messages {
  private static final List<String> NEEDS_CONTENT_INTENT =
      List.of("embeds", "attachments", "components");

  private final World world;

  /** What was written with an enforced nonce lately, oldest first. */
  private final Map<Nonce, Nonced> nonces = new LinkedHashMap<>();

  private final Map<Pair, Channel> directs = new HashMap<>();

  private record Pair(long botId, long personId) {}

  private record Nonce(long authorId, String nonce) {}

  private record Nonced(Message message, Instant until) {}

  Messages(World world) {
    this.world = world;
  }

  /** Writes a message; one with an enforced nonce seen lately is not written again. */
  public Message write(Post post) {
    return world.still(
        () -> {
          String nonce = post.body().path("nonce").asText("");
          boolean enforced = post.body().path("enforce_nonce").asBoolean() && !nonce.isEmpty();
          Nonce key = new Nonce(post.author().id(), nonce);
          if (enforced) {
            forgetOldNonces();
            Nonced earlier = nonces.get(key);
            if (earlier != null) {
              return earlier.message();
            }
          }
          takeOutOfArchive(post.channel());
          Message message = create(post);
          if (enforced) {
            nonces.put(key, new Nonced(message, world.now().plus(World.NONCE_MEMORY)));
          }
          return message;
        });
  }

  private void takeOutOfArchive(Channel channel) {
    if (channel.archived()) {
      world.servers().archive(world.guildOf(channel), channel, false);
    }
  }

  private void forgetOldNonces() {
    Iterator<Nonced> oldestFirst = nonces.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().until().isBefore(world.now())) {
      oldestFirst.remove();
    }
  }

  private Message create(Post post) {
    Channel channel = post.channel();
    Instant at = post.at();
    long id = at == null ? world.nextId() : world.idAt(at);
    Optional<Guild> guild = world.guild(channel.guildId());
    ObjectNode json = compose(post, id, guild);
    Message message =
        new Message(
            id, channel.id(), channel.guildId(), post.author().id(), post.visibleTo(), json);
    channel.keep(message);
    announce("MESSAGE_CREATE", message, channel);
    world.tell(Change.Kind.MESSAGE, channel.guildId(), channel.id(), id);
    return message;
  }

  private ObjectNode compose(Post post, long id, Optional<Guild> guild) {
    ObjectNode body = post.body();
    Channel channel = post.channel();
    Optional<Message> answered = referenced(body);
    ObjectNode json =
        Json.object()
            .put("type", answered.isPresent() ? Post.REPLY : post.type())
            .put("content", body.path("content").asText(""))
            .put("timestamp", Json.time(Snowflakes.timeOf(id)))
            .putNull("edited_timestamp")
            .put("flags", body.path("flags").asInt())
            .put("id", Json.id(id))
            .put("channel_id", Json.id(channel.id()))
            .put("pinned", false)
            .put("tts", false);
    json.set("author", author(post));
    json.set("embeds", MessageRules.storedEmbeds(body.path("embeds")));
    json.set("components", MessageRules.storedComponents(body.path("components")));
    json.putArray("attachments");
    if (Json.has(body, "nonce")) {
      json.set("nonce", body.get("nonce"));
    }
    mentions(json, post, guild, answered.map(Message::authorId).orElse(0L));
    answered.ifPresent(message -> refer(json, message));
    json.setAll(post.extra());
    json.put("channel_type", channel.type().number());
    guild.ifPresent(
        server -> {
          json.put("guild_id", Json.id(server.id()));
          if (!post.webhook() || post.extra().has("interaction_metadata")) {
            server.member(post.author().id()).ifPresent(m -> json.set("member", m.withoutUser()));
          }
        });
    return json;
  }

  /** A webhook's message carries the name that it was given. */
  private static ObjectNode author(Post post) {
    ObjectNode author = post.author().json();
    if (Json.has(post.body(), "username")) {
      author.put("username", post.body().path("username").asText());
    }
    return author;
  }

  private Optional<Message> referenced(ObjectNode body) {
    JsonNode reference = body.path("message_reference");
    if (reference.path("type").asInt() != 0) {
      return Optional.empty();
    }
    return world
        .channel(Json.idIn(reference, "channel_id"))
        .flatMap(channel -> channel.message(Json.idIn(reference, "message_id")));
  }

  private static void refer(ObjectNode json, Message answered) {
    ObjectNode reference =
        json.putObject("message_reference")
            .put("type", 0)
            .put("channel_id", Json.id(answered.channelId()))
            .put("message_id", Json.id(answered.id()));
    if (answered.guildId() != 0) {
      reference.put("guild_id", Json.id(answered.guildId()));
    }
    ObjectNode inner = answered.json();
    inner.remove("referenced_message");
    json.set("referenced_message", inner);
  }

  private void mentions(ObjectNode json, Post post, Optional<Guild> guild, long repliedAuthor) {
    Mentions found =
        Mentions.in(
            post.body().path("content").asText(""),
            post.body().path("allowed_mentions"),
            repliedAuthor);
    ArrayNode users = json.putArray("mentions");
    ArrayNode roles = json.putArray("mention_roles");
    json.put("mention_everyone", false);
    if (found.equals(Mentions.NONE)) {
      return;
    }
    for (long userId : found.users()) {
      world.user(userId).ifPresent(user -> users.add(mentioned(user, guild)));
    }
    long may = world.permissions(post.author().id(), post.channel());
    boolean all = Permissions.has(may, Permissions.MENTION_EVERYONE);
    guild.ifPresent(
        server -> {
          for (long roleId : found.roles()) {
            server
                .role(roleId)
                .filter(role -> role.mentionable() || all)
                .ifPresent(role -> roles.add(Json.id(role.id())));
          }
          json.put("mention_everyone", found.everyone() && all);
        });
  }

  private static ObjectNode mentioned(User user, Optional<Guild> guild) {
    ObjectNode json = user.json();
    guild
        .flatMap(server -> server.member(user.id()))
        .ifPresent(member -> json.set("member", member.withoutUser()));
    return json;
  }

  /**
   * Changes a message: what the body names is replaced. Also ends the "thinking" of a deferred
   * reply.
   */
  public Message edit(Message message, ObjectNode body) {
    return world.still(
        () -> {
          Channel channel = world.channel(message.channelId()).orElseThrow(Refusal::unknownChannel);
          ObjectNode json = Json.shallow(message.gatewayJson());
          if (body.has("content")) {
            json.put("content", body.path("content").asText(""));
          }
          if (body.has("embeds")) {
            json.set("embeds", MessageRules.storedEmbeds(body.path("embeds")));
          }
          if (body.has("components")) {
            json.set("components", MessageRules.storedComponents(body.path("components")));
          }
          if (MessageRules.empty(json)) {
            throw Refusal.emptyMessage();
          }
          boolean wasLoading = (message.flags() & Message.LOADING) != 0;
          json.put("flags", message.flags() & ~Message.LOADING);
          if (!wasLoading) {
            json.put("edited_timestamp", Json.time(world.now()));
          }
          editMentions(json, message, body, channel);
          Message edited =
              new Message(
                  message.id(),
                  message.channelId(),
                  message.guildId(),
                  message.authorId(),
                  message.visibleTo(),
                  json);
          channel.keep(edited);
          announce("MESSAGE_UPDATE", edited, channel);
          world.tell(Change.Kind.MESSAGE, channel.guildId(), channel.id(), message.id());
          return edited;
        });
  }

  private void editMentions(ObjectNode json, Message message, ObjectNode body, Channel channel) {
    if (!body.has("content")) {
      return;
    }
    User author = world.user(message.authorId()).orElseThrow(Refusal::unknownUser);
    long replied = Json.idIn(message.gatewayJson().path("referenced_message").path("author"), "id");
    Post post = Post.text(channel, author, "").withBody(body);
    mentions(json, post, world.guild(channel.guildId()), replied);
  }

  public void delete(Message message) {
    world.locked(
        () -> {
          Channel channel = world.channel(message.channelId()).orElseThrow(Refusal::unknownChannel);
          if (!channel.forget(message.id())) {
            return;
          }
          if (!message.ephemeral()) {
            ObjectNode data =
                Json.object()
                    .put("id", Json.id(message.id()))
                    .put("channel_id", Json.id(channel.id()));
            if (channel.guildId() != 0) {
              data.put("guild_id", Json.id(channel.guildId()));
            }
            publish("MESSAGE_DELETE", channel, data, data, Set.of());
          }
          world.tell(Change.Kind.MESSAGE_GONE, channel.guildId(), channel.id(), message.id());
        });
  }

  /** Shows that an application writes. */
  public void typing(Channel channel, User who) {
    world.locked(() -> world.tell(Change.Kind.TYPING, channel.guildId(), channel.id(), who.id()));
  }

  public Optional<Message> find(Channel channel, long messageId) {
    return world.still(() -> channel.message(messageId));
  }

  /**
   * Messages, newest first.
   *
   * @param before only those older than this id; 0 for the newest
   * @param viewer the user who looks: others' ephemeral messages are left out
   */
  public List<Message> list(Channel channel, long before, int limit, long viewer) {
    return world.still(() -> channel.newestFirst(before, limit, viewer));
  }

  /** The direct channel between a bot and a person, opened when it is not there. */
  public Channel direct(User bot, User person) {
    return world.still(
        () ->
            directs.computeIfAbsent(
                new Pair(bot.id(), person.id()),
                pair -> {
                  Channel channel =
                      Channel.direct(world.nextId(), bot, person, world.keptMessages());
                  world.add(channel);
                  return channel;
                }));
  }

  /** Ephemeral messages are the business of their user alone and are not published. */
  private void announce(String type, Message message, Channel channel) {
    if (message.ephemeral()) {
      return;
    }
    ObjectNode data = message.gatewayJson();
    publish(type, channel, data, withoutContent(data, channel), readers(message, data));
  }

  private static ObjectNode withoutContent(ObjectNode data, Channel channel) {
    if (channel.type() == ChannelType.DM) {
      return data;
    }
    ObjectNode hidden = Json.shallow(data);
    hidden.put("content", "");
    NEEDS_CONTENT_INTENT.forEach(hidden::putArray);
    if (hidden.get("referenced_message") instanceof ObjectNode answered) {
      ObjectNode inner = Json.shallow(answered);
      inner.put("content", "");
      NEEDS_CONTENT_INTENT.forEach(inner::putArray);
      hidden.set("referenced_message", inner);
    }
    return hidden;
  }

  private static Set<Long> readers(Message message, ObjectNode data) {
    JsonNode mentions = data.path("mentions");
    if (mentions.isEmpty()) {
      return Set.of(message.authorId());
    }
    Set<Long> readers = new HashSet<>();
    readers.add(message.authorId());
    mentions.forEach(user -> readers.add(Json.idIn(user, "id")));
    return readers;
  }

  private void publish(
      String type, Channel channel, ObjectNode data, ObjectNode hidden, Set<Long> contentFor) {
    boolean direct = channel.type() == ChannelType.DM;
    List<Long> to =
        direct
            ? List.of(channel.recipients().getFirst().id())
            : world.guildOf(channel).viewersOf(channel);
    long intents = direct ? Intents.DIRECT_MESSAGES : Intents.GUILD_MESSAGES;
    world.publish(new Dispatch(type, channel.guildId(), intents, data, hidden, contentFor), to);
  }
}
