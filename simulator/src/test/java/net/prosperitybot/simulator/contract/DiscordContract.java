package net.prosperitybot.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.prosperitybot.simulator.contract.Operations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Checks recorded exchanges, and the entities in gateway events and interactions, against Discord's
 * OpenAPI document. The document stays out of the repository: the environment variable or system
 * property {@code DISCORD_OPENAPI} names the file.
 */
public final class DiscordContract {
  private static final String DOCUMENT = "urn:discord";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Documented as strings of digits, typed as integers for requests. */
  private static final Set<String> BIT_FIELDS =
      Set.of("default_member_permissions", "permissions", "allow", "deny");

  /** Arrays of integers that JDA sends as strings of digits; Discord reads both. */
  private static final Set<String> NUMBERS = Set.of("contexts", "integration_types");

  /** The id of a direct channel's user, which JDA sends as a number too; Discord reads both. */
  private static final String OPENED_FOR = "recipient_id";

  private final Operations operations;
  private final Set<String> schemaNames;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private DiscordContract(ObjectNode document) {
    relax(document);
    this.operations = new Operations(document);
    ObjectNode named = (ObjectNode) document.path("components").path("schemas");
    operations.all().forEach(operation -> name(operation, document, named));
    this.schemaNames = new HashSet<>();
    named.fieldNames().forEachRemaining(schemaNames::add);
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(DOCUMENT, schemasAlone(named))));
  }

  /** The contract, if the document is at hand; else says on standard output that it is not. */
  public static Optional<DiscordContract> find() {
    String file = System.getProperty("DISCORD_OPENAPI", System.getenv("DISCORD_OPENAPI"));
    if (file == null || file.isEmpty()) {
      System.out.println(
          "NOT CHECKED against Discord's OpenAPI document: DISCORD_OPENAPI names no file");
      return Optional.empty();
    }
    return Optional.of(read(Path.of(file)));
  }

  private static DiscordContract read(Path file) {
    try {
      return new DiscordContract((ObjectNode) JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schemas as a document of their own: a validator has no use for the rest. */
  private static String schemasAlone(ObjectNode named) {
    ObjectNode root = JSON.createObjectNode();
    root.set("$defs", named);
    return root.toString().replace("#/components/schemas/", "#/$defs/");
  }

  /** Gives the bodies of an operation names of their own, by which they can be found. */
  private static void name(Operation operation, ObjectNode document, ObjectNode named) {
    JsonNode request = operation.definition().path("requestBody").path("content");
    JsonNode body = request.path("application/json").path("schema");
    if (body.isObject()) {
      named.set(requestName(operation), body);
    }
    operation
        .definition()
        .path("responses")
        .properties()
        .forEach(
            response -> {
              JsonNode meant = response.getValue();
              if (meant.has("$ref")) {
                meant = document.at(meant.path("$ref").asText().substring(1));
              }
              JsonNode schema = meant.path("content").path("application/json").path("schema");
              if (schema.isObject()) {
                named.set(responseName(operation, response.getKey()), schema);
              }
            });
  }

  private static String requestName(Operation operation) {
    return "request." + operation.id();
  }

  private static String responseName(Operation operation, String status) {
    return "response." + operation.id() + "." + status;
  }

  private static void relax(JsonNode node) {
    JsonNode properties = node.path("properties");
    for (String field : BIT_FIELDS) {
      JsonNode schema = properties.path(field);
      String types = schema.path("type").toString();
      if (types.contains("\"integer\"") && !types.contains("\"string\"")) {
        ObjectNode either = JSON.createObjectNode();
        ArrayNode any = either.putArray("anyOf");
        any.add(schema);
        any.addObject().put("type", "string").put("pattern", "^[0-9]+$");
        ((ObjectNode) properties).set(field, either);
      }
    }
    if (node instanceof ObjectNode schema) {
      // Discord's note for its own tools.
      schema.remove("x-discord-union");
    }
    node.forEach(DiscordContract::relax);
  }

  /** As Discord reads a request: digits for numbers in some arrays, ids as numbers in some. */
  private static JsonNode asRead(JsonNode value, String inside) {
    if (value instanceof ObjectNode object) {
      ObjectNode out = JSON.createObjectNode();
      object.properties().forEach(each -> out.set(each.getKey(), field(each, inside)));
      return out;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode out = JSON.createArrayNode();
      array.forEach(each -> out.add(asRead(each, inside)));
      return out;
    }
    return value;
  }

  private static JsonNode field(Map.Entry<String, JsonNode> field, String inside) {
    String name = field.getKey();
    JsonNode value = field.getValue();
    if (NUMBERS.contains(name) && value.isArray()) {
      ArrayNode out = JSON.createArrayNode();
      value.forEach(
          each -> {
            if (each.isTextual() && each.asText().matches("\\d+")) {
              out.add(each.asInt());
            } else {
              out.add(each);
            }
          });
      return out;
    }
    boolean idOfPart =
        name.equals("id") && (inside.equals("attachments") || inside.equals("emoji"));
    boolean idAsNumber = value.isIntegralNumber() && (idOfPart || name.equals(OPENED_FOR));
    return idAsNumber ? JSON.getNodeFactory().textNode(value.asText()) : asRead(value, name);
  }

  // Exchanges

  /**
   * What is wrong with one exchange; empty when nothing is.
   *
   * @param path with or without the version; {@code /interactions/ID} is an application's endpoint
   * @param body the request's body; null for none
   * @param response the answer's body; null for none
   */
  public List<String> exchange(
      String method,
      String path,
      @Nullable JsonNode body,
      int status,
      @Nullable JsonNode response) {
    if (!path.startsWith("/api/")) {
      return toEndpoint(body, status, response);
    }
    Optional<Operation> found = operations.find(method, path);
    if (found.isEmpty()) {
      // What Discord does not have it answers with 404, and that is right.
      return status == 404 ? List.of() : List.of(method + " " + path + ": no such operation");
    }
    Operation operation = found.get();
    List<String> problems = new ArrayList<>();
    if (status < 400) {
      request(operation, body, problems);
    }
    response(operation, status, response, problems);
    return problems.stream().map(each -> operation.id() + " " + each).toList();
  }

  private void request(Operation operation, @Nullable JsonNode body, List<String> problems) {
    boolean empty = body == null || body.isNull() || body.isEmpty();
    if (!operation.definition().has("requestBody")) {
      if (!empty) {
        problems.add("request: takes no body");
      }
    } else if (body == null || body.isNull()) {
      if (operation.definition().path("requestBody").path("required").asBoolean()) {
        problems.add("request: needs a body");
      }
    } else if (schemaNames.contains(requestName(operation))) {
      JsonNode read = asRead(body, "");
      problems.addAll(entity(requestName(operation), read, KnownPartials.NOTHING));
    }
  }

  private void response(
      Operation operation, int status, @Nullable JsonNode response, List<String> problems) {
    JsonNode described = operation.definition().path("responses");
    String exact = Integer.toString(status);
    String key = described.has(exact) ? exact : exact.charAt(0) + "XX";
    if (!described.has(key)) {
      problems.add("response: status " + status + " is not described");
      return;
    }
    String name = responseName(operation, key);
    boolean empty = response == null || response.isNull() || response.isEmpty();
    if (schemaNames.contains(name)) {
      JsonNode given = response == null ? JSON.nullNode() : response;
      problems.addAll(entity(name, given, KnownPartials.NOTHING));
    } else if (!empty) {
      problems.add("response: a body where none is described");
    }
  }

  /** An interaction and its answer, which is the body of the callback route. */
  private List<String> toEndpoint(
      @Nullable JsonNode body, int status, @Nullable JsonNode response) {
    List<String> problems = new ArrayList<>();
    if (body != null) {
      problems.addAll(interaction(body));
    }
    if (status == 200 && response != null) {
      problems.addAll(
          entity("request.create_interaction_response", asRead(response, ""), Set.of()));
    }
    return problems;
  }

  /** What is wrong with a file of traffic, each problem with its line; empty when nothing is. */
  public List<String> traffic(Path file) {
    List<String> problems = new ArrayList<>();
    try {
      int number = 0;
      for (String text : Files.readAllLines(file)) {
        number++;
        JsonNode line = JSON.readTree(text);
        int at = number;
        exchange(
                line.path("method").asText(),
                line.path("path").asText(),
                present(line, "body"),
                line.path("status").asInt(),
                present(line, "response"))
            .forEach(problem -> problems.add("line " + at + ": " + problem));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return problems;
  }

  private static @Nullable JsonNode present(JsonNode line, String field) {
    return line.hasNonNull(field) ? line.get(field) : null;
  }

  // Entities

  /**
   * What is wrong with one entity.
   *
   * @param schema its name in the document, such as {@code MessageResponse}
   * @param mayLack required properties that this form goes without; see {@link KnownPartials}
   */
  public List<String> entity(String schema, JsonNode entity, Set<String> mayLack) {
    if (!schemaNames.contains(schema)) {
      throw new IllegalArgumentException("the document has no schema " + schema);
    }
    List<String> problems = new ArrayList<>();
    for (Error error : schemaNamed(schema).validate(entity)) {
      boolean allowed =
          "required".equals(error.getKeyword())
              && error.getInstanceLocation().getNameCount() == 0
              && mayLack.contains(error.getProperty());
      if (!allowed) {
        problems.add(schema + " " + error.getInstanceLocation() + ": " + error.getMessage());
      }
    }
    return problems;
  }

  private Schema schemaNamed(String name) {
    return schemas.computeIfAbsent(
        name, each -> registry.getSchema(SchemaLocation.of(DOCUMENT + "#/$defs/" + each)));
  }

  /** What is wrong with the entities inside a gateway event. */
  public List<String> event(String type, JsonNode data) {
    return switch (type) {
      case "GUILD_CREATE", "GUILD_UPDATE" -> guild(data);
      case "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE" -> channel(data);
      case "THREAD_CREATE", "THREAD_UPDATE" -> channel(data);
      case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE" ->
          whole("GuildRoleResponse", data.path("role"));
      case "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE" -> whole("GuildMemberResponse", data);
      case "GUILD_MEMBER_REMOVE" -> whole("UserResponse", data.path("user"));
      case "MESSAGE_CREATE", "MESSAGE_UPDATE" -> message(data);
      case "INTERACTION_CREATE" -> interaction(data);
      case "USER_UPDATE" -> whole("UserPIIResponse", data);
      case "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE" ->
          whole("EntitlementResponse", data);
      // These name ids only.
      case "GUILD_DELETE", "GUILD_ROLE_DELETE", "MESSAGE_DELETE" -> List.of();
      case "THREAD_DELETE" -> entity("ThreadResponse", data, KnownPartials.DELETED_THREAD);
      default -> List.of("an event that this contract does not know: " + type);
    };
  }

  private List<String> guild(JsonNode data) {
    List<String> problems = new ArrayList<>(whole("GuildResponse", data));
    data.path("channels").forEach(each -> problems.addAll(channel(each)));
    data.path("threads").forEach(each -> problems.addAll(channel(each)));
    data.path("members").forEach(each -> problems.addAll(whole("GuildMemberResponse", each)));
    return problems;
  }

  private List<String> channel(JsonNode channel) {
    String schema =
        switch (channel.path("type").asInt()) {
          case 1 -> "PrivateChannelResponse";
          case 10, 11, 12 -> "ThreadResponse";
          default -> "GuildChannelResponse";
        };
    return whole(schema, channel);
  }

  private List<String> message(JsonNode message) {
    List<String> problems = new ArrayList<>(whole("MessageResponse", message));
    if (message.has("member")) {
      problems.addAll(memberWithoutUser(message.path("member")));
    }
    for (JsonNode mentioned : message.path("mentions")) {
      if (mentioned.has("member")) {
        problems.addAll(memberWithoutUser(mentioned.path("member")));
      }
    }
    return problems;
  }

  private List<String> memberWithoutUser(JsonNode member) {
    return entity("GuildMemberResponse", member, KnownPartials.MEMBER_WITHOUT_USER);
  }

  /** What is wrong with the entities inside an interaction. */
  public List<String> interaction(JsonNode interaction) {
    List<String> problems = new ArrayList<>();
    if (interaction.has("member")) {
      problems.addAll(whole("GuildMemberResponse", interaction.path("member")));
    }
    if (interaction.has("user")) {
      problems.addAll(whole("UserResponse", interaction.path("user")));
    }
    if (interaction.has("channel")) {
      problems.addAll(channel(interaction.path("channel")));
    }
    if (interaction.has("message")) {
      problems.addAll(message(interaction.path("message")));
    }
    interaction
        .path("entitlements")
        .forEach(each -> problems.addAll(whole("EntitlementResponse", each)));
    JsonNode resolved = interaction.path("data").path("resolved");
    resolved.path("users").forEach(each -> problems.addAll(whole("UserResponse", each)));
    resolved.path("roles").forEach(each -> problems.addAll(whole("GuildRoleResponse", each)));
    resolved.path("channels").forEach(each -> problems.addAll(channel(each)));
    resolved
        .path("members")
        .forEach(
            each ->
                problems.addAll(
                    entity("GuildMemberResponse", each, KnownPartials.RESOLVED_MEMBER)));
    return problems;
  }

  private List<String> whole(String schema, JsonNode entity) {
    return entity(schema, entity, KnownPartials.NOTHING);
  }
}
