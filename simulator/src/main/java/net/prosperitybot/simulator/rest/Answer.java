package net.prosperitybot.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import net.prosperitybot.simulator.world.Json;
import org.jspecify.annotations.Nullable;

/** A status, and a body unless there is nothing to say. */
record Answer(int status, @Nullable JsonNode body) {
  static Answer ok(JsonNode body) {
    return new Answer(200, body);
  }

  static Answer ok(Collection<? extends JsonNode> bodies) {
    ArrayNode array = Json.array();
    bodies.forEach(array::add);
    return ok(array);
  }

  static Answer created(JsonNode body) {
    return new Answer(201, body);
  }

  static Answer nothing() {
    return new Answer(204, null);
  }
}
