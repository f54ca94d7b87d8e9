package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.bots.ServingBot;

/**
 * Reads an interaction from its wire form. Only what was verified may come here.
 *
 * <p>Source: Discord's developer documentation, "Receiving and Responding", interaction object.
 */
public final class InteractionDecoder {
  private static final int DEEPEST_NESTING = 100;
  private static final int SUBCOMMAND = 1;
  private static final int SUBCOMMAND_GROUP = 2;
  private static final int CHANNEL_MENU = 8;

  /** Characters; Discord's have some 200, and as many can be kept for a job that shows progress. */
  private static final int LONGEST_TOKEN = 512;

  private final ObjectReader reader = JsonMapper.builder(factory()).build().reader();

  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        // Buffers that requests share, for each has a thread of its own.
        .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST_NESTING).build())
        .build();
  }

  /**
   * Reads the interaction that {@code bot} received.
   *
   * @throws MalformedInteractionException when the body is no JSON, no interaction, of an unknown
   *     type, or meant for another application
   */
  public Interaction decode(byte[] body, ServingBot bot) {
    JsonNode root = Json.object(parse(body), "The body");
    if (Json.snowflake(root.path("application_id"), "application_id") != bot.id()) {
      throw new MalformedInteractionException("application_id is not the bot of this address");
    }
    long type = Json.integer(root.path("type"), "type");
    return switch (Math.clamp(type, 0, 6)) {
      case 1 -> new Interaction.Ping();
      case 2 -> command(root, bot);
      case 3 -> component(root, bot);
      case 4 -> autocomplete(root, bot);
      case 5 -> modal(root, bot);
      default -> throw new MalformedInteractionException("type " + type + " is not known");
    };
  }

  private JsonNode parse(byte[] body) {
    try {
      return reader.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body);
    } catch (JacksonException e) {
      throw new MalformedInteractionException("The body is not valid JSON", e);
    } catch (IOException e) {
      throw new MalformedInteractionException("The body can't be read", e);
    }
  }

  private static Interaction command(JsonNode root, ServingBot bot) {
    Invocation invocation = invocation(root);
    return new Interaction.Command(origin(root, bot), invocation.path(), invocation.options());
  }

  private static Interaction autocomplete(JsonNode root, ServingBot bot) {
    Invocation invocation = invocation(root);
    String focused =
        invocation
            .focused()
            .orElseThrow(() -> new MalformedInteractionException("No option is focused"));
    return new Interaction.Autocomplete(
        origin(root, bot), invocation.path(), invocation.options(), focused);
  }

  private static Interaction component(JsonNode root, ServingBot bot) {
    JsonNode data = Json.object(root.path("data"), "data");
    JsonNode owner = root.path("message").path("interaction_metadata").path("user").path("id");
    List<String> values = new ArrayList<>();
    data.path("values").forEach(value -> values.add(Json.text(value, "data.values")));
    Resolved resolved = new Resolved(data.path("resolved"));
    List<GivenChannel> channels = new ArrayList<>();
    if (data.path("component_type").asInt() == CHANNEL_MENU) {
      data.path("values")
          .forEach(value -> channels.add(resolved.channel(Json.snowflake(value, "data.values"))));
    }
    return new Interaction.Component(
        origin(root, bot),
        Json.text(data.path("custom_id"), "data.custom_id"),
        owner.isMissingNode()
            ? OptionalLong.empty()
            : OptionalLong.of(Json.snowflake(owner, "message.interaction_metadata.user.id")),
        values,
        channels);
  }

  private static Interaction modal(JsonNode root, ServingBot bot) {
    JsonNode data = Json.object(root.path("data"), "data");
    Map<String, String> fields = new HashMap<>();
    for (JsonNode row : data.path("components")) {
      // A label holds one component, an action row a list.
      addField(row.path("component"), fields);
      row.path("components").forEach(input -> addField(input, fields));
    }
    return new Interaction.ModalSubmit(
        origin(root, bot), Json.text(data.path("custom_id"), "data.custom_id"), fields);
  }

  private static void addField(JsonNode input, Map<String, String> into) {
    if (input.path("custom_id").isTextual() && input.path("value").isTextual()) {
      into.put(input.path("custom_id").textValue(), input.path("value").textValue());
    }
  }

  private static Origin origin(JsonNode root, ServingBot bot) {
    JsonNode member = root.path("member");
    JsonNode user =
        Json.object(member.isObject() ? member.path("user") : root.path("user"), "user");
    return new Origin(
        Json.snowflake(root.path("id"), "id"),
        token(root),
        bot,
        new Caller(Json.snowflake(user.path("id"), "user.id"), Json.shownName(user, member)),
        optional(root, "guild_id"),
        optional(root, "channel_id"),
        root.path("locale").asText("en-US"),
        GivenEntitlements.read(root.path("entitlements")));
  }

  private static Secret token(JsonNode root) {
    String token = Json.text(root.path("token"), "token");
    if (token.length() > LONGEST_TOKEN) {
      throw new MalformedInteractionException("token is longer than any of Discord's");
    }
    return new Secret(token);
  }

  private static OptionalLong optional(JsonNode root, String field) {
    JsonNode id = root.path(field);
    return id.isTextual() ? OptionalLong.of(Json.snowflake(id, field)) : OptionalLong.empty();
  }

  private record Invocation(CommandPath path, GivenOptions options, Optional<String> focused) {}

  private static Invocation invocation(JsonNode root) {
    JsonNode data = Json.object(root.path("data"), "data");
    String command = Json.text(data.path("name"), "data.name");
    Optional<JsonNode> group = nested(data.path("options"), SUBCOMMAND_GROUP);
    JsonNode inGroup = group.map(g -> g.path("options")).orElse(data.path("options"));
    Optional<JsonNode> subcommand = nested(inGroup, SUBCOMMAND);
    JsonNode options = subcommand.map(s -> s.path("options")).orElse(inGroup);
    Map<String, JsonNode> values = new HashMap<>();
    Optional<String> focused = Optional.empty();
    for (JsonNode option : options) {
      String name = Json.text(option.path("name"), "An option's name");
      values.put(name, option.path("value"));
      if (Json.isTrue(option, "focused")) {
        focused = Optional.of(name);
      }
    }
    return new Invocation(
        new CommandPath(
            command, group.map(InteractionDecoder::name), subcommand.map(InteractionDecoder::name)),
        new GivenOptions(values, new Resolved(data.path("resolved"))),
        focused);
  }

  private static Optional<JsonNode> nested(JsonNode options, int type) {
    return StreamSupport.stream(options.spliterator(), false)
        .filter(option -> option.path("type").asInt() == type)
        .findFirst();
  }

  private static String name(JsonNode option) {
    return Json.text(option.path("name"), "An option's name");
  }
}
