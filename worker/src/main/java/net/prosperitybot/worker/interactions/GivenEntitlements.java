package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.premium.Entitlement;

/**
 * Reads the entitlements that come with an interaction. One that is a server's, which Discord names
 * the buyer of too, was taken back or can't be read is left out: whoever calls gets an answer all
 * the same.
 */
final class GivenEntitlements {
  private GivenEntitlements() {}

  static List<Entitlement> read(JsonNode entitlements) {
    if (entitlements.isEmpty()) {
      return List.of();
    }
    List<Entitlement> given = new ArrayList<>();
    for (JsonNode entitlement : entitlements) {
      if (!entitlement.path("guild_id").isTextual() && !Json.isTrue(entitlement, "deleted")) {
        one(entitlement).ifPresent(given::add);
      }
    }
    return given;
  }

  private static Optional<Entitlement> one(JsonNode entitlement) {
    try {
      return Optional.of(
          new Entitlement(
              Snowflake.parse(entitlement.path("id").asText()),
              Snowflake.parse(entitlement.path("user_id").asText()),
              Snowflake.parse(entitlement.path("sku_id").asText()),
              time(entitlement.path("starts_at")),
              time(entitlement.path("ends_at"))));
    } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(JsonNode time) {
    return Optional.ofNullable(time.textValue())
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }
}
