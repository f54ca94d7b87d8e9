package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.function.Supplier;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/** The routes of the page: its files on {@code /}, its API and its stream on {@code /local}. */
public final class Page implements AutoCloseable {
  private static final String CHANNEL = "/local/api/channels/{channel}";
  private static final String MEMBERS = "/local/api/servers/{server}/members";

  private final World world;
  private final BotConnections connections;
  private final MessageClock clock;
  private final ServerNotes notes;
  private final Feed feed;
  private final PageView view;
  private final PageActions actions;
  private final PageApplications applications;
  private final PageGuard guard = new PageGuard();

  public Page(
      World world, Interactions interactions, BotConnections connections, InstantSource time) {
    this.world = world;
    this.connections = connections;
    this.clock = new MessageClock(time);
    this.feed = new Feed();
    this.notes = new ServerNotes(world, guildId -> feed.tell("notes:" + guildId));
    this.applications = new PageApplications(world, interactions, connections);
    this.view = new PageView(world, interactions, applications, clock, notes);
    this.actions = new PageActions(world, interactions, view, clock);
    world.attach(feed);
    world.attach(notes);
  }

  /** Adds every route. */
  public void register(JavalinConfig config) {
    config.routes.before("/", guard::check);
    config.routes.before("/local/*", guard::check);
    PageFiles.register(config);
    new Cdn(world).register(config);
    config.routes.before("/local/events", context -> feed.checkRoom());
    config.routes.sse(
        "/local/events",
        client -> {
          notes.start();
          feed.serve(client);
        });
    get(config, "/local/api/state", this::state);
    get(config, CHANNEL + "/messages", c -> view.messages(channel(c), viewer(c)));
    get(config, CHANNEL + "/commands", c -> view.commands(channel(c), viewer(c)));
    writing(config);
    interacting(config);
    bending(config);
    owning(config);
  }

  private void writing(JavalinConfig config) {
    post(
        config, CHANNEL + "/messages", (c, order) -> actions.write(channel(c), user(order), order));
    post(
        config,
        CHANNEL + "/series",
        (c, order) -> {
          actions.writeSeries(channel(c), user(order), order);
          return clockChanged();
        });
    post(
        config,
        CHANNEL + "/messages/{message}/delete",
        (c, order) -> {
          actions.delete(channel(c), user(order), id(c, "message"));
          return Json.object();
        });
  }

  private void interacting(JavalinConfig config) {
    post(
        config,
        CHANNEL + "/commands",
        (c, order) -> actions.command(channel(c), user(order), order));
    post(
        config,
        CHANNEL + "/suggestions",
        (c, order) -> actions.suggest(channel(c), user(order), order));
    post(
        config,
        CHANNEL + "/messages/{message}/components",
        (c, order) -> actions.component(channel(c), user(order), id(c, "message"), order));
    post(
        config,
        "/local/api/interactions/{interaction}/modal",
        (c, order) -> actions.submit(user(order), id(c, "interaction"), order));
  }

  private void bending(JavalinConfig config) {
    post(config, MEMBERS, (c, order) -> actions.arrive(guild(c), order));
    post(
        config,
        MEMBERS + "/{user}/join",
        (c, order) -> {
          actions.join(guild(c), user(id(c, "user")));
          return Json.object();
        });
    post(
        config,
        MEMBERS + "/{user}/leave",
        (c, order) -> {
          actions.leave(guild(c), user(id(c, "user")));
          return Json.object();
        });
    post(
        config,
        "/local/api/applications/{application}/cut",
        (c, order) -> {
          connections.cut(application(c).id());
          feed.tell("applications");
          return Json.object();
        });
    post(
        config,
        "/local/api/clock",
        (c, order) -> {
          actions.setClock(order);
          return clockChanged();
        });
  }

  private void owning(JavalinConfig config) {
    String one = "/local/api/applications/{application}";
    post(config, "/local/api/applications", (c, order) -> applications.create(user(order), order));
    post(config, one + "/token", (c, order) -> applications.resetToken(application(c)));
    post(config, one + "/intents", done((c, order) -> applications.intents(application(c), order)));
    post(
        config,
        one + "/endpoint",
        done((c, order) -> applications.endpoint(application(c), order)));
    post(config, one + "/delete", done((c, order) -> applications.delete(application(c))));
    post(
        config,
        one + "/servers/{server}/invite",
        done((c, order) -> applications.invite(application(c), guild(c), user(order), order)));
    post(
        config,
        one + "/entitlements/{entitlement}/end",
        done((c, order) -> applications.end(application(c), id(c, "entitlement"))));
    post(
        config,
        one + "/entitlements/{entitlement}/refund",
        done((c, order) -> applications.refund(application(c), id(c, "entitlement"))));
    post(
        config,
        "/local/api/skus/{sku}/buy",
        (c, order) -> applications.buy(id(c, "sku"), user(order), order));
  }

  @FunctionalInterface
  private interface Deed {
    void carryOut(Context context, JsonNode order);
  }

  private static Act done(Deed deed) {
    return (context, order) -> {
      deed.carryOut(context, order);
      return Json.object();
    };
  }

  private JsonNode clockChanged() {
    feed.tell("clock");
    return Json.object().put("aheadSeconds", clock.ahead().toSeconds());
  }

  private JsonNode state(Context context) {
    return view.state(idIn(context, "server"), idIn(context, "as"));
  }

  // Reading requests

  private Channel channel(Context context) {
    return world.channel(id(context, "channel")).orElseThrow(Refusal::unknownChannel);
  }

  private Guild guild(Context context) {
    return world.guild(id(context, "server")).orElseThrow(Refusal::unknownGuild);
  }

  private Application application(Context context) {
    return world.application(id(context, "application")).orElseThrow(Refusal::unknownApplication);
  }

  private User viewer(Context context) {
    return user(idIn(context, "as"));
  }

  private User user(JsonNode order) {
    return user(Json.idIn(order, "as"));
  }

  private User user(long id) {
    return world.user(id).orElseThrow(Refusal::unknownUser);
  }

  private static long id(Context context, String parameter) {
    return Json.idFrom(context.pathParam(parameter));
  }

  private static long idIn(Context context, String parameter) {
    String text = context.queryParam(parameter);
    return text == null ? 0 : Json.idFrom(text);
  }

  // Answering

  @FunctionalInterface
  private interface Look {
    JsonNode answer(Context context);
  }

  @FunctionalInterface
  private interface Act {
    JsonNode answer(Context context, JsonNode order);
  }

  private static void get(JavalinConfig config, String path, Look look) {
    config.routes.get(path, context -> respond(context, () -> look.answer(context)));
  }

  private static void post(JavalinConfig config, String path, Act act) {
    config.routes.post(
        path,
        context ->
            respond(
                context,
                () -> {
                  JsonNode order =
                      Json.parse(context.bodyAsBytes()).orElseThrow(Refusal::malformedJson);
                  return act.answer(context, order);
                }));
  }

  private static void respond(Context context, Supplier<JsonNode> answer) {
    JsonNode json;
    try {
      json = answer.get();
    } catch (Refusal refusal) {
      context.status(refusal.status());
      json = refusal.body();
    } catch (IllegalArgumentException mistake) {
      context.status(400);
      json = Json.object().put("message", mistake.getMessage());
    }
    context.contentType("application/json").result(Json.bytes(json));
  }

  @Override
  public void close() {
    world.detach(feed);
    world.detach(notes);
    notes.close();
    feed.close();
  }
}
