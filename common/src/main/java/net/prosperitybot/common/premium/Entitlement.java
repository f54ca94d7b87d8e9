package net.prosperitybot.common.premium;

import java.time.Instant;
import java.util.Optional;

/**
 * What Discord says that a user bought.
 *
 * @param endsAt empty while it runs on
 */
public record Entitlement(
    long id, long userId, long skuId, Optional<Instant> startsAt, Optional<Instant> endsAt) {}
