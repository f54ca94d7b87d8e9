package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.PUT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.World;

/** Servers, their members, roles and channels. */
final class GuildRoutes {
  private final World world;

  GuildRoutes(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.bot(GET, "/guilds/{guild_id}", Limit.USUAL, this::guild),
        Route.bot(GET, "/guilds/{guild_id}/channels", Limit.USUAL, this::channels),
        Route.bot(GET, "/guilds/{guild_id}/roles", Limit.USUAL, this::roles),
        Route.bot(GET, "/guilds/{guild_id}/roles/{role_id}", Limit.USUAL, this::role),
        Route.bot(GET, "/guilds/{guild_id}/members", Limit.MEMBER_LIST, this::members),
        Route.bot(PATCH, "/guilds/{guild_id}/members/@me", Limit.USUAL, this::editSelf),
        Route.bot(GET, "/guilds/{guild_id}/members/{user_id}", Limit.USUAL, this::member),
        Route.bot(PATCH, "/guilds/{guild_id}/members/{user_id}", Limit.MEMBER_ROLE, this::edit),
        Route.bot(
            PUT,
            "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
            Limit.MEMBER_ROLE,
            this::addRole),
        Route.bot(
            DELETE,
            "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
            Limit.MEMBER_ROLE,
            this::removeRole));
  }

  private static Guild guildOf(Call call) {
    return call.bot().guild(call.id("guild_id"));
  }

  private Answer guild(Call call) {
    return Answer.ok(
        world.still(
            () -> {
              Guild guild = guildOf(call);
              ObjectNode json = guild.json();
              if (call.flag("with_counts")) {
                json.put("approximate_member_count", guild.members().size())
                    .put("approximate_presence_count", guild.members().size());
              }
              return json;
            }));
  }

  private Answer channels(Call call) {
    return Answer.ok(
        world.still(
            () ->
                guildOf(call).channels().stream()
                    .filter(channel -> !channel.type().thread())
                    .map(Channel::json)
                    .toList()));
  }

  private Answer roles(Call call) {
    return Answer.ok(world.still(() -> guildOf(call).roles().stream().map(Role::json).toList()));
  }

  private Answer role(Call call) {
    return Answer.ok(
        world.still(
            () -> guildOf(call).role(call.id("role_id")).orElseThrow(Refusal::unknownRole).json()));
  }

  private Answer members(Call call) {
    int limit = call.number("limit", 1, 1, 1000);
    return Answer.ok(call.bot().members(call.id("guild_id"), call.queryId("after"), limit));
  }

  private Answer member(Call call) {
    return Answer.ok(
        world.still(() -> call.bot().member(guildOf(call), call.id("user_id")).json()));
  }

  private Answer edit(Call call) {
    return Answer.ok(
        call.bot().editMember(call.id("guild_id"), call.id("user_id"), call.objectBody()));
  }

  private Answer editSelf(Call call) {
    return Answer.ok(
        call.bot().editMember(call.id("guild_id"), call.application().id(), call.objectBody()));
  }

  private Answer addRole(Call call) {
    call.bot().addRole(call.id("guild_id"), call.id("user_id"), call.id("role_id"));
    return Answer.nothing();
  }

  private Answer removeRole(Call call) {
    call.bot().removeRole(call.id("guild_id"), call.id("user_id"), call.id("role_id"));
    return Answer.nothing();
  }
}
