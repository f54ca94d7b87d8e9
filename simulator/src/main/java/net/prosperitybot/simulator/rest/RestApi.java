package net.prosperitybot.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.audit.RequestLog;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.gateway.SessionStartLimit;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a request: read, authenticate, go wrong if planned, count, serve, record, answer. */
public final class RestApi {
  private static final Logger log = LoggerFactory.getLogger(RestApi.class);
  private static final List<String> PREFIXES = List.of("/api/v10", "/api/v9", "/api");

  private final World world;
  private final InstantSource clock;
  private final RateLimiter limiter;
  private final Faults faults;
  private final RequestLog requests;
  private final List<Route> routes = new ArrayList<>();

  /**
   * @param sessionStarts an application's present limit
   */
  public RestApi(
      World world,
      Interactions interactions,
      InstantSource clock,
      Faults faults,
      RequestLog requests,
      boolean generousLimits,
      LongFunction<SessionStartLimit> sessionStarts) {
    this.world = world;
    this.clock = clock;
    this.limiter = new RateLimiter(clock, generousLimits);
    this.faults = faults;
    this.requests = requests;
    routes.addAll(ApplicationRoutes.gatewayRoutes(Call::gatewayAddress, sessionStarts));
    routes.addAll(new UserRoutes(world).routes());
    routes.addAll(new ApplicationRoutes(world, interactions).routes());
    routes.addAll(new EntitlementRoutes(world).routes());
    routes.addAll(new CommandRoutes(world).routes());
    routes.addAll(new GuildRoutes(world).routes());
    routes.addAll(new ChannelRoutes(world).routes());
    routes.addAll(new InteractionRoutes(interactions).routes());
  }

  /** Adds every route, and an answer for what is none. */
  public void register(JavalinConfig config) {
    for (String prefix : PREFIXES) {
      for (Route route : routes) {
        config.routes.addHttpHandler(
            route.method(), prefix + route.template(), context -> serve(route, context));
      }
    }
    config.routes.error(404, this::unknownPath);
  }

  /**
   * Sets how often a route may be used by an application in each server, channel or webhook, also
   * where limits are generous otherwise.
   *
   * @param template Discord's own, such as {@code
   *     /guilds/{guild_id}/members/{user_id}/roles/{role_id}}
   */
  public void limit(String method, String template, int requests, Duration window) {
    boolean known =
        routes.stream()
            .anyMatch(
                route -> route.method().name().equals(method) && route.template().equals(template));
    if (!known) {
      throw new IllegalArgumentException("there is no route " + method + " " + template);
    }
    limiter.limit(method, template, new Limit(requests, window));
  }

  private void unknownPath(Context context) {
    if (context.path().startsWith("/api/") && context.attribute("served") == null) {
      finish(context, "", 0, null, refusalAnswer(Refusal.notFound()));
    }
  }

  private void serve(Route route, Context context) {
    context.attribute("served", true);
    byte[] raw = context.bodyAsBytes();
    Optional<JsonNode> body = raw.length == 0 ? Optional.empty() : Json.parse(raw);
    @Nullable Application caller = caller(context);
    long callerId = caller == null ? 0 : caller.id();
    Optional<Fault> fault = faults.take(callerId, context.method().name(), context.path());
    if (fault.isPresent()
        && goesWrongBefore(fault.get(), route, context, callerId, body.orElse(null))) {
      return;
    }
    Answer answer;
    if (raw.length > 0 && body.isEmpty()) {
      answer = refusalAnswer(Refusal.malformedJson());
    } else {
      answer = limited(route, context, caller, body.orElse(null));
    }
    if (fault.isPresent()
        && goesWrongAfter(fault.get(), route, context, callerId, body.orElse(null))) {
      return;
    }
    finish(context, route.template(), callerId, body.orElse(null), answer);
  }

  /** Only {@code Authorization: Bot TOKEN} counts. */
  private @Nullable Application caller(Context context) {
    String header = context.header("Authorization");
    return header == null || !header.startsWith("Bot ")
        ? null
        : world.applicationByToken(header.substring("Bot ".length())).orElse(null);
  }

  // Faults

