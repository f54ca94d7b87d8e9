package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;

import java.util.List;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.World;

/** Channels and the messages in them. */
final class ChannelRoutes {
  private final World world;

  ChannelRoutes(World world) {
    this.world = world;
  }

  List<Route> routes() {
    String messages = "/channels/{channel_id}/messages";
    String one = messages + "/{message_id}";
    return List.of(
        Route.bot(GET, "/channels/{channel_id}", Limit.USUAL, this::channel),
        Route.bot(POST, "/channels/{channel_id}/typing", Limit.USUAL, this::typing),
        Route.bot(POST, "/channels/{channel_id}/threads", Limit.USUAL, this::thread),
        Route.bot(GET, messages, Limit.USUAL, this::list),
        Route.bot(POST, messages, Limit.WRITE_MESSAGE, this::write),
        Route.bot(GET, one, Limit.USUAL, this::message),
        Route.bot(PATCH, one, Limit.WRITE_MESSAGE, this::edit),
        Route.bot(DELETE, one, Limit.DELETE_MESSAGE, this::delete));
  }

  private Answer channel(Call call) {
    return Answer.ok(world.still(() -> call.bot().channel(call.id("channel_id")).json()));
  }

  private Answer typing(Call call) {
    Channel channel = call.bot().channel(call.id("channel_id"));
    world.messages().typing(channel, call.application().bot());
    return Answer.nothing();
  }

  private Answer thread(Call call) {
    return Answer.created(call.bot().createThread(call.id("channel_id"), call.objectBody()).json());
  }

  private Answer list(Call call) {
    int limit = call.number("limit", 50, 1, 100);
    List<Message> found = call.bot().messages(call.id("channel_id"), call.queryId("before"), limit);
    return Answer.ok(found.stream().map(Message::json).toList());
  }

  private Answer write(Call call) {
    return Answer.ok(call.bot().write(call.id("channel_id"), call.objectBody()).json());
  }

  private Answer message(Call call) {
    return Answer.ok(call.bot().message(call.id("channel_id"), call.id("message_id")).json());
  }

  private Answer edit(Call call) {
    return Answer.ok(
        call.bot().edit(call.id("channel_id"), call.id("message_id"), call.objectBody()).json());
  }

  private Answer delete(Call call) {
    call.bot().delete(call.id("channel_id"), call.id("message_id"));
    return Answer.nothing();
  }
}
