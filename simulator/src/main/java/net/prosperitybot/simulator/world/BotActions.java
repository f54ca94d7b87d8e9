package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a bot does with its token: the permissions and the role order decide. */
public final class BotActions {
  private final World world;
  private final Application bot;

  public BotActions(World world, Application bot) {
    this.world = world;
    this.bot = bot;
  }

  // Servers

  /** The server, if the bot is in it. */
  public Guild guild(long guildId) {
    Guild guild = world.guild(guildId).orElseThrow(Refusal::unknownGuild);
    if (guild.member(bot.id()).isEmpty()) {
      throw Refusal.missingAccess();
    }
    return guild;
  }

  public Member member(Guild guild, long userId) {
    if (world.user(userId).isEmpty()) {
      throw Refusal.unknownUser();
    }
    return guild.member(userId).orElseThrow(Refusal::unknownMember);
  }

  private Member self(Guild guild) {
    return guild.member(bot.id()).orElseThrow(Refusal::missingAccess);
  }

  /** A page of members by ascending id; needs the Server Members intent. */
  public List<ObjectNode> members(long guildId, long after, int limit) {
    return world.still(
        () -> {
          Guild guild = guild(guildId);
          if ((bot.grantedIntents() & Intents.GUILD_MEMBERS) == 0) {
            throw Refusal.missingAccess();
          }
          return guild.members().tailMap(after, false).values().stream()
              .limit(limit)
              .map(Member::json)
              .toList();
        });
  }

  public void addRole(long guildId, long userId, long roleId) {
    world.locked(
        () -> {
          Guild guild = guild(guildId);
          Member member = member(guild, userId);
          world.servers().giveRole(guild, member, manageable(guild, roleId));
        });
  }

  public void removeRole(long guildId, long userId, long roleId) {
    world.locked(
        () -> {
          Guild guild = guild(guildId);
          Member member = member(guild, userId);
          world.servers().takeRole(guild, member, manageable(guild, roleId));
        });
  }

  /** The role, if the bot may give and take it. */
  private Role manageable(Guild guild, long roleId) {
    Role role = guild.role(roleId).orElseThrow(Refusal::unknownRole);
    if (role == guild.everyone()) {
      throw Refusal.invalidRole();
    }
    demand(guild, Permissions.MANAGE_ROLES);
    if (role.managed() || !guild.outranks(self(guild), role)) {
      throw Refusal.missingPermissions();
    }
    return role;
  }

  /** Changes the roles or the name of a member. */
  public ObjectNode editMember(long guildId, long userId, JsonNode body) {
    return world.still(
        () -> {
          Guild guild = guild(guildId);
          Member member = member(guild, userId);
          if (body.has("roles")) {
            replaceRoles(guild, member, body.path("roles"));
          }
          if (body.has("nick")) {
            boolean own = member.user().id() == bot.id();
            demand(guild, own ? Permissions.CHANGE_NICKNAME : Permissions.MANAGE_NICKNAMES);
            String nick = body.path("nick").asText("");
            world
                .servers()
                .nick(guild, member, nick.isEmpty() || body.path("nick").isNull() ? null : nick);
          }
          return member.json();
        });
  }

  private void replaceRoles(Guild guild, Member member, JsonNode wanted) {
    Set<Long> roles = new HashSet<>();
    wanted.forEach(each -> roles.add(Json.idFrom(each.asText())));
    Set<Long> changed = new HashSet<>(roles);
    changed.addAll(member.roles());
    changed.removeIf(id -> roles.contains(id) && member.roles().contains(id));
    changed.forEach(id -> manageable(guild, id));
    world.servers().setRoles(guild, member, roles);
  }

  private void demand(Guild guild, long permission) {
    if (!Permissions.has(Permissions.in(guild, self(guild)), permission)) {
      throw Refusal.missingPermissions();
    }
  }

  public void leave(long guildId) {
    world.locked(() -> world.servers().leave(guild(guildId), bot.bot()));
  }

  // Channels

  /** The channel, if the bot sees it. */
  public Channel channel(long channelId) {
    return world.still(
        () -> {
          Channel channel = world.channel(channelId).orElseThrow(Refusal::unknownChannel);
          boolean seen =
              channel.type() == ChannelType.DM
                  ? channel.recipients().getFirst().id() == bot.id()
                  : Permissions.has(may(channel), Permissions.VIEW_CHANNEL);
          if (!seen) {
            throw Refusal.missingAccess();
          }
          return channel;
        });
  }

  private long may(Channel channel) {
    return channel.type() == ChannelType.DM
        ? Permissions.ALL
        : world.permissions(bot.id(), channel);
  }

  private void demand(Channel channel, long permission) {
    if (!Permissions.has(may(channel), permission)) {
      throw Refusal.missingPermissions();
    }
  }

