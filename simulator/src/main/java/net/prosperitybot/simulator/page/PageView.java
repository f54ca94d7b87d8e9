package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Member;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/** What one person sees of the world, as JSON for the page. Ids are strings, as in Discord's. */
final class PageView {
  /** A page is for looking at people one by one; a server of 100,000 shows its first ones. */
  private static final int MOST_PEOPLE = 250;

  private static final int MOST_MESSAGES = 100;

  /** Messages of a later time stand among the newest ids, so more are read than shown. */
  private static final int READ_MESSAGES = 1000;

  private final World world;
  private final Interactions interactions;
  private final PageApplications applications;
  private final MessageClock clock;
  private final ServerNotes notes;

  PageView(
      World world,
      Interactions interactions,
      PageApplications applications,
      MessageClock clock,
      ServerNotes notes) {
    this.world = world;
    this.interactions = interactions;
    this.applications = applications;
    this.clock = clock;
    this.notes = notes;
  }

  // The whole

  /**
   * Everything but messages and commands.
   *
   * @param guildId the server looked at; the first one when there is none of this id
   * @param userId who looks; someone of the server when this user is not in it
   */
  ObjectNode state(long guildId, long userId) {
    // Asked before the world stands still: the gateway has locks of its own.
    ArrayNode bots = applications.list();
    return world.still(
        () -> {
          ObjectNode json = Json.object();
          ArrayNode servers = json.putArray("servers");
          world
              .guilds()
              .forEach(g -> servers.addObject().put("id", Json.id(g.id())).put("name", g.name()));
          json.putObject("clock").put("aheadSeconds", clock.ahead().toSeconds());
          json.set("bots", bots);
          Optional<Guild> guild =
              world.guild(guildId).or(() -> world.guilds().stream().findFirst());
          guild.ifPresent(g -> viewer(g, userId).ifPresent(viewer -> seenBy(json, g, viewer)));
          return json;
        });
  }

  private void seenBy(ObjectNode json, Guild guild, Member viewer) {
    json.put("as", Json.id(viewer.user().id()));
    json.set("direct", directChannels(viewer.user()));
    json.set("server", server(guild, viewer));
    json.set("notes", notes.of(guild.id()));
  }

  private static Optional<Member> viewer(Guild guild, long userId) {
    return guild
        .member(userId)
        .filter(member -> !member.user().bot())
        .or(
            () ->
                people(guild).stream()
                    .filter(member -> member.user().id() != guild.ownerId())
                    .findFirst())
        .or(() -> guild.member(guild.ownerId()));
  }

  private static List<Member> people(Guild guild) {
    return guild.members().values().stream().filter(member -> !member.user().bot()).toList();
  }

  private ArrayNode directChannels(User user) {
    ArrayNode out = Json.array();
    for (Channel channel : world.directChannelsOf(user)) {
      User bot = channel.recipients().getFirst();
      out.addObject()
          .put("id", Json.id(channel.id()))
          .put("bot", Json.id(bot.id()))
          .put("name", bot.displayName())
          .set("lastMessageId", channel.json().get("last_message_id"));
    }
    return out;
  }

  // A server

