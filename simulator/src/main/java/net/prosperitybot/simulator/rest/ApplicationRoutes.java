package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import net.prosperitybot.simulator.gateway.SessionStartLimit;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;

/** The application itself, and where its gateway is. */
final class ApplicationRoutes {
  private static final int LONGEST_URL = 2048;

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
        Route.bot(GET, "/oauth2/applications/@me", Limit.USUAL, this::application));
  }

  /** The two that are not under the application; the gateway's address is known only here. */
  static List<Route> gatewayRoutes(
      Function<Call, String> address, LongFunction<SessionStartLimit> sessionStarts) {
    return List.of(
        Route.open(
            GET,
            "/gateway",
            Limit.USUAL,
            call -> Answer.ok(Json.object().put("url", address.apply(call)))),
        Route.bot(
            GET,
            "/gateway/bot",
            Limit.USUAL,
            call -> gatewayBot(call, address.apply(call), sessionStarts)));
  }

  private static Answer gatewayBot(
      Call call, String address, LongFunction<SessionStartLimit> sessionStarts) {
    SessionStartLimit limit = sessionStarts.apply(call.application().id());
    ObjectNode json = Json.object().put("url", address).put("shards", 1);
    json.putObject("session_start_limit")
        .put("total", limit.total())
        .put("remaining", limit.remaining())
        .put("reset_after", limit.resetAfter().toMillis())
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
      // What stands there already may be named with the rest.
      if (((flags ^ application.flags()) & ~Intents.SETTABLE_FLAGS) != 0) {
        throw Problems.one("flags", "APPLICATION_FLAGS_INVALID", "These flags can't be set");
      }
    }
    Optional<Pictures.Change> icon = Pictures.given(body, "icon");
    if (body.has("interactions_endpoint_url")) {
      endpoint(application, body.path("interactions_endpoint_url").asText(""), body);
    }
    if (Json.has(body, "description")) {
      JsonNode text = body.path("description");
      world
          .applications()
          .describe(application, text.isObject() ? text.path("default").asText() : text.asText());
    }
    if (Json.has(body, "flags")) {
      world.applications().grant(application, Intents.grantedBy(body.path("flags").asLong()));
    }
    icon.ifPresent(given -> world.applications().icon(application, given.picture()));
    if (body.has("install_params")) {
      world
          .applications()
          .installParams(
              application, body.path("install_params") instanceof ObjectNode given ? given : null);
    }
    if (body.has("custom_install_url")) {
      installUrl(application, body.path("custom_install_url"));
    }
    if (body.path("integration_types_config") instanceof ObjectNode given) {
      world.applications().integrationTypes(application, given);
    }
    return application(call);
  }

  private void installUrl(Application application, JsonNode url) {
    if (url.isNull()) {
      world.applications().customInstallUrl(application, null);
      return;
    }
    checkUrl("custom_install_url", url.asText());
    world.applications().customInstallUrl(application, url.asText());
  }

  /** The check asks the application over HTTP, so the world does not wait for it. */
  private void endpoint(Application application, String url, JsonNode body) {
    if (body.path("interactions_endpoint_url").isNull() || url.isEmpty()) {
      world.applications().interactionsEndpoint(application, null);
      return;
    }
    checkUrl("interactions_endpoint_url", url);
    interactions.checkEndpoint(application, url);
    world.applications().interactionsEndpoint(application, url);
  }

  private static void checkUrl(String field, String url) {
    if (url.length() > LONGEST_URL) {
      throw Problems.one(
          field, "BASE_TYPE_MAX_LENGTH", "Must be " + LONGEST_URL + " or fewer in length.");
    }
    URI parsed;
    try {
      parsed = new URI(url);
    } catch (URISyntaxException notAUrl) {
      throw notWellFormed(field);
    }
    String scheme = parsed.getScheme();
    if (scheme == null || parsed.getHost() == null) {
      throw notWellFormed(field);
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Problems.one(
          field,
          "URL_TYPE_INVALID_SCHEME",
          "Scheme \"" + scheme + "\" is not supported. Scheme must be one of ('http', 'https').");
    }
  }

  private static Refusal notWellFormed(String field) {
    return Problems.one(field, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
  }
}
