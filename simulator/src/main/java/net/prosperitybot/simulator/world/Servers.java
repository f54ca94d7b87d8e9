package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers and what is in them, as their owner may change them. Bots, who need permissions for it,
 * come through {@link BotActions}.
 */
public final class Servers {
  private final World world;

  Servers(World world) {
    this.world = world;
  }

  public User createUser(String username, User.Kind kind, @Nullable String globalName) {
    return world.still(
        () -> {
          User user = new User(world.nextId(), kind, username, globalName);
          world.add(user);
          return user;
        });
  }

  public Guild createGuild(String name, User owner) {
    return world.still(
        () -> {
          Guild guild = new Guild(world.nextId(), owner.id(), name);
          world.add(guild);
          guild.add(new Member(guild.id(), owner, world.now()));
          world.tell(Change.Kind.SERVER, guild.id(), 0, 0);
          return guild;
        });
  }

  public void rename(Guild guild, String name) {
    world.locked(
        () -> {
          guild.rename(name);
          guildChanged(guild);
        });
  }

  private void guildChanged(Guild guild) {
    world.publish("GUILD_UPDATE", guild.id(), Intents.GUILDS, guild.json(), guild.botIds());
    world.tell(Change.Kind.SERVER, guild.id(), 0, 0);
  }

  /** Takes the server away from its bots, or gives it back. */
  public void outage(Guild guild, boolean begins) {
    world.locked(
        () -> {
          if (guild.unavailable() == begins) {
            return;
          }
          guild.unavailable(begins);
          if (begins) {
            ObjectNode gone = Json.object().put("id", Json.id(guild.id())).put("unavailable", true);
            world.publish("GUILD_DELETE", guild.id(), Intents.GUILDS, gone, guild.botIds());
          } else {
            guild.bots().forEach(bot -> publishGuildCreate(guild, bot));
          }
          world.tell(Change.Kind.SERVER, guild.id(), 0, 0);
        });
  }

  private void publishGuildCreate(Guild guild, Application bot) {
    world.publish(
        "GUILD_CREATE", guild.id(), Intents.GUILDS, guild.createEvent(bot, 0), List.of(bot.id()));
  }

  // Roles

  /** A new role at the bottom, above {@code @everyone} only, as Discord puts it. */
  public Role createRole(Guild guild, String name, long permissions) {
    return world.still(
        () -> {
          guild.roles().stream()
              .filter(role -> role.position() > 0)
              .toList()
              .forEach(role -> moved(guild, role, role.position() + 1));
          Role role = new Role(world.nextId(), name, permissions, 1, 0);
          guild.add(role);
          roleEvent("GUILD_ROLE_CREATE", guild, role);
          return role;
        });
  }

  /** Moves a role to this position, 1 being the lowest; those at and above it go one up. */
  public void moveRole(Guild guild, Role role, int position) {
    world.locked(
        () -> {
          List<Role> order = new ArrayList<>(guild.roles());
          order.remove(role);
          order.remove(guild.everyone());
          order.sort(Role.BY_RANK);
          order.add(Math.clamp(position - 1L, 0, order.size()), role);
          for (int i = 0; i < order.size(); i++) {
            moved(guild, order.get(i), i + 1);
          }
        });
  }

  private void moved(Guild guild, Role role, int position) {
    if (role.position() != position) {
      role.place(position);
      roleEvent("GUILD_ROLE_UPDATE", guild, role);
    }
  }

  /** Changes a role and tells of it. */
  public void editRole(Guild guild, Role role, RoleEdit edit) {
    world.locked(
        () -> {
          switch (edit) {
            case RoleEdit.Name named -> role.rename(named.name());
            case RoleEdit.Permit permit -> role.permit(permit.permissions());
            case RoleEdit.Color color -> role.paint(color.rgb());
            case RoleEdit.Mentionable mention -> role.letMention(mention.all());
          }
          guild.accessChanged();
          roleEvent("GUILD_ROLE_UPDATE", guild, role);
        });
  }

  /** One change of a role. */
  public sealed interface RoleEdit {
    /** Its name. */
    record Name(String name) implements RoleEdit {}

    /** What its holders may do. */
    record Permit(long permissions) implements RoleEdit {}

    /** The colour of its holders' names, as 0xRRGGBB; 0 for none. */
    record Color(int rgb) implements RoleEdit {}

    /** Whether all may ping it. */
    record Mentionable(boolean all) implements RoleEdit {}
  }

