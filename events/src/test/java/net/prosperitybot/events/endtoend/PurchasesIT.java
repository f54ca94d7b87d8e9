package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalEntitlement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bought at Discord is premium in the database. */
class PurchasesIT {
  /** Discord lists a hundred a page. */
  private static final int MORE_THAN_A_PAGE = 130;

  private final World world;
  private final PremiumStore premium;

  PurchasesIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    this.premium =
        new PremiumStore(
            world.database(), new PremiumConfig(OptionalLong.of(world.sku), Duration.ZERO));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatWasBoughtWhileNobodyListenedIsMadeUpForAndWhatIsBoughtThenCountsAtOnce()
      throws Exception {
    IntStream.range(0, MORE_THAN_A_PAGE)
        .forEach(number -> world.server.join("customer" + number).user().buy(world.sku));
    world.ann.buyForServer(world.bot.sellToServers("For a server"));
    try (Events events = world.startEvents()) {
      world.await(() -> known() == MORE_THAN_A_PAGE);
      LocalEntitlement bought = world.ann.user().buy(world.sku);
      world.await(() -> premium.of(world.ann.id()).works());
      bought.refund();
      world.await(() -> !premium.of(world.ann.id()).works());
      assertEquals(MORE_THAN_A_PAGE + 1, known());
      assertEquals("alive", world.get(events, "/live"));
    }
  }

  private long known() {
    return world.count("SELECT COUNT(*) FROM entitlements");
  }
}
