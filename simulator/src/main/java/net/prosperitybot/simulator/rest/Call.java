package net.prosperitybot.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.BotActions;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** One request, authenticated and read. */
final class Call {
  private final Context context;
  private final World world;
  private final @Nullable Application caller;
  private final @Nullable JsonNode body;

  Call(Context context, World world, @Nullable Application caller, @Nullable JsonNode body) {
    this.context = context;
    this.world = world;
    this.caller = caller;
    this.body = body;
  }

  /** The application whose token was given. */
  Application application() {
    if (caller == null) {
      throw Refusal.unauthorized();
    }
    return caller;
  }

  BotActions bot() {
    return new BotActions(world, application());
  }

  /** The gateway listens where this request arrived. */
  String gatewayAddress() {
    return "ws://" + context.host() + "/gateway";
  }

  /** An id from the path; 0, which nothing has, when it is none. */
  long id(String name) {
    return Json.idFrom(text(name));
  }

  String text(String name) {
    return context.pathParam(name);
  }

  /** A whole number from the query, kept within the range. */
  int number(String name, int byDefault, int min, int max) {
    long given = Json.idFrom(query(name));
    return query(name).isEmpty() ? byDefault : Math.clamp(given, min, max);
  }

  long queryId(String name) {
    return Json.idFrom(query(name));
  }

  /** Ids parted by commas; those that are none are left out. */
  Set<Long> queryIds(String name) {
    return Stream.of(query(name).split(",", -1))
        .map(Json::idFrom)
        .filter(id -> id != 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean flag(String name, boolean byDefault) {
    return query(name).isEmpty() ? byDefault : flag(name);
  }

  boolean flag(String name) {
    return query(name).equals("true") || query(name).equals("1");
  }

  private String query(String name) {
    String given = context.queryParam(name);
    return given == null ? "" : given;
  }

  JsonNode body() {
    return body == null ? Json.object() : body;
  }

  ObjectNode objectBody() {
    if (body() instanceof ObjectNode object) {
      return object;
    }
    throw Refusal.malformedJson();
  }

  ArrayNode arrayBody() {
    if (body() instanceof ArrayNode array) {
      return array;
    }
    throw Refusal.malformedJson();
  }
}
