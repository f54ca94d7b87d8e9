package net.prosperitybot.simulator;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Post;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** A server. */
public final class LocalServer {
  private final LocalDiscord discord;
  private final Guild guild;

  LocalServer(LocalDiscord discord, Guild guild) {
    this.discord = discord;
    this.guild = guild;
  }

  public long id() {
    return guild.id();
  }

  public String name() {
    return guild.name();
  }

  Guild guild() {
    return guild;
  }

  private World world() {
    return discord.world();
  }

  public void rename(String name) {
    world().servers().rename(guild, name);
  }

  // Channels

  public LocalChannel createTextChannel(String name) {
    return create(ChannelType.TEXT, name, 0);
  }

  public LocalChannel createVoiceChannel(String name) {
    return create(ChannelType.VOICE, name, 0);
  }

  public LocalChannel createStageChannel(String name) {
    return create(ChannelType.STAGE, name, 0);
  }

  public LocalChannel createAnnouncementChannel(String name) {
    return create(ChannelType.ANNOUNCEMENT, name, 0);
  }

  public LocalChannel createForum(String name) {
    return create(ChannelType.FORUM, name, 0);
  }

  public LocalChannel createCategory(String name) {
    return create(ChannelType.CATEGORY, name, 0);
  }

  public LocalChannel createTextChannel(String name, LocalChannel category) {
    return create(ChannelType.TEXT, name, category.id());
  }

  private LocalChannel create(ChannelType type, String name, long parentId) {
    return new LocalChannel(
        discord, world().servers().createChannel(guild, type, name, parentId, 0));
  }

  /** A channel of any kind in a category. */
  public LocalChannel createChannel(ChannelType type, String name, LocalChannel category) {
    return create(type, name, category.id());
  }

  /** Moves a channel into a category. */
  public void move(LocalChannel channel, LocalChannel category) {
    world().servers().moveChannel(guild, channel.channel(), category.id());
  }

  /** Channels and threads, oldest first. */
  public List<LocalChannel> channels() {
    return world()
        .still(
            () -> guild.channels().stream().map(each -> new LocalChannel(discord, each)).toList());
  }

  /** The first channel of this name; throws when there is none. */
  public LocalChannel channel(String name) {
    return channels().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  // Roles

  /** A new role at the bottom, as Discord puts it. */
  public LocalRole createRole(String name) {
    return createRole(name, 0);
  }

  public LocalRole createRole(String name, long permissions) {
    return handle(world().servers().createRole(guild, name, permissions));
  }

  public LocalRole everyone() {
    return handle(guild.everyone());
  }

  /** All roles, {@code @everyone} first. */
  public List<LocalRole> roles() {
    return world().still(() -> guild.roles().stream().map(this::handle).toList());
  }

  /** The role of this name; empty when there is none. */
  public Optional<LocalRole> role(String name) {
    return roles().stream().filter(role -> role.name().equals(name)).findFirst();
  }

  private LocalRole handle(Role role) {
    return new LocalRole(discord, guild, role);
  }

  // Members

  /** Lets a user in; one who is there already stays as they are. */
  public LocalMember join(LocalUser user) {
    world().servers().join(guild, user.user());
    return new LocalMember(discord, guild, user);
  }

  /** A new user, already in. */
  public LocalMember join(String name) {
    return join(discord.createUser(name));
  }

  public LocalMember owner() {
    return member(discord.user(guild.ownerId()));
  }

  /** The member of this user, present or not. */
  public LocalMember member(LocalUser user) {
    return new LocalMember(discord, guild, user);
  }

  /** All members, bots among them, by ascending id. */
  public List<LocalMember> members() {
    return world()
        .still(
            () ->
                guild.members().values().stream()
                    .map(member -> member(new LocalUser(discord, member.user())))
                    .toList());
  }

  /** Fills the server with this many new members. */
  public List<LocalMember> populate(int count) {
    return world()
        .still(() -> IntStream.range(0, count).mapToObj(i -> join("member" + i)).toList());
  }

  // Trouble

  /** Takes the server away from its bots, as in an outage of Discord. */
  public void beginOutage() {
    world().servers().outage(guild, true);
  }

  public void endOutage() {
    world().servers().outage(guild, false);
  }

  /** Throws the bot out. */
  public void kick(LocalApplication bot) {
    world().servers().leave(guild, bot.application().bot());
  }

  /**
   * Writes messages as fast as the world takes them, members taking turns.
   *
   * @param authors those who write; not empty
   * @param count how many messages in all
   */
  public void flood(LocalChannel channel, List<LocalMember> authors, int count) {
    List<User> users = authors.stream().map(member -> member.user().user()).toList();
    for (int i = 0; i < count; i++) {
      world()
          .messages()
          .write(Post.text(channel.channel(), users.get(i % users.size()), "message " + i));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalServer same && same.id() == id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return name();
  }
}