  public void deleteRole(Guild guild, Role role) {
    world.locked(
        () -> {
          guild.removeRole(role.id());
          for (Member member : guild.members().values()) {
            if (member.roles().contains(role.id())) {
              Set<Long> left = new HashSet<>(member.roles());
              left.remove(role.id());
              member.hold(left);
            }
          }
          ObjectNode data =
              Json.object().put("guild_id", Json.id(guild.id())).put("role_id", Json.id(role.id()));
          world.publish("GUILD_ROLE_DELETE", guild.id(), Intents.GUILDS, data, guild.botIds());
          world.tell(Change.Kind.ROLE, guild.id(), 0, role.id());
        });
  }

  private void roleEvent(String type, Guild guild, Role role) {
    if (!guild.bots().isEmpty()) {
      ObjectNode data = Json.object().put("guild_id", Json.id(guild.id()));
      data.set("role", role.json());
      world.publish(type, guild.id(), Intents.GUILDS, data, guild.botIds());
    }
    world.tell(Change.Kind.ROLE, guild.id(), 0, role.id());
  }

  // Channels

  /**
   * Opens a channel or a thread.
   *
   * @param parentId the category, or a thread's channel; 0 for none
   * @param ownerId who opened a thread; 0 for other channels
   */
  public Channel createChannel(
      Guild guild, ChannelType type, String name, long parentId, long ownerId) {
    return world.still(
        () -> {
          Channel channel =
              Channel.ofGuild(
                  world.nextId(), guild.id(), type, name, ownerId, world.keptMessages());
          channel.place(parentId, guild.channels().size());
          guild.add(channel);
          world.add(channel);
          channelEvent("CREATE", guild, channel);
          return channel;
        });
  }

  public void rename(Guild guild, Channel channel, String name) {
    world.locked(
        () -> {
          channel.rename(name);
          channelEvent("UPDATE", guild, channel);
        });
  }

  public void describe(Guild guild, Channel channel, @Nullable String topic) {
    world.locked(
        () -> {
          channel.describe(topic);
          channelEvent("UPDATE", guild, channel);
        });
  }

  /** Moves a channel into a category; 0 takes it out. */
  public void moveChannel(Guild guild, Channel channel, long parentId) {
    world.locked(
        () -> {
          channel.place(parentId, channel.position());
          channelEvent("UPDATE", guild, channel);
        });
  }

  /** Puts a thread away, or takes it out again. */
  public void archive(Guild guild, Channel thread, boolean away) {
    world.locked(
        () -> {
          if (thread.archived() != away) {
            thread.archive(away);
            channelEvent("UPDATE", guild, thread);
          }
        });
  }

  /** Sets what one role or member may do in a channel; allowing and denying nothing removes it. */
  public void overwrite(Guild guild, Channel channel, Overwrite overwrite) {
    world.locked(
        () -> {
          channel.overwrite(overwrite);
          guild.accessChanged();
          channelEvent("UPDATE", guild, channel);
        });
  }

  /** Deletes a channel with its threads; what lay in a category lies in none afterwards. */
  public void deleteChannel(Guild guild, Channel channel) {
    world.locked(
        () -> {
          guild.channels().stream()
              .filter(each -> each.type().thread() && each.parentId() == channel.id())
              .toList()
              .forEach(thread -> deleteChannel(guild, thread));
          guild.channels().stream()
              .filter(each -> each.parentId() == channel.id())
              .toList()
              .forEach(each -> moveChannel(guild, each, 0));
          channelEvent("DELETE", guild, channel);
          guild.removeChannel(channel.id());
          world.removeChannel(channel.id());
        });
  }

  /**
   * A channel's own events reach every bot of the server, for bots know all channels, also those
   * they can't see; a thread's reach those who see it.
   */
  private void channelEvent(String what, Guild guild, Channel channel) {
    boolean thread = channel.type().thread();
    List<Long> to = thread ? guild.viewersOf(channel) : guild.botIds();
    ObjectNode data = channel.json();
    if (thread && what.equals("CREATE")) {
      data.put("newly_created", true);
    }
    if (thread && what.equals("DELETE")) {
      data.retain("id", "guild_id", "parent_id", "type");
    }
    world.publish((thread ? "THREAD_" : "CHANNEL_") + what, guild.id(), Intents.GUILDS, data, to);
    world.tell(Change.Kind.CHANNEL, guild.id(), channel.id(), 0);
  }

  // Members

  /** Lets a user in; one who is already there stays as they are. */
  public Member join(Guild guild, User user) {
    return world.still(
        () -> {
          Optional<Member> present = guild.member(user.id());
          if (present.isPresent()) {
            return present.get();
          }
          Member member = new Member(guild.id(), user, world.now());
          guild.add(member);
          if (!guild.bots().isEmpty()) {
            ObjectNode data = member.json().put("guild_id", Json.id(guild.id()));
            world.publish(
                "GUILD_MEMBER_ADD", guild.id(), Intents.GUILD_MEMBERS, data, guild.botIds());
          }
          world.tell(Change.Kind.MEMBER, guild.id(), 0, user.id());
          return member;
        });
  }

