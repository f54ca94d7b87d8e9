package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what clients send. */
final class ClientPayloads {
  /** Discord's limit for one payload, in bytes. */
  private static final int MAX_PAYLOAD = 4096;

  private static final int MAX_USER_IDS = 100;

  /** A longer nonce is ignored, as Discord does. */
  private static final int MAX_NONCE_BYTES = 32;

  private static final Set<String> STATUSES =
      Set.of("online", "dnd", "idle", "invisible", "offline");
  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{1,19}");
  private static final ClientPayload MALFORMED = new ClientPayload.Refused(CloseCode.DECODE_ERROR);

  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  ClientPayload read(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD) {
      return MALFORMED;
    }
    JsonNode payload;
    try {
      payload = mapper.readTree(text);
    } catch (JsonProcessingException notJson) {
      return MALFORMED;
    }
    if (!payload.path("op").isInt()) {
      return MALFORMED;
    }
    JsonNode data = payload.path("d");
    return switch (payload.path("op").intValue()) {
      case 1 ->
          data.isNull() || data.isIntegralNumber()
              ? new ClientPayload.Heartbeat(data.asLong())
              : MALFORMED;
      case 2 -> identify(data);
      case 3 -> isPresence(data) ? new ClientPayload.Presence(data) : MALFORMED;
      case 4 ->
          snowflake(data.path("guild_id")).isPresent() ? new ClientPayload.VoiceState() : MALFORMED;
      case 6 -> resume(data);
      case 8 -> requestMembers(data);
      default -> new ClientPayload.Refused(CloseCode.UNKNOWN_OPCODE);
    };
  }

  private static ClientPayload identify(JsonNode data) {
    JsonNode shard = data.path("shard");
    JsonNode presence = data.path("presence");
    if (!data.path("token").isTextual()
        || !data.path("properties").isObject()
        || !(presence.isMissingNode() || presence.isNull() || isPresence(presence))) {
      return MALFORMED;
    }
    if (!data.path("intents").isIntegralNumber()) {
      return new ClientPayload.Refused(CloseCode.INVALID_INTENTS);
    }
    boolean sharded = !shard.isMissingNode() && !shard.isNull();
    if (sharded && (shard.size() != 2 || !shard.path(0).isInt() || !shard.path(1).isInt())) {
      return new ClientPayload.Refused(CloseCode.INVALID_SHARD);
    }
    return new ClientPayload.Identify(
        withoutPrefix(data.path("token").textValue()),
        data.path("intents").longValue(),
        sharded ? shard.path(0).intValue() : 0,
        sharded ? shard.path(1).intValue() : 1,
        sharded,
        presence.isObject() ? presence : NullNode.getInstance());
  }

  private static ClientPayload resume(JsonNode data) {
    if (!data.path("token").isTextual()
        || !data.path("session_id").isTextual()
        || !data.path("seq").isIntegralNumber()) {
      return MALFORMED;
    }
    return new ClientPayload.Resume(
        withoutPrefix(data.path("token").textValue()),
        data.path("session_id").textValue(),
        data.path("seq").longValue());
  }

  private static boolean isPresence(JsonNode data) {
    JsonNode since = data.path("since");
    return STATUSES.contains(data.path("status").asText())
        && data.path("activities").isArray()
        && (data.path("afk").isBoolean() || data.path("afk").isMissingNode())
        && (since.isNull() || since.isMissingNode() || since.isIntegralNumber());
  }

  private static ClientPayload requestMembers(JsonNode data) {
    JsonNode guild = data.path("guild_id");
    OptionalLong guildId = snowflake(guild.isArray() && guild.size() == 1 ? guild.path(0) : guild);
    Optional<List<Long>> userIds = snowflakes(data.path("user_ids"));
    boolean byName = data.path("query").isTextual() && data.path("limit").isInt();
    if (guildId.isEmpty()
        || userIds.isEmpty()
        || userIds.get().size() > MAX_USER_IDS
        || data.has("user_ids") == byName
        || data.path("limit").asInt() < 0) {
      return MALFORMED;
    }
    String nonce = data.path("nonce").asText("");
    return new ClientPayload.RequestMembers(
        guildId.getAsLong(),
        byName ? Optional.of(data.path("query").textValue()) : Optional.empty(),
        data.path("limit").asInt(),
        userIds.get(),
        nonce.isEmpty() || nonce.getBytes(StandardCharsets.UTF_8).length > MAX_NONCE_BYTES
            ? Optional.empty()
            : Optional.of(nonce));
  }

  /** One id or several; empty when any of them is none. */
  private static Optional<List<Long>> snowflakes(JsonNode node) {
    List<Long> ids = new ArrayList<>();
    if (node.isMissingNode()) {
      return Optional.of(List.of());
    }
    for (JsonNode one : node.isArray() ? node : List.of(node)) {
      OptionalLong id = snowflake(one);
      if (id.isEmpty()) {
        return Optional.empty();
      }
      ids.add(id.getAsLong());
    }
    return Optional.of(List.copyOf(ids));
  }

  private static OptionalLong snowflake(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return OptionalLong.of(node.longValue());
    }
    return node.isTextual() && SNOWFLAKE.matcher(node.textValue()).matches()
        ? OptionalLong.of(Long.parseUnsignedLong(node.textValue()))
        : OptionalLong.empty();
  }

  private static String withoutPrefix(String token) {
    return token.startsWith("Bot ") ? token.substring("Bot ".length()) : token;
  }
}
