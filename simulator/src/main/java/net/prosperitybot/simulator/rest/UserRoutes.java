package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.simulator.rest.Pictures.Change;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;

/** Accounts, the bot's own and others', and direct channels. */
final class UserRoutes {
  private final World world;

  UserRoutes(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.bot(GET, "/users/@me", Limit.USUAL, this::self),
        Route.bot(PATCH, "/users/@me", Limit.USUAL, this::change),
        Route.bot(GET, "/users/@me/guilds", Limit.USUAL, this::guilds),
        Route.bot(DELETE, "/users/@me/guilds/{guild_id}", Limit.USUAL, this::leave),
        Route.bot(POST, "/users/@me/channels", Limit.USUAL, this::openDirect),
        Route.bot(GET, "/users/{user_id}", Limit.USUAL, this::user));
  }

  private Answer self(Call call) {
    return Answer.ok(world.applications().ownUser(call.application()));
  }

  private Answer change(Call call) {
    String name = call.body().path("username").asText("");
    Optional<Change> avatar = Pictures.given(call.body(), "avatar");
    if (!name.isEmpty()) {
      if (name.length() < 2 || name.length() > 32) {
        throw Problems.one(
            "username", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length.");
      }
      world.applications().rename(call.application(), name);
    }
    avatar.ifPresent(given -> world.applications().avatar(call.application(), given.picture()));
    return self(call);
  }

  private Answer guilds(Call call) {
    long after = call.queryId("after");
    int limit = call.number("limit", 200, 1, 200);
    return Answer.ok(
        world.still(
            () -> {
              ArrayNode out = Json.array();
              world.guildIdsOf(call.application().id()).stream()
                  .filter(id -> id > after)
                  .limit(limit)
                  .forEach(
                      id -> world.guild(id).ifPresent(g -> out.add(own(g, call.application()))));
              return out;
            }));
  }

  private static ObjectNode own(Guild guild, Application application) {
    long may = guild.member(application.id()).map(m -> Permissions.in(guild, m)).orElse(0L);
    ObjectNode json =
        Json.object()
            .put("id", Json.id(guild.id()))
            .put("name", guild.name())
            .putNull("icon")
            .putNull("banner")
            .put("owner", false)
            .put("permissions", Long.toString(may));
    json.putArray("features");
    return json;
  }

  private Answer leave(Call call) {
    call.bot().leave(call.id("guild_id"));
    return Answer.nothing();
  }

  private Answer openDirect(Call call) {
    long recipient = Json.idIn(call.body(), "recipient_id");
    if (recipient == 0) {
      throw Problems.one("recipient_id", "BASE_TYPE_REQUIRED", "This field is required");
    }
    return Answer.ok(call.bot().openDirect(recipient).json());
  }

  private Answer user(Call call) {
    return Answer.ok(world.user(call.id("user_id")).orElseThrow(Refusal::unknownUser).json());
  }
}