  /**
   * Lets a bot in with a managed role of these permissions, on top of all others, as an admin who
   * follows a bot's instructions would drag it.
   */
  public Member invite(Guild guild, Application bot, long permissions) {
    return world.still(
        () -> {
          Optional<Member> present = guild.member(bot.id());
          if (present.isPresent()) {
            return present.get();
          }
          Member member = join(guild, bot.bot());
          int top = guild.roles().stream().mapToInt(Role::position).max().orElse(0) + 1;
          Role role = new Role(world.nextId(), bot.name(), permissions, top, bot.id());
          guild.add(role);
          roleEvent("GUILD_ROLE_CREATE", guild, role);
          member.hold(Set.of(role.id()));
          guild.add(bot);
          publishGuildCreate(guild, bot);
          world.tell(Change.Kind.APPLICATION, guild.id(), 0, bot.id());
          return member;
        });
  }

  /** A member goes, or is thrown out; a bot's managed role goes with it. */
  public void leave(Guild guild, User user) {
    world.locked(
        () -> {
          if (guild.member(user.id()).isEmpty()) {
            return;
          }
          guild.removeMember(user.id());
          if (user.bot()) {
            world.publish(
                "GUILD_DELETE",
                guild.id(),
                Intents.GUILDS,
                Json.object().put("id", Json.id(guild.id())),
                List.of(user.id()));
            guild.roles().stream()
                .filter(role -> role.botId() == user.id())
                .findFirst()
                .ifPresent(role -> deleteRole(guild, role));
          }
          ObjectNode data = Json.object().put("guild_id", Json.id(guild.id()));
          data.set("user", user.json());
          world.publish(
              "GUILD_MEMBER_REMOVE", guild.id(), Intents.GUILD_MEMBERS, data, guild.botIds());
          world.tell(Change.Kind.MEMBER_GONE, guild.id(), 0, user.id());
        });
  }

  public void nick(Guild guild, Member member, @Nullable String nick) {
    world.locked(
        () -> {
          member.nick(nick);
          memberChanged(guild, member);
        });
  }

  /** Gives a role to a member; nothing happens when it is held. */
  public void giveRole(Guild guild, Member member, Role role) {
    world.locked(
        () -> {
          Set<Long> roles = new HashSet<>(member.roles());
          if (roles.add(role.id())) {
            setRoles(guild, member, roles);
          }
        });
  }

  /** Takes a role from a member; nothing happens when it is not held. */
  public void takeRole(Guild guild, Member member, Role role) {
    world.locked(
        () -> {
          Set<Long> roles = new HashSet<>(member.roles());
          if (roles.remove(role.id())) {
            setRoles(guild, member, roles);
          }
        });
  }

  /** Replaces all roles of a member. */
  public void setRoles(Guild guild, Member member, Set<Long> roles) {
    world.locked(
        () -> {
          member.hold(roles);
          if (member.user().bot()) {
            guild.accessChanged();
          }
          memberChanged(guild, member);
        });
  }

  /** A short text beside the member's name on the page. */
  public void badge(Member member, String text) {
    world.locked(
        () -> {
          if (!member.badge().equals(text)) {
            member.badge(text);
            world.tell(Change.Kind.MEMBER, member.guildId(), 0, member.user().id());
          }
        });
  }

  public void rename(User user, String username, @Nullable String globalName) {
    world.locked(
        () -> {
          user.rename(username, globalName);
          userChanged(user);
        });
  }

  /** Tells of a user's new name or picture; a bot also hears of its own account. */
  void userChanged(User user) {
    if (user.bot()) {
      world.publish("USER_UPDATE", 0, 0, user.ownJson(), List.of(user.id()));
    }
    for (Guild guild : world.guilds()) {
      guild.member(user.id()).ifPresent(member -> memberChanged(guild, member));
    }
  }

  public void openDirectMessages(User user, boolean open) {
    world.locked(() -> user.openDirectMessages(open));
  }

  /** Of its own member a bot hears whatever its intents are. */
  private void memberChanged(Guild guild, Member member) {
    if (!guild.bots().isEmpty()) {
      ObjectNode data = member.json().put("guild_id", Json.id(guild.id()));
      long subject = member.user().id();
      for (long bot : guild.botIds()) {
        long intents = bot == subject ? 0 : Intents.GUILD_MEMBERS;
        world.publish("GUILD_MEMBER_UPDATE", guild.id(), intents, data, List.of(bot));
      }
    }
    world.tell(Change.Kind.MEMBER, guild.id(), 0, member.user().id());
  }
}
