package net.prosperitybot.events.premium;

import java.util.List;
import net.prosperitybot.common.premium.Entitlement;

/** Discord's own list of the main application's entitlements. */
public interface EntitlementSource {

  /** Whether Discord can be asked now. */
  boolean isReady();

  /**
   * All entitlements of users to a product that have not ended, whole.
   *
   * @throws net.prosperitybot.events.discord.DiscordUnavailableException when any part is missing
   */
  List<Entitlement> running(long skuId);
}
