package net.prosperitybot.events.bots;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.prosperitybot.events.whitelabel.WhitelabelSupervisor;
import org.junit.jupiter.api.Test;

class DeliveryLeaseTest {

  @Test
  void whatAKilledProcessHadClaimedIsFreeAgainByTheTimeThatItsBotsAre() {
    assertTrue(Bot.DELIVERY_LEASE.compareTo(WhitelabelSupervisor.LEASE) <= 0);
  }
}
