package net.prosperitybot.events.premium;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.common.premium.PremiumStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the known entitlements agree with Discord's list, once Discord can be asked and every
 * {@link #PERIOD} after that: what the gateway told while nobody listened is made up for.
 *
 * <p>A loop drives {@link #run}, every {@link #LOOK}; a run that fails is repeated after {@link
 * #RETRY}.
 */
public final class EntitlementRoutine {
  /** How often to call {@link #run}. */
  public static final Duration LOOK = Duration.ofSeconds(2);

  static final Duration PERIOD = Duration.ofHours(1);
  static final Duration RETRY = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(EntitlementRoutine.class);

  private final long sku;
  private final EntitlementSource discord;
  private final PremiumStore premium;
  private final Ticker ticker;
  private OptionalLong nextAt = OptionalLong.empty();

  public EntitlementRoutine(
      long sku, EntitlementSource discord, PremiumStore premium, Ticker ticker) {
    this.sku = sku;
    this.discord = discord;
    this.premium = premium;
    this.ticker = ticker;
  }

  /** Compares when it is time to. */
  public void run() {
    long now = ticker.read();
    boolean isTime = nextAt.isEmpty() || now - nextAt.getAsLong() >= 0;
    if (isTime && discord.isReady()) {
      nextAt = OptionalLong.of(now + RETRY.toNanos());
      Instant askedAt = premium.now();
      List<Entitlement> running = discord.running(sku);
      premium.agreeWith(sku, running, askedAt);
      nextAt = OptionalLong.of(now + PERIOD.toNanos());
      log.info("{} entitlements to premium run at Discord", running.size());
    }
  }
}
