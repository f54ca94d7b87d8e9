package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A world that a test fills by hand: bots by token, servers with one channel and some members. */
final class FakeWorld implements GatewayWorld {
  static final long BOT = 1000L;
  static final String TOKEN = "bot-token";
  static final long ALL_PRIVILEGED =
      Intents.GUILD_MEMBERS | Intents.GUILD_PRESENCES | Intents.MESSAGE_CONTENT;
  static final long GUILD_MESSAGES = 1L << 9;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, GatewayApplication> applications = new HashMap<>();
  private final TreeMap<Long, List<ObjectNode>> guilds = new TreeMap<>();
  private final Set<Long> outages = new HashSet<>();
  private long nextMessageId = 5_000_000_000L;

  /** A server's id that falls on this shard. */
  static long guildId(int number) {
    return ((long) number << 22) + 7;
  }

  static long channelId(long guildId) {
    return guildId + 1;
  }

  void addBot(String token, long applicationId, long privileged, int maxConcurrency) {
    ObjectNode user = user(applicationId, "bot" + applicationId).put("bot", true);
    applications.put(
        token, new GatewayApplication(applicationId, user, privileged, 0, maxConcurrency));
  }

  void addGuild(long guildId, int members) {
    List<ObjectNode> list = new ArrayList<>();
    list.add(member(BOT, "bot"));
    for (int i = 0; i < members; i++) {
      list.add(member(20_000 + i, "member" + i));
    }
    guilds.put(guildId, List.copyOf(list));
  }

  void startOutage(long guildId) {
    outages.add(guildId);
  }

  void publish(Gateway gateway, Dispatch event) {
    still(
        () -> {
          gateway.publish(
              event,
              applications.values().stream().map(GatewayApplication::applicationId).toList());
          return true;
        });
  }

  /** A message in a server's channel by its first member, as GUILD_MESSAGES sessions see it. */
  Dispatch message(long guildId, String content) {
    ObjectNode full = messageData(guildId, content);
    ObjectNode bare = full.deepCopy().put("content", "");
    return new Dispatch("MESSAGE_CREATE", guildId, GUILD_MESSAGES, full, bare, Set.of());
  }

  private ObjectNode messageData(long guildId, String content) {
    ObjectNode message = object();
    message.put("id", Long.toString(nextMessageId++));
    message.put("type", 0);
    message.put("channel_id", Long.toString(channelId(guildId)));
    message.put("guild_id", Long.toString(guildId));
    message.put("content", content);
    message.put("timestamp", "2026-11-01T12:00:00.000000+00:00");
    message.putNull("edited_timestamp");
    message.put("tts", false);
    message.put("mention_everyone", false);
    message.put("pinned", false);
    message.put("flags", 0);
    for (String array :
        List.of("mentions", "mention_roles", "attachments", "embeds", "components", "reactions")) {
      message.putArray(array);
    }
    message.set("author", user(20_000, "member0"));
    ObjectNode member = member(20_000, "member0");
    member.remove("user");
    message.set("member", member);
    return message;
  }

  static ObjectNode user(long id, String name) {
    ObjectNode user = object();
    user.put("id", Long.toString(id));
    user.put("username", name);
    user.put("discriminator", "0");
    user.put("global_name", name);
    user.putNull("avatar");
    user.put("public_flags", 0);
    user.put("flags", 0);
    user.put("verified", true);
    return user;
  }

  static ObjectNode member(long id, String name) {
    ObjectNode member = object();
    member.set("user", user(id, name));
    member.putNull("nick");
    member.putNull("avatar");
    member.putArray("roles");
    member.put("joined_at", "2026-01-01T00:00:00.000000+00:00");
    member.putNull("premium_since");
    member.put("deaf", false);
    member.put("mute", false);
    member.put("pending", false);
    member.put("flags", 0);
    return member;
  }

  @Override
  public Optional<GatewayApplication> applicationOf(String botToken) {
    return Optional.ofNullable(applications.get(botToken));
  }

  @Override
  public void identifiedTooOften(long applicationId) {
    applications.values().removeIf(each -> each.applicationId() == applicationId);
  }

  @Override
  public void sessionsChanged(long applicationId) {}

  @Override
  public <T> T still(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Long> guildIdsOf(long applicationId) {
    return List.copyOf(guilds.keySet());
  }

  @Override
  public boolean unavailable(long guildId) {
    return outages.contains(guildId);
  }

  @Override
  public List<ObjectNode> members(long guildId) {
    return guilds.getOrDefault(guildId, List.of());
  }

  @Override
  public List<ObjectNode> members(long guildId, Collection<Long> userIds) {
    return members(guildId).stream()
        .filter(member -> userIds.contains(member.path("user").path("id").asLong()))
        .toList();
  }

  @Override
  public ObjectNode guildCreate(long applicationId, long guildId, long intents) {
    ObjectNode guild = object();
    guild.put("id", Long.toString(guildId));
    guild.put("name", "Server " + guildId);
    guild.put("owner_id", "20000");
    guild.put("joined_at", "2026-01-01T00:00:00.000000+00:00");
    guild.put("large", false);
    guild.put("unavailable", false);
    guild.put("member_count", members(guildId).size());
    guild.put("afk_timeout", 300);
    guild.put("verification_level", 0);
    guild.put("default_message_notifications", 0);
    guild.put("explicit_content_filter", 0);
    guild.put("mfa_level", 0);
    guild.put("nsfw_level", 0);
    guild.put("premium_tier", 0);
    guild.put("preferred_locale", "en-US");
    guild.put("system_channel_flags", 0);
    for (String array :
        List.of(
            "features",
            "threads",
            "guild_scheduled_events",
            "emojis",
            "stickers",
            "voice_states",
            "presences",
            "stage_instances",
            "soundboard_sounds")) {
      guild.putArray(array);
    }
    ObjectNode everyone = guild.putArray("roles").addObject();
    everyone.put("id", Long.toString(guildId));
    everyone.put("name", "@everyone");
    everyone.put("color", 0);
    everyone.putObject("colors").put("primary_color", 0);
    everyone.put("hoist", false);
    everyone.put("position", 0);
    everyone.put("permissions", "1071698660929");
    everyone.put("managed", false);
    everyone.put("mentionable", false);
    everyone.put("flags", 0);
    ObjectNode channel = guild.putArray("channels").addObject();
    channel.put("id", Long.toString(channelId(guildId)));
    channel.put("type", 0);
    channel.put("name", "general");
    channel.put("position", 0);
    channel.putArray("permission_overwrites");
    guild.putArray("members").add(member(applicationId, "bot"));
    return guild;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
