package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Applications;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;

/** Registration of commands: global ones, and those of a server. */
final class CommandRoutes {
  private static final String GLOBAL = "/applications/{application_id}/commands";
  private static final String OF_GUILD =
      "/applications/{application_id}/guilds/{guild_id}/commands";

  private final World world;

  CommandRoutes(World world) {
    this.world = world;
  }

  List<Route> routes() {
    List<Route> all = new ArrayList<>(routes(GLOBAL, call -> 0));
    all.addAll(routes(OF_GUILD, call -> call.bot().guild(call.id("guild_id")).id()));
    return all;
  }

  private List<Route> routes(String base, ToLongFunction<Call> guild) {
    Applications book = world.applications();
    String one = base + "/{command_id}";
    return List.of(
        Route.bot(
            GET,
            base,
            Limit.USUAL,
            call -> Answer.ok(book.commands(own(call), guild.applyAsLong(call)))),
        Route.bot(
            PUT,
            base,
            Limit.COMMANDS,
            call ->
                Answer.ok(
                    book.overwriteCommands(own(call), guild.applyAsLong(call), call.arrayBody()))),
        Route.bot(
            POST,
            base,
            Limit.COMMANDS,
            call ->
                upsert(book.upsertCommand(own(call), guild.applyAsLong(call), call.objectBody()))),
        Route.bot(
            GET,
            one,
            Limit.USUAL,
            call ->
                Answer.ok(book.command(own(call), guild.applyAsLong(call), call.id("command_id")))),
        Route.bot(
            PATCH,
            one,
            Limit.COMMANDS,
            call ->
                Answer.ok(
                    book.patchCommand(
                        own(call),
                        guild.applyAsLong(call),
                        call.id("command_id"),
                        call.objectBody()))),
        Route.bot(
            DELETE,
            one,
            Limit.COMMANDS,
            call -> {
              book.deleteCommand(own(call), guild.applyAsLong(call), call.id("command_id"));
              return Answer.nothing();
            }));
  }

  private static Answer upsert(Applications.Upserted upserted) {
    return upserted.created() ? Answer.created(upserted.command()) : Answer.ok(upserted.command());
  }

  /** The caller's own application; another's is not its business. */
  static Application own(Call call) {
    if (call.id("application_id") != call.application().id()) {
      throw Refusal.of(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    return call.application();
  }
}
