package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A server ("guild" on the wire). Change it under the world's lock only. */
public final class Guild {
  private final long id;
  private final long ownerId;
  private final Map<Long, Role> roles = new LinkedHashMap<>();
  private final Map<Long, Channel> channels = new LinkedHashMap<>();
  private final TreeMap<Long, Member> members = new TreeMap<>();

  /** Bot users in the server, and with them their applications. */
  private final Map<Long, Application> bots = new LinkedHashMap<>();

  /** Who sees which channel; dropped whenever a role, an overwrite or a bot changes. */
  private final Map<Long, List<Long>> viewers = new HashMap<>();

  private String name;
  private boolean unavailable;

  Guild(long id, long ownerId, String name) {
    this.id = id;
    this.ownerId = ownerId;
    this.name = name;
    roles.put(id, new Role(id, "@everyone", Permissions.DEFAULT_EVERYONE, 0, 0));
  }

  public long id() {
    return id;
  }

  public long ownerId() {
    return ownerId;
  }

  public String name() {
    return name;
  }

  public boolean unavailable() {
    return unavailable;
  }

  public Role everyone() {
    return Objects.requireNonNull(roles.get(id));
  }

  public Collection<Role> roles() {
    return Collections.unmodifiableCollection(roles.values());
  }

  public Optional<Role> role(long roleId) {
    return Optional.ofNullable(roles.get(roleId));
  }

  /** Channels and threads in the order of their creation. */
  public Collection<Channel> channels() {
    return Collections.unmodifiableCollection(channels.values());
  }

  public Optional<Channel> channel(long channelId) {
    return Optional.ofNullable(channels.get(channelId));
  }

  public Optional<Channel> parentOf(Channel channel) {
    return channel(channel.parentId());
  }

  public NavigableMap<Long, Member> members() {
    return Collections.unmodifiableNavigableMap(members);
  }

  public Optional<Member> member(long userId) {
    return Optional.ofNullable(members.get(userId));
  }

  /** Applications whose bot is in the server. */
  public Collection<Application> bots() {
    return Collections.unmodifiableCollection(bots.values());
  }

  /** The roles a member holds, without {@code @everyone}. */
  public List<Role> rolesOf(Member member) {
    List<Role> held = new ArrayList<>(member.roles().size());
    for (long roleId : member.roles()) {
      Role role = roles.get(roleId);
      if (role != null) {
        held.add(role);
      }
    }
    return held;
  }

  /** True when the member stands above the role; the owner always does. */
  public boolean outranks(Member member, Role role) {
    return member.user().id() == ownerId
        || rolesOf(member).stream().anyMatch(held -> Role.BY_RANK.compare(held, role) > 0);
  }

  List<Long> viewersOf(Channel channel) {
    List<Long> known = viewers.get(channel.id());
    if (known == null) {
      known =
          bots.values().stream().filter(bot -> sees(bot, channel)).map(Application::id).toList();
      viewers.put(channel.id(), known);
    }
    return known;
  }

  private boolean sees(Application bot, Channel channel) {
    return member(bot.id())
        .filter(m -> Permissions.has(Permissions.in(this, m, channel), Permissions.VIEW_CHANNEL))
        .isPresent();
  }

  List<Long> botIds() {
    return List.copyOf(bots.keySet());
  }

  void accessChanged() {
    viewers.clear();
  }

  void rename(String newName) {
    name = newName;
  }

  void unavailable(boolean now) {
    unavailable = now;
  }

  void add(Role role) {
    roles.put(role.id(), role);
    accessChanged();
  }

  void removeRole(long roleId) {
    roles.remove(roleId);
    accessChanged();
  }

  void add(Channel channel) {
    channels.put(channel.id(), channel);
  }

  void removeChannel(long channelId) {
    channels.remove(channelId);
    viewers.remove(channelId);
  }

  void add(Member member) {
    members.put(member.user().id(), member);
  }

  void add(Application bot) {
    bots.put(bot.id(), bot);
    accessChanged();
  }

  void removeMember(long userId) {
    members.remove(userId);
    if (bots.remove(userId) != null) {
      accessChanged();
    }
  }

  /** Discord's guild object. */
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id))
            .put("name", name)
            .putNull("icon")
            .putNull("description")
            .putNull("home_header")
            .putNull("splash")
            .putNull("discovery_splash")
            .putNull("banner")
            .put("owner_id", Json.id(ownerId))
            .putNull("application_id")
            .put("region", "rotterdam")
            .putNull("afk_channel_id")
            .put("afk_timeout", 300)
            .putNull("system_channel_id")
            .put("system_channel_flags", 0)
            .put("widget_enabled", false)
            .putNull("widget_channel_id")
            .put("verification_level", 0)
            .put("default_message_notifications", 0)
            .put("mfa_level", 0)
            .put("explicit_content_filter", 0)
            .putNull("max_presences")
            .put("max_members", 25_000_000)
            .put("max_stage_video_channel_users", 50)
            .put("max_video_channel_users", 25)
            .putNull("vanity_url_code")
            .put("premium_tier", 0)
            .put("premium_subscription_count", 0)
            .put("preferred_locale", "en-US")
            .putNull("rules_channel_id")
            .putNull("safety_alerts_channel_id")
            .putNull("public_updates_channel_id")
            .put("premium_progress_bar_enabled", false)
            .put("nsfw", false)
            .put("nsfw_level", 0)
            .putNull("incidents_data");
    json.putArray("features");
    json.putArray("emojis");
    json.putArray("stickers");
    ArrayNode all = json.putArray("roles");
    roles.values().forEach(role -> all.add(role.json()));
    return json;
  }

  ObjectNode createEvent(Application receiver, long intents) {
    ObjectNode json = json();
    Member self = members.get(receiver.id());
    json.put("joined_at", self == null ? Json.time(Snowflakes.timeOf(id)) : joined(self))
        .put("large", members.size() > 250)
        .put("unavailable", false)
        .put("member_count", members.size());
    ArrayNode plain = json.putArray("channels");
    ArrayNode threads = json.putArray("threads");
    for (Channel channel : channels.values()) {
      if (!channel.type().thread()) {
        plain.add(channel.json());
      } else if (!channel.archived() && viewersOf(channel).contains(receiver.id())) {
        threads.add(channel.json());
      }
    }
    ArrayNode people = json.putArray("members");
    // Discord sends the members only to a bot that also sees presences, and never past 75,000.
    if ((intents & Intents.GUILD_PRESENCES) != 0 && members.size() <= 75_000) {
      members.values().forEach(member -> people.add(member.json()));
    } else if (self != null) {
      people.add(self.json());
    }
    for (String empty :
        List.of(
            "voice_states",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
            "embedded_activities")) {
      json.putArray(empty);
    }
    return json;
  }

  private static String joined(Member self) {
    return self.withoutUser().path("joined_at").asText();
  }
}
