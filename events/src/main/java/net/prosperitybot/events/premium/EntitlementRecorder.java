package net.prosperitybot.events.premium;

import java.util.OptionalLong;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.events.background.OrderedWrites;

/**
 * Writes down what the gateway tells of entitlements to the configured product, one user's in their
 * order; of other products, and where none is configured, nothing.
 */
public final class EntitlementRecorder {
  private final OptionalLong sku;
  private final PremiumStore premium;
  private final OrderedWrites writes;

  public EntitlementRecorder(OptionalLong sku, PremiumStore premium, OrderedWrites writes) {
    this.sku = sku;
    this.premium = premium;
    this.writes = writes;
  }

  /** A user has it, until it ends or without an end. */
  public void entitled(Entitlement entitlement) {
    if (isOurs(entitlement)) {
      writes.submit(entitlement.userId(), () -> premium.entitled(entitlement));
    }
  }

  /** Discord took it back, after a refund for one. */
  public void taken(Entitlement entitlement) {
    if (isOurs(entitlement)) {
      writes.submit(entitlement.userId(), () -> premium.entitlementTaken(entitlement.id()));
    }
  }

  private boolean isOurs(Entitlement entitlement) {
    return sku.isPresent() && sku.getAsLong() == entitlement.skuId();
  }
}
