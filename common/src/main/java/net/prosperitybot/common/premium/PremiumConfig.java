package net.prosperitybot.common.premium;

import java.time.Duration;
import java.util.OptionalLong;
import net.prosperitybot.common.config.ConfigReader;

/**
 * The settings of premium.
 *
 * @param sku what is bought at Discord; empty where nothing is sold there
 * @param grace how long it goes on after its end
 */
public record PremiumConfig(OptionalLong sku, Duration grace) {
  private static final int DEFAULT_GRACE_DAYS = 3;
  private static final int MOST_GRACE_DAYS = 365;

  public static PremiumConfig read(ConfigReader read) {
    return new PremiumConfig(
        read.optionalSnowflake("PREMIUM_SKU_ID"),
        Duration.ofDays(
            read.integer("PREMIUM_GRACE_DAYS", DEFAULT_GRACE_DAYS, 0, MOST_GRACE_DAYS)));
  }
}