  private ObjectNode server(Guild guild, Member viewer) {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(guild.id()))
            .put("name", guild.name())
            .put("ownerId", Json.id(guild.ownerId()))
            .put("unavailable", guild.unavailable())
            .put("memberCount", guild.members().size());
    ArrayNode roles = json.putArray("roles");
    guild.roles().stream()
        .sorted(Comparator.comparingInt(Role::position).reversed())
        .forEach(role -> roles.add(role(role)));
    ArrayNode channels = json.putArray("channels");
    for (Channel channel : guild.channels()) {
      long may = Permissions.in(guild, viewer, channel);
      if (Permissions.has(may, Permissions.VIEW_CHANNEL)) {
        channels.add(channel(channel, may));
      }
    }
    ArrayNode members = json.putArray("members");
    shown(guild, viewer).forEach(member -> members.add(member(member)));
    ArrayNode former = json.putArray("absent");
    world.people().stream()
        .filter(user -> guild.member(user.id()).isEmpty())
        .limit(MOST_PEOPLE)
        .forEach(
            user ->
                former.addObject().put("id", Json.id(user.id())).put("name", user.displayName()));
    return json;
  }

  private static List<Member> shown(Guild guild, Member viewer) {
    List<Member> shown =
        new ArrayList<>(guild.members().values().stream().limit(MOST_PEOPLE).toList());
    if (!shown.contains(viewer)) {
      shown.add(viewer);
    }
    return shown;
  }

  private static ObjectNode role(Role role) {
    return Json.object()
        .put("id", Json.id(role.id()))
        .put("name", role.name())
        .put("color", role.color() == 0 ? "" : String.format(Locale.ROOT, "#%06x", role.color()))
        .put("position", role.position())
        .put("managed", role.managed());
  }

  private static ObjectNode channel(Channel channel, long may) {
    ObjectNode full = channel.json();
    long writing =
        channel.type().thread() ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.SEND_MESSAGES;
    return Json.object()
        .put("id", Json.id(channel.id()))
        .put("name", channel.name())
        .put("type", channel.type().number())
        .put("kind", kind(channel.type()))
        .put("parent", Json.id(channel.parentId()))
        .put("position", channel.position())
        .put("topic", full.path("topic").asText(""))
        .put("lastMessageId", full.path("last_message_id").asText(""))
        .put("canWrite", channel.type().takesMessages() && Permissions.has(may, writing));
  }

  private static String kind(ChannelType type) {
    return switch (type) {
      case TEXT -> "text";
      case DM -> "direct";
      case VOICE, STAGE -> "voice";
      case CATEGORY -> "category";
      case ANNOUNCEMENT -> "announcement";
      case ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD -> "thread";
      case FORUM -> "forum";
    };
  }

  private static ObjectNode member(Member member) {
    User user = member.user();
    ObjectNode json =
        Json.object()
            .put("id", Json.id(user.id()))
            .put("name", member.displayName())
            .put("username", user.username())
            .put("bot", user.bot())
            .put("badge", member.badge());
    json.set("roles", Json.ids(member.roles()));
    return json;
  }

  // A channel

  /** The newest messages that this user sees, in the order in which they were written. */
  ArrayNode messages(Channel channel, User viewer) {
    return world.still(
        () -> {
          checkSees(channel, viewer);
          List<Message> read =
              world.messages().list(channel, 0, READ_MESSAGES, viewer.id()).stream()
                  .sorted(Comparator.comparingLong(message -> clock.placeOf(message.id())))
                  .toList();
          ArrayNode out = Json.array();
          read.subList(Math.max(0, read.size() - MOST_MESSAGES), read.size())
              .forEach(message -> out.add(message(message)));
          return out;
        });
  }

  private ObjectNode message(Message message) {
    return Json.shallow(message.gatewayJson())
        .put("place", Json.id(clock.placeOf(message.id())))
        .put("ephemeral", message.ephemeral());
  }

  /** Throws a {@link Refusal} when the user can't look into the channel. */
  void checkSees(Channel channel, User viewer) {
    boolean sees =
        channel.type() == ChannelType.DM
            ? channel.recipients().contains(viewer)
            : Permissions.has(world.permissions(viewer.id(), channel), Permissions.VIEW_CHANNEL);
    if (!sees) {
      throw Refusal.missingAccess();
    }
  }

  /** The commands that this user can use here, each with its application. */
  ArrayNode commands(Channel channel, User user) {
    ArrayNode out = Json.array();
    for (Interactions.Offer offer : interactions.offers(channel, user)) {
      if (offer.command().path("type").asInt() == 1) {
        out.addObject()
            .put("application", Json.id(offer.application().id()))
            .put("applicationName", offer.application().name())
            .set("command", offer.command());
      }
    }
    return out;
  }

  // An interaction

  /** What has come of an interaction; its messages are fetched with the others. */
  static ObjectNode outcome(long interactionId, InvocationResult result) {
    ObjectNode json =
        Json.object()
            .put("interaction", Json.id(interactionId))
            .put("state", result.state().name())
            .put("failure", result.failure());
    result.modal().ifPresent(modal -> json.set("modal", modal));
    ArrayNode choices = json.putArray("choices");
    result.choices().forEach(choices::add);
    return json;
  }
}
