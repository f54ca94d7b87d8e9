package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** The options that a call gave, by name, with the users they name. */
public final class GivenOptions {
  private final Map<String, JsonNode> values;
  private final JsonNode resolved;

  GivenOptions(Map<String, JsonNode> values, JsonNode resolved) {
    this.values = Map.copyOf(values);
    this.resolved = resolved;
  }

  public Optional<String> text(String name) {
    return value(name).map(value -> Json.text(value, name));
  }

  public Optional<Long> integer(String name) {
    return value(name).map(value -> Json.integer(value, name));
  }

  public Optional<Boolean> truth(String name) {
    return value(name).map(value -> Json.truth(value, name));
  }

  /** The user that an option names; the name comes from what Discord resolved for us. */
  public Optional<GivenUser> user(String name) {
    return value(name)
        .map(
            value -> {
              long id = Json.snowflake(value, name);
              JsonNode user = resolved.path("users").path(Long.toString(id));
              JsonNode member = resolved.path("members").path(Long.toString(id));
              return new GivenUser(id, Json.shownName(user, member), Json.isTrue(user, "bot"));
            });
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
