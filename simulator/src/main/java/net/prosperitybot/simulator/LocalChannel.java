package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.Overwrite;
import net.prosperitybot.simulator.world.Post;
import net.prosperitybot.simulator.world.User;
import org.jspecify.annotations.Nullable;

/** A channel of any kind: of a server, a thread, or a direct one. */
public final class LocalChannel {
  private final LocalDiscord discord;
  private final Channel channel;

  LocalChannel(LocalDiscord discord, Channel channel) {
    this.discord = discord;
    this.channel = channel;
  }

  public long id() {
    return channel.id();
  }

  public String name() {
    return channel.name();
  }

  public ChannelType type() {
    return channel.type();
  }

  /** The category, or a thread's channel; 0 for none. */
  public long parentId() {
    return channel.parentId();
  }

  public String mention() {
    return "<#" + id() + ">";
  }

  Channel channel() {
    return channel;
  }

  /** Discord's channel object. */
  public ObjectNode json() {
    return discord.world().still(channel::json);
  }

  // Changing

  public LocalChannel rename(String name) {
    discord.world().servers().rename(guild(), channel, name);
    return this;
  }

  public LocalChannel topic(String topic) {
    discord.world().servers().describe(guild(), channel, topic);
    return this;
  }

  /** Allows and denies a role these permissions here; for all, take {@code server.everyone()}. */
  public LocalChannel overwrite(LocalRole role, long allow, long deny) {
    discord
        .world()
        .servers()
        .overwrite(guild(), channel, new Overwrite(role.id(), false, allow, deny));
    return this;
  }

  /** Allows and denies one member these permissions here. */
  public LocalChannel overwrite(LocalUser user, long allow, long deny) {
    discord
        .world()
        .servers()
        .overwrite(guild(), channel, new Overwrite(user.id(), true, allow, deny));
    return this;
  }

  /** A public thread in this channel or forum. */
  public LocalChannel createThread(String name, LocalUser opener) {
    ChannelType type =
        channel.type() == ChannelType.ANNOUNCEMENT
            ? ChannelType.ANNOUNCEMENT_THREAD
            : ChannelType.PUBLIC_THREAD;
    return new LocalChannel(
        discord, discord.world().servers().createChannel(guild(), type, name, id(), opener.id()));
  }

  /** Puts a thread away, as an hour or a week of silence does; a message takes it out again. */
  public LocalChannel archive() {
    discord.world().servers().archive(guild(), channel, true);
    return this;
  }

  public void delete() {
    discord.world().servers().deleteChannel(guild(), channel);
  }

  private Guild guild() {
    return discord
        .world()
        .guild(channel.guildId())
        .orElseThrow(() -> new IllegalStateException("a direct channel belongs to no server"));
  }

  // Messages

  /** All messages that are not ephemeral, oldest first. */
  public List<LocalMessage> messages() {
    return messagesSeenBy(0);
  }

  /** All messages that this user sees, their ephemeral ones among them, oldest first. */
  public List<LocalMessage> messages(LocalUser viewer) {
    return messagesSeenBy(viewer.id());
  }

  private List<LocalMessage> messagesSeenBy(long viewer) {
    return discord
        .world()
        .messages()
        .list(channel, 0, Integer.MAX_VALUE, viewer)
        .reversed()
        .stream()
        .map(message -> new LocalMessage(discord, message))
        .toList();
  }

  /** The newest message that is not ephemeral. */
  public Optional<LocalMessage> lastMessage() {
    return discord.world().messages().list(channel, 0, 1, 0).stream()
        .findFirst()
        .map(message -> new LocalMessage(discord, message));
  }

  /** A message of this id; empty when it was deleted. */
  public Optional<LocalMessage> message(long id) {
    return discord
        .world()
        .messages()
        .find(channel, id)
        .map(message -> new LocalMessage(discord, message));
  }

  /** A message of a webhook, which is nobody's member. */
  public LocalMessage sendAsWebhook(String name, String content) {
    User webhook = discord.world().servers().createUser(name, User.Kind.BOT, null);
    ObjectNode extra = Json.object().put("webhook_id", Json.id(webhook.id()));
    return write(Post.text(channel, webhook, content).withExtra(extra));
  }

  /** A message of Discord itself, such as 7, the greeting of a new member. */
  public LocalMessage sendAsSystem(int messageType, LocalUser about) {
    return write(Post.text(channel, about.user(), "").withType(messageType));
  }

  LocalMessage write(Post post) {
    Message message = discord.world().messages().write(post);
    return new LocalMessage(discord, message);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalChannel same && same.id() == id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return "#" + name();
  }
}
