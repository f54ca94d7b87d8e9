package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The options that a call gave, by name, with what they name. */
public final class GivenOptions {
  private final Map<String, JsonNode> values;
  private final Resolved resolved;

  GivenOptions(Map<String, JsonNode> values, Resolved resolved) {
    this.values = Map.copyOf(values);
    this.resolved = resolved;
  }

  public Optional<String> text(String name) {
    return value(name).map(value -> Json.text(value, name));
  }

  public Optional<Long> integer(String name) {
    return value(name).map(value -> Json.integer(value, name));
  }

  /** The number with the digits that were typed. */
  public Optional<BigDecimal> number(String name) {
    return value(name).map(value -> Json.number(value, name));
  }

  public Optional<Boolean> truth(String name) {
    return value(name).map(value -> Json.truth(value, name));
  }

  public Optional<GivenUser> user(String name) {
    return snowflake(name).map(resolved::user);
  }

  public Optional<GivenRole> role(String name) {
    return snowflake(name).map(resolved::role);
  }

  public Optional<GivenChannel> channel(String name) {
    return snowflake(name).map(resolved::channel);
  }

  private Optional<Long> snowflake(String name) {
    return value(name).map(value -> Json.snowflake(value, name));
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
