package net.prosperitybot.events.session;

import net.dv8tion.jda.api.entities.Entitlement;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.entitlement.EntitlementDeleteEvent;
import net.dv8tion.jda.api.events.entitlement.GenericEntitlementEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.prosperitybot.events.premium.EntitlementRecorder;

/**
 * Hears what users buy of the main application; never at a branded bot, whose customers' purchases
 * are their owner's business.
 */
final class EntitlementListener implements EventListener {
  private final EntitlementRecorder recorder;

  EntitlementListener(EntitlementRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void onEvent(GenericEvent event) {
    if (event instanceof GenericEntitlementEvent told
        && EntitlementRequest.isUsersOwn(told.getEntitlement())) {
      record(told);
    }
  }

  private void record(GenericEntitlementEvent event) {
    Entitlement entitlement = event.getEntitlement();
    if (event instanceof EntitlementDeleteEvent || entitlement.isDeleted()) {
      recorder.taken(EntitlementRequest.fact(entitlement));
    } else {
      recorder.entitled(EntitlementRequest.fact(entitlement));
    }
  }
}