  /** Opens a thread without a starting message. */
  public Channel createThread(long channelId, JsonNode body) {
    return world.still(
        () -> {
          Channel parent = channel(channelId);
          demand(parent, Permissions.CREATE_PUBLIC_THREADS);
          Problems problems = new Problems();
          problems.length("name", body.path("name").asText(""), 1, 100);
          problems.refuseIfAny();
          ChannelType type =
              parent.type() == ChannelType.ANNOUNCEMENT
                  ? ChannelType.ANNOUNCEMENT_THREAD
                  : ChannelType.PUBLIC_THREAD;
          return world
              .servers()
              .createChannel(
                  world.guildOf(parent), type, body.path("name").asText(), parent.id(), bot.id());
        });
  }

  // Messages

  public Message message(long channelId, long messageId) {
    return world.still(
        () -> {
          Channel channel = channel(channelId);
          demand(channel, Permissions.READ_MESSAGE_HISTORY);
          return publicMessage(channel, messageId);
        });
  }

  /** Messages newest first; nothing without Read Message History, as Discord answers it. */
  public List<Message> messages(long channelId, long before, int limit) {
    return world.still(
        () -> {
          Channel channel = channel(channelId);
          boolean mayRead = Permissions.has(may(channel), Permissions.READ_MESSAGE_HISTORY);
          return mayRead ? world.messages().list(channel, before, limit, 0) : List.of();
        });
  }

  public Message write(long channelId, ObjectNode body) {
    return world.still(
        () -> {
          Channel channel = channel(channelId);
          mayWrite(channel, body);
          MessageRules.refuseNew(body);
          ObjectNode checked = Json.shallow(body);
          checkReference(channel, checked);
          return world.messages().write(Post.text(channel, bot.bot(), "").withBody(checked));
        });
  }

  private void mayWrite(Channel channel, ObjectNode body) {
    if (!channel.type().takesMessages()) {
      throw Refusal.notATextChannel();
    }
    if (channel.type() == ChannelType.DM) {
      mayWriteTo(channel.recipients().getLast());
      return;
    }
    demand(
        channel,
        channel.type().thread() ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.SEND_MESSAGES);
    if (!body.path("embeds").isEmpty()) {
      demand(channel, Permissions.EMBED_LINKS);
    }
  }

  /** A person reads a bot only with open direct messages and a server in common. */
  private void mayWriteTo(User person) {
    boolean shared =
        bot.owner().id() == person.id()
            || world.guilds().stream()
                .anyMatch(
                    guild ->
                        guild.member(bot.id()).isPresent()
                            && guild.member(person.id()).isPresent());
    if (person.bot() || !person.directMessagesOpen() || !shared) {
      throw Refusal.closedDirectMessages();
    }
  }

  /** Fills in the channel of a reply, or takes the reference away where Discord forgives it. */
  private void checkReference(Channel channel, ObjectNode body) {
    if (!Json.has(body, "message_reference")) {
      return;
    }
    if (!(body.get("message_reference") instanceof ObjectNode given)) {
      throw Problems.one(
          "message_reference", "MODEL_TYPE_CONVERT", "Only dictionaries may be used");
    }
    ObjectNode reference = Json.shallow(given);
    boolean found = channel.message(Json.idIn(reference, "message_id")).isPresent();
    boolean elsewhere =
        Json.has(reference, "channel_id") && Json.idIn(reference, "channel_id") != channel.id();
    if (channel.type() != ChannelType.DM
        && !Permissions.has(may(channel), Permissions.READ_MESSAGE_HISTORY)) {
      throw Refusal.of(403, 160002, "Cannot reply without permission to read message history");
    }
    if (!found || elsewhere) {
      if (reference.path("fail_if_not_exists").asBoolean(true)) {
        throw Problems.one("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
      }
      body.remove("message_reference");
      return;
    }
    body.set("message_reference", reference.put("channel_id", Json.id(channel.id())));
  }

  /** A message that routes for messages know: ephemeral ones they don't. */
  private static Message publicMessage(Channel channel, long messageId) {
    return channel
        .message(messageId)
        .filter(each -> !each.ephemeral())
        .orElseThrow(Refusal::unknownMessage);
  }

  public Message edit(long channelId, long messageId, ObjectNode body) {
    return world.still(
        () -> {
          Channel channel = channel(channelId);
          Message message = publicMessage(channel, messageId);
          if (message.authorId() != bot.id()) {
            throw Refusal.of(403, 50005, "Cannot edit a message authored by another user");
          }
          MessageRules.ofEdit(body, "").refuseIfAny();
          return world.messages().edit(message, body);
        });
  }

  public void delete(long channelId, long messageId) {
    world.locked(
        () -> {
          Channel channel = channel(channelId);
          Message message = publicMessage(channel, messageId);
          if (message.authorId() != bot.id()) {
            demand(channel, Permissions.MANAGE_MESSAGES);
          }
          world.messages().delete(message);
        });
  }

  public Channel openDirect(long userId) {
    User person = world.user(userId).orElseThrow(Refusal::unknownUser);
    if (person.bot()) {
      throw Refusal.closedDirectMessages();
    }
    return world.messages().direct(bot.bot(), person);
  }
}
