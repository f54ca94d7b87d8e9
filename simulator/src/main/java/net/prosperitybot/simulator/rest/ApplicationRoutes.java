package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.World;

/** The application itself, and where its gateway is. */
final class ApplicationRoutes {
  private static final int IDENTIFIES_PER_DAY = 1000;

  private final World world;
  private final Interactions interactions;

  ApplicationRoutes(World world, Interactions interactions) {
    this.world = world;
    this.interactions = interactions;
  }

  List<Route> routes() {
    return List.of(
        Route.bot(GET, "/applications/@me", Limit.USUAL, this::application),
        Route.bot(PATCH, "/applications/@me", Limit.USUAL, this::change),
        Route.bot(GET, "/oauth2/applications/@me", Limit.USUAL, this::application),
        Route.bot(
            GET,
            "/applications/{application_id}/entitlements",
            Limit.USUAL,
            call -> noEntitlements(call)));
  }

  /** Nobody buys anything in the local Discord. */
  private static Answer noEntitlements(Call call) {
    CommandRoutes.own(call);
    return Answer.ok(Json.array());
  }

  /** The two that are not under the application; the gateway's address is known only here. */
  static List<Route> gatewayRoutes(Function<Call, String> address) {
    return List.of(
        Route.open(
            GET,
            "/gateway",
            Limit.USUAL,
            call -> Answer.ok(Json.object().put("url", address.apply(call)))),
        Route.bot(GET, "/gateway/bot", Limit.USUAL, call -> gatewayBot(call, address.apply(call))));
  }

  private static Answer gatewayBot(Call call, String address) {
    ObjectNode json = Json.object().put("url", address).put("shards", 1);
    json.putObject("session_start_limit")
        .put("total", IDENTIFIES_PER_DAY)
        .put("remaining", IDENTIFIES_PER_DAY)
        .put("reset_after", 14_400_000)
        .put("max_concurrency", call.application().maxConcurrency());
    return Answer.ok(json);
  }

  private Answer application(Call call) {
    return Answer.ok(world.applications().json(call.application()));
  }

  private Answer change(Call call) {
    Application application = call.application();
    JsonNode body = call.body();
    if (body.has("flags")) {
      long flags = body.path("flags").asLong();
      if ((flags & ~Intents.SETTABLE_FLAGS) != 0) {
        throw Problems.one("flags", "APPLICATION_FLAGS_INVALID", "These flags can't be set");
      }
    }
    if (body.has("interactions_endpoint_url")) {
      endpoint(application, body.path("interactions_endpoint_url").asText(""), body);
    }
    if (Json.has(body, "description")) {
      world.applications().describe(application, body.path("description").asText());
    }
    if (Json.has(body, "flags")) {
      world.applications().grant(application, Intents.grantedBy(body.path("flags").asLong()));
    }
    return application(call);
  }

  /** The check asks the application over HTTP, so the world does not wait for it. */
  private void endpoint(Application application, String url, JsonNode body) {
    if (body.path("interactions_endpoint_url").isNull() || url.isEmpty()) {
      world.applications().interactionsEndpoint(application, null);
      return;
    }
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw Problems.one(
          "interactions_endpoint_url", "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    }
    interactions.checkEndpoint(application, url);
    world.applications().interactionsEndpoint(application, url);
  }
}
