package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A place for messages: of a server, a thread, or a direct one. Change it under the lock only. */
public final class Channel {
  private final long id;
  private final long guildId;
  private final ChannelType type;
  private final List<User> recipients;
  private final long ownerId;
  private final int keptMessages;
  private final Map<Long, Overwrite> overwrites = new LinkedHashMap<>();
  private final TreeMap<Long, Message> messages = new TreeMap<>();
  private String name;
  private long parentId;
  private int position;
  private long lastMessageId;
  private int messageCount;
  private boolean archived;
  private @Nullable String topic;

  private Channel(
      long id,
      long guildId,
      ChannelType type,
      String name,
      List<User> recipients,
      long ownerId,
      int keptMessages) {
    this.id = id;
    this.guildId = guildId;
    this.type = type;
    this.name = name;
    this.recipients = recipients;
    this.ownerId = ownerId;
    this.keptMessages = keptMessages;
  }

  static Channel ofGuild(
      long id, long guildId, ChannelType type, String name, long ownerId, int keptMessages) {
    return new Channel(id, guildId, type, name, List.of(), ownerId, keptMessages);
  }

  static Channel direct(long id, User bot, User person, int keptMessages) {
    return new Channel(id, 0, ChannelType.DM, "", List.of(bot, person), 0, keptMessages);
  }

  public long id() {
    return id;
  }

  /** The server; 0 for a direct channel. */
  public long guildId() {
    return guildId;
  }

  public ChannelType type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** The category, or a thread's channel; 0 for none. */
  public long parentId() {
    return parentId;
  }

  public int position() {
    return position;
  }

  public Map<Long, Overwrite> overwrites() {
    return Collections.unmodifiableMap(overwrites);
  }

  /** Bot and person of a direct channel, in this order. */
  public List<User> recipients() {
    return recipients;
  }

  Optional<Message> message(long messageId) {
    return Optional.ofNullable(messages.get(messageId));
  }

  NavigableMap<Long, Message> messages() {
    return Collections.unmodifiableNavigableMap(messages);
  }

  /** Keeps a message; beyond the channel's bound the oldest is forgotten. */
  void keep(Message message) {
    if (messages.put(message.id(), message) == null) {
      messageCount++;
      lastMessageId = Math.max(lastMessageId, message.id());
      if (messages.size() > keptMessages) {
        messages.pollFirstEntry();
      }
    }
  }

  boolean forget(long messageId) {
    return messages.remove(messageId) != null;
  }

  void rename(String newName) {
    name = newName;
  }

  void describe(@Nullable String newTopic) {
    topic = newTopic;
  }

  void place(long newParentId, int newPosition) {
    parentId = newParentId;
    position = newPosition;
  }

  /** True for a thread that is put away until somebody writes in it again. */
  public boolean archived() {
    return archived;
  }

  void archive(boolean now) {
    archived = now;
  }

  void overwrite(Overwrite overwrite) {
    if (overwrite.allow() == 0 && overwrite.deny() == 0) {
      overwrites.remove(overwrite.subjectId());
    } else {
      overwrites.put(overwrite.subjectId(), overwrite);
    }
  }

  /** Discord's channel object; of a direct channel as the bot sees it. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("id", Json.id(id)).put("type", type.number());
    json.put("last_message_id", lastMessageId == 0 ? null : Json.id(lastMessageId));
    json.put("flags", 0);
    if (type == ChannelType.DM) {
      json.putArray("recipients").add(recipients.getLast().json());
      return json;
    }
    json.put("guild_id", Json.id(guildId)).put("name", name);
    json.put("parent_id", parentId == 0 ? null : Json.id(parentId));
    return type.thread() ? threadFields(json) : channelFields(json);
  }

  /** The channel as an interaction shows it, with what the user may do in it. */
  public ObjectNode partial(long permissions) {
    ObjectNode json = json();
    json.remove(List.of("permission_overwrites", "available_tags", "default_sort_order"));
    return json.put("permissions", Long.toString(permissions));
  }

  private ObjectNode threadFields(ObjectNode json) {
    String created = Json.time(Snowflakes.timeOf(id));
    json.put("owner_id", Json.id(ownerId))
        .put("rate_limit_per_user", 0)
        .put("message_count", messageCount)
        .put("member_count", 1)
        .put("total_message_sent", messageCount);
    json.putObject("thread_metadata")
        .put("archived", archived)
        .put("archive_timestamp", created)
        .put("auto_archive_duration", 1440)
        .put("locked", false)
        .put("create_timestamp", created);
    return json;
  }

  private ObjectNode channelFields(ObjectNode json) {
    json.put("position", position).put("nsfw", false);
    ArrayNode rules = json.putArray("permission_overwrites");
    overwrites.values().forEach(each -> rules.add(each.json()));
    if (type == ChannelType.CATEGORY) {
      return json;
    }
    json.put("rate_limit_per_user", 0);
    if (type == ChannelType.STAGE) {
      json.put("topic", topic);
    }
    if (type == ChannelType.VOICE || type == ChannelType.STAGE) {
      return json.put("bitrate", 64000).put("user_limit", 0).putNull("rtc_region");
    }
    json.put("topic", topic);
    if (type == ChannelType.FORUM) {
      json.putArray("available_tags");
      json.putNull("default_reaction_emoji")
          .putNull("default_sort_order")
          .put("default_forum_layout", 0);
    }
    return json;
  }

  /** Messages older than an id (0 for all), newest first, others' ephemeral ones left out. */
  List<Message> newestFirst(long before, int limit, long viewer) {
    List<Message> out = new ArrayList<>();
    NavigableMap<Long, Message> older = before == 0 ? messages : messages.headMap(before, false);
    for (Message message : older.descendingMap().values()) {
      if (out.size() == limit) {
        break;
      }
      if (!message.ephemeral() || message.visibleTo() == viewer) {
        out.add(message);
      }
    }
    return out;
  }
}
