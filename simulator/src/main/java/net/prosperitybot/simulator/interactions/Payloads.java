package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/** Builds interactions as Discord sends them. Use it while the world stands still. */
final class Payloads {
  private static final String LOCALE = "en-GB";
  private static final String GUILD_LOCALE = "en-US";

  private final World world;

  Payloads(World world) {
    this.world = world;
  }

  /** All but {@code data} and {@code message}. */
  ObjectNode frame(
      long id,
      String token,
      Invocation.Kind kind,
      Application application,
      Channel channel,
      User user) {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id))
            .put("application_id", Json.id(application.id()))
            .put("type", kind.number())
            .put("token", token)
            .put("version", 1)
            .put("locale", LOCALE)
            .put("channel_id", Json.id(channel.id()))
            .put("attachment_size_limit", 10_485_760);
    ArrayNode entitlements = json.putArray("entitlements");
    ArrayNode skuIds = json.putArray("entitlement_sku_ids");
    for (ObjectNode each : world.shop().activeFor(application, user.id(), channel.guildId())) {
      entitlements.add(each);
      skuIds.add(each.path("sku_id"));
    }
    Optional<Guild> guild = world.guild(channel.guildId());
    json.set("authorizing_integration_owners", owners(channel));
    if (guild.isPresent()) {
      inGuild(json, guild.get(), application, channel, user);
    } else {
      json.put("context", 1).put("app_permissions", Long.toString(Permissions.ALL));
      json.set("user", user.json());
      json.set("channel", channel.json());
    }
    return json;
  }

  /** The server that the command was installed in; 0 stands for direct messages. */
  static ObjectNode owners(Channel channel) {
    return Json.object().put("0", Json.id(channel.guildId()));
  }

  private void inGuild(
      ObjectNode json, Guild guild, Application application, Channel channel, User user) {
    long may = world.permissions(user.id(), channel);
    json.put("context", 0)
        .put("guild_id", Json.id(guild.id()))
        .put("guild_locale", GUILD_LOCALE)
        .put("app_permissions", Long.toString(world.permissions(application.id(), channel)));
    json.putObject("guild")
        .put("id", Json.id(guild.id()))
        .put("locale", GUILD_LOCALE)
        .putArray("features");
    guild
        .member(user.id())
        .ifPresent(
            member -> json.set("member", member.json().put("permissions", Long.toString(may))));
    json.set("channel", channel.partial(may));
  }

  /**
   * The entities that options or chosen values name.
   *
   * @param by who names them; a channel comes with what they may do there
   */
  ObjectNode resolved(
      Channel channel, User by, Set<Long> users, Set<Long> roles, Set<Long> channels) {
    ObjectNode json = Json.object();
    Optional<Guild> guild = world.guild(channel.guildId());
    for (long id : users) {
      world
          .user(id)
          .ifPresent(user -> json.withObjectProperty("users").set(Json.id(id), user.json()));
      guild
          .flatMap(server -> server.member(id))
          .ifPresent(
              member -> {
                ObjectNode partial = member.withoutUser();
                partial.remove("mute");
                partial.remove("deaf");
                partial.put("permissions", Long.toString(world.permissions(id, channel)));
                json.withObjectProperty("members").set(Json.id(id), partial);
              });
    }
    for (long id : roles) {
      guild
          .flatMap(server -> server.role(id))
          .ifPresent(role -> json.withObjectProperty("roles").set(Json.id(id), role.json()));
    }
    for (long id : channels) {
      world
          .channel(id)
          .ifPresent(
              each ->
                  json.withObjectProperty("channels")
                      .set(Json.id(id), each.partial(world.permissions(by.id(), each))));
    }
    return json;
  }
}
