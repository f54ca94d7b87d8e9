package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * How an application asks to be installed. Permissions come as a number or as text, and may be left
 * out as scopes may; Discord answers with both, and with permissions as text.
 */
final class InstallParams {
  private static final String IN_SERVERS = "0";
  private static final String PARAMS = "oauth2_install_params";

  private InstallParams() {}

  /** As Discord answers what it was given. */
  static ObjectNode answered(JsonNode given) {
    ObjectNode params = Json.object();
    ArrayNode scopes = params.putArray("scopes");
    given.path("scopes").forEach(scopes::add);
    return params.put(
        "permissions", Json.has(given, "permissions") ? given.path("permissions").asText() : "0");
  }

  /** The same for each kind of installation. */
  static ObjectNode byKind(ObjectNode given) {
    ObjectNode config = Json.object();
    for (Map.Entry<String, JsonNode> kind : given.properties()) {
      ObjectNode said = config.putObject(kind.getKey());
      if (kind.getValue().path(PARAMS) instanceof ObjectNode params) {
        said.set(PARAMS, answered(params));
      }
    }
    return config;
  }

  /** The permissions that are asked for in servers. */
  static Optional<String> permissions(ObjectNode byKind) {
    return Optional.ofNullable(
        byKind.path(IN_SERVERS).path(PARAMS).path("permissions").textValue());
  }
}
