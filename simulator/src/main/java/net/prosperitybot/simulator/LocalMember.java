package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Member;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Post;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Sku;
import org.jspecify.annotations.Nullable;

/** A user in a server, and all they do there. */
public final class LocalMember {
  private final LocalDiscord discord;
  private final Guild guild;
  private final LocalUser user;

  LocalMember(LocalDiscord discord, Guild guild, LocalUser user) {
    this.discord = discord;
    this.guild = guild;
    this.user = user;
  }

  public LocalUser user() {
    return user;
  }

  public long id() {
    return user.id();
  }

  public String name() {
    return member().displayName();
  }

  public String mention() {
    return user.mention();
  }

  public boolean present() {
    return discord.world().still(() -> guild.member(id()).isPresent());
  }

  private Member member() {
    return discord.world().still(() -> guild.member(id()).orElseThrow(Refusal::unknownMember));
  }

  /** Discord's member object. */
  public ObjectNode json() {
    return discord.world().still(() -> member().json());
  }

  // Talking

  /** Writes a message. Throws a {@link Refusal} when the member may not write there. */
  public LocalMessage send(LocalChannel channel, String content) {
    return write(channel, Post.text(channel.channel(), user.user(), content));
  }

  /** Writes a message of a chosen time. */
  public LocalMessage send(LocalChannel channel, String content, Instant at) {
    return write(channel, Post.text(channel.channel(), user.user(), content).at(at));
  }

  /** Answers a message. */
  public LocalMessage reply(LocalMessage to, String content) {
    Channel channel =
        discord.world().channel(to.message().channelId()).orElseThrow(Refusal::unknownChannel);
    ObjectNode body = Json.object().put("content", content);
    body.putObject("message_reference")
        .put("channel_id", Json.id(channel.id()))
        .put("message_id", Json.id(to.id()));
    return write(
        new LocalChannel(discord, channel),
        Post.text(channel, user.user(), content).withBody(body));
  }

  private LocalMessage write(LocalChannel channel, Post post) {
    long needed =
        Permissions.VIEW_CHANNEL
            | (channel.type().thread()
                ? Permissions.SEND_MESSAGES_IN_THREADS
                : Permissions.SEND_MESSAGES);
    if (!Permissions.has(permissionsIn(channel), needed)) {
      throw Refusal.missingPermissions();
    }
    return channel.write(post);
  }

  public long permissionsIn(LocalChannel channel) {
    return discord.world().permissions(id(), channel.channel());
  }

  // Commands, components, modals

  /** Uses a command as typed, such as {@code /level user:@Ann}. */
  public Invocation run(LocalChannel channel, String line) {
    return discord.interactions().command(channel.channel(), user.user(), line);
  }

  /** Uses the command of this bot, where several have one of the same name. */
  public Invocation run(LocalChannel channel, String line, LocalApplication bot) {
    return discord.interactions().command(channel.channel(), user.user(), line, bot.id());
  }

  /** The commands that this member sees in a channel, with their applications. */
  public List<Interactions.Offer> commands(LocalChannel channel) {
    return discord.interactions().offers(channel.channel(), user.user());
  }

  /** Asks for suggestions for the last option of a line. */
  public Invocation complete(LocalChannel channel, String line) {
    return discord.interactions().autocomplete(channel.channel(), user.user(), line, 0);
  }

  /** Presses a button. */
  public Invocation click(LocalMessage message, String customId) {
    return discord.interactions().component(user.user(), message.message(), customId, List.of());
  }

  /** Chooses in a menu: values of its options, or ids of users, roles, channels. */
  public Invocation select(LocalMessage message, String customId, String... values) {
    return discord
        .interactions()
        .component(user.user(), message.message(), customId, List.of(values));
  }

  /** Fills in and submits the modal that the interaction opened. */
  public Invocation submit(Invocation opener, Map<String, String> values) {
    return discord.interactions().submit(opener, values);
  }

  /** Buys a subscription for the server, without an end. */
  public LocalEntitlement buyForServer(long skuId) {
    Sku sku = discord.world().shop().sku(skuId).orElseThrow(Refusal::unknownSku);
    return new LocalEntitlement(
        discord, discord.world().shop().buy(user.user(), sku, guild.id(), null));
  }

  // Being

  public void leave() {
    discord.world().servers().leave(guild, user.user());
  }

  public void rejoin() {
    discord.world().servers().join(guild, user.user());
  }

  public LocalMember nick(@Nullable String nick) {
    discord.world().servers().nick(guild, member(), nick);
    return this;
  }

  public LocalMember give(LocalRole role) {
    discord.world().servers().giveRole(guild, member(), role.role());
    return this;
  }

  public LocalMember take(LocalRole role) {
    discord.world().servers().takeRole(guild, member(), role.role());
    return this;
  }

  public boolean has(LocalRole role) {
    return member().roles().contains(role.id());
  }

  /** The roles held, without {@code @everyone}. */
  public List<LocalRole> roles() {
    return discord
        .world()
        .still(
            () ->
                guild.rolesOf(member()).stream()
                    .map(role -> new LocalRole(discord, guild, role))
                    .toList());
  }

  /** Shows a short text beside the name on the page; empty for none. */
  public void badge(String text) {
    discord.world().servers().badge(member(), text);
  }

  public String badge() {
    return member().badge();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalMember same
        && same.user.equals(user)
        && same.guild.id() == guild.id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return user.toString();
  }
}
