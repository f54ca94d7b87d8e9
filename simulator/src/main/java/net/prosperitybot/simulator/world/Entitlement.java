package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody has bought, or was given to test with. Change it under the world's lock only. */
public final class Entitlement {
  private static final int APPLICATION_SUBSCRIPTION = 8;

  private final long id;
  private final Sku sku;
  private final long userId;
  private final long guildId;
  private final boolean test;
  private final Instant startsAt;
  private @Nullable Instant endsAt;
  private boolean deleted;

  /**
   * @param guildId the server that has it; 0 when it is the user's own
   * @param test whether the application gave it itself
   */
  Entitlement(
      long id,
      Sku sku,
      long userId,
      long guildId,
      boolean test,
      Instant startsAt,
      @Nullable Instant endsAt) {
    this.id = id;
    this.sku = sku;
    this.userId = userId;
    this.guildId = guildId;
    this.test = test;
    this.startsAt = startsAt;
    this.endsAt = endsAt;
  }

  public long id() {
    return id;
  }

  public Sku sku() {
    return sku;
  }

  public long userId() {
    return userId;
  }

  /** The server that has it; 0 when it is the user's own. */
  public long guildId() {
    return guildId;
  }

  /** Whether the application gave it itself, to test with. */
  public boolean test() {
    return test;
  }

  /** Empty while nobody has ended it. */
  public Optional<Instant> endsAt() {
    return Optional.ofNullable(endsAt);
  }

  public boolean deleted() {
    return deleted;
  }

  boolean ended(Instant now) {
    return endsAt != null && !now.isBefore(endsAt);
  }

  boolean active(Instant now) {
    return !deleted && !ended(now);
  }

  /** Whether this user has it in this server, or in direct messages (0). */
  boolean serves(long user, long guild) {
    return guildId == 0 ? userId == user : guildId == guild;
  }

  void endAt(@Nullable Instant time) {
    endsAt = time;
  }

  void delete() {
    deleted = true;
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id))
            .put("sku_id", Json.id(sku.id()))
            .put("application_id", Json.id(sku.applicationId()))
            .put("user_id", Json.id(userId));
    if (guildId != 0) {
      json.put("guild_id", Json.id(guildId));
    }
    return json.put("type", APPLICATION_SUBSCRIPTION)
        .put("deleted", deleted)
        .put("consumed", false)
        // Discord gives a test entitlement no dates.
        .put("starts_at", test ? null : Json.time(startsAt))
        .put("ends_at", endsAt == null ? null : Json.time(endsAt));
  }
}