  /** Carries out what hinders the request; true when it ends here. */
  private boolean goesWrongBefore(
      Fault fault, Route route, Context context, long caller, @Nullable JsonNode body) {
    return switch (fault) {
      case Fault.Fail fail -> {
        ObjectNode error = Json.object().put("message", fail.message()).put("code", fail.code());
        finish(context, route.template(), caller, body, new Answer(fail.status(), error));
        yield true;
      }
      case Fault.RateLimited limited -> {
        Duration wait = limited.retryAfter();
        Answer answer = tooMany(context, wait, limited.global());
        finish(context, route.template(), caller, body, answer);
        yield true;
      }
      case Fault.Delay delay -> {
        pause(delay.time());
        yield false;
      }
      case Fault.Cut cut -> {
        cut(route, context, caller, body);
        yield true;
      }
      case Fault.FailAfter after -> false;
      case Fault.CutAfter after -> false;
    };
  }

  /** Loses the answer of a request that was processed; true when it ends here. */
  private boolean goesWrongAfter(
      Fault fault, Route route, Context context, long caller, @Nullable JsonNode body) {
    return switch (fault) {
      case Fault.FailAfter after -> {
        ObjectNode error =
            Json.object().put("message", "500: Internal Server Error").put("code", 0);
        finish(context, route.template(), caller, body, new Answer(500, error));
        yield true;
      }
      case Fault.CutAfter after -> {
        cut(route, context, caller, body);
        yield true;
      }
      case Fault.Fail fail -> false;
      case Fault.RateLimited limited -> false;
      case Fault.Delay delay -> false;
      case Fault.Cut cut -> false;
    };
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut(Route route, Context context, long caller, @Nullable JsonNode body) {
    record(context, route.template(), caller, body, new Answer(Exchange.CUT, null));
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  // Serving

  private Answer limited(
      Route route, Context context, @Nullable Application caller, @Nullable JsonNode body) {
    if (route.needsToken() && caller == null) {
      return refusalAnswer(Refusal.unauthorized());
    }
    String path = context.path().replaceFirst("^/api(/v\\d+)?", "");
    RateLimiter.Decision decision =
        limiter.take(caller == null ? 0 : caller.id(), route, Route.majorOf(path));
    if (decision.global()) {
      return tooMany(context, decision.resetAfter(), true);
    }
    headers(context, decision);
    if (!decision.allowed()) {
      return tooMany(context, decision.resetAfter(), false);
    }
    return act(route, new Call(context, world, caller, body));
  }

  private static Answer act(Route route, Call call) {
    try {
      return route.action().serve(call);
    } catch (Refusal refusal) {
      return refusalAnswer(refusal);
    } catch (RuntimeException fault) {
      log.error("{} {} failed in the simulator", route.method(), route.template(), fault);
      return new Answer(
          500, Json.object().put("message", "500: Internal Server Error").put("code", 0));
    }
  }

  private static Answer refusalAnswer(Refusal refusal) {
    return new Answer(refusal.status(), refusal.body());
  }

  private static void headers(Context context, RateLimiter.Decision decision) {
    context.header("X-RateLimit-Limit", Integer.toString(decision.limit()));
    context.header("X-RateLimit-Remaining", Integer.toString(decision.remaining()));
    context.header("X-RateLimit-Reset", seconds(Duration.between(Instant.EPOCH, decision.reset())));
    context.header("X-RateLimit-Reset-After", seconds(decision.resetAfter()));
    context.header("X-RateLimit-Bucket", decision.bucket());
  }

  private static Answer tooMany(Context context, Duration wait, boolean global) {
    context.header("Retry-After", Long.toString(wait.plusMillis(999).toSeconds()));
    context.header("X-RateLimit-Scope", global ? "global" : "user");
    if (global) {
      context.header("X-RateLimit-Global", "true");
    }
    return new Answer(
        429,
        Json.object()
            .put("message", "You are being rate limited.")
            .put("code", 0)
            .put("retry_after", wait.toMillis() / 1000.0)
            .put("global", global));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  // Recording and answering

  /** Recorded before it is answered, so that who has the answer finds the record. */
  private void finish(
      Context context, String template, long caller, @Nullable JsonNode body, Answer answer) {
    record(context, template, caller, body, answer);
    context.status(answer.status());
    // Without it clients take a 429 for one of the proxy in front of Discord.
    context.header("Via", "1.1 google");
    JsonNode json = answer.body();
    if (json != null) {
      context.contentType("application/json").result(Json.bytes(json));
    }
  }

  private void record(
      Context context, String template, long caller, @Nullable JsonNode body, Answer answer) {
    String query = context.queryString();
    requests.add(
        new Exchange(
            clock.instant(),
            caller,
            context.method().name(),
            template,
            context.path(),
            query == null ? "" : query,
            body,
            answer.status(),
            answer.body()));
  }
}
