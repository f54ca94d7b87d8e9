package net.prosperitybot.events.premium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitlementsIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SKU = 77;
  private static final long ANN = 1;
  private static final long BOB = 2;

  private final Database database = TEST.database();
  private final PremiumStore premium =
      new PremiumStore(database, new PremiumConfig(OptionalLong.of(SKU), Duration.ZERO));

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void nobodyHasBoughtAnything() {
    database.dsl().execute("DELETE FROM entitlements");
  }

  private static Entitlement bought(long id, long userId, long sku) {
    return new Entitlement(id, userId, sku, Optional.empty(), Optional.empty());
  }

  /** What the gateway told, all of it written. */
  private void told(OptionalLong sku, Telling telling) {
    try (OrderedWrites writes = new OrderedWrites(2, new SimpleMeterRegistry())) {
      telling.to(new EntitlementRecorder(sku, premium, writes));
    }
  }

  private interface Telling {
    void to(EntitlementRecorder recorder);
  }

  @Test
  void aPurchaseGivesPremiumUntilItIsTakenBack() {
    told(OptionalLong.of(SKU), recorder -> recorder.entitled(bought(5, ANN, SKU)));
    assertEquals(new Premium.Active(Optional.empty()), premium.of(ANN));
    told(OptionalLong.of(SKU), recorder -> recorder.taken(bought(5, ANN, SKU)));
    assertEquals(new Premium.None(), premium.of(ANN));
  }

  @Test
  void otherProductsGiveNothing() {
    told(OptionalLong.of(SKU), recorder -> recorder.entitled(bought(5, ANN, SKU + 1)));
    told(OptionalLong.empty(), recorder -> recorder.entitled(bought(6, ANN, SKU)));
    assertEquals(List.of(), premium.entitlements(SKU));
    assertEquals(List.of(), premium.entitlements(SKU + 1));
  }

  /** Discord's list, which can be asked for or not. */
  private static final class PretendList implements EntitlementSource {
    final List<Entitlement> running = new ArrayList<>();
    boolean isReady = true;
    boolean fails;
    int asked;

    @Override
    public boolean isReady() {
      return isReady;
    }

    @Override
    public List<Entitlement> running(long skuId) {
      asked++;
      if (fails) {
        throw new DiscordUnavailableException("500", null);
      }
      return List.copyOf(running);
    }
  }

  @Test
  void whatWasMissedIsMadeUpForAtStartAndEachHour() {
    premium.entitled(bought(5, ANN, SKU));
    database
        .dsl()
        .execute("UPDATE entitlements SET updated_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY");
    PretendList discord = new PretendList();
    discord.running.add(bought(6, BOB, SKU));
    AtomicLong nanos = new AtomicLong();
    EntitlementRoutine routine = new EntitlementRoutine(SKU, discord, premium, nanos::get);
    routine.run();
    assertEquals(new Premium.None(), premium.of(ANN));
    assertInstanceOf(Premium.Active.class, premium.of(BOB));
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    routine.run();
    assertEquals(1, discord.asked);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    routine.run();
    assertEquals(2, discord.asked);
  }

  @Test
  void aListThatCanNotBeReadTakesNothingFromAnybody() {
    premium.entitled(bought(5, ANN, SKU));
    PretendList discord = new PretendList();
    AtomicLong nanos = new AtomicLong();
    EntitlementRoutine routine = new EntitlementRoutine(SKU, discord, premium, nanos::get);
    discord.isReady = false;
    routine.run();
    assertEquals(0, discord.asked);
    discord.isReady = true;
    discord.fails = true;
    assertThrows(DiscordUnavailableException.class, routine::run);
    assertInstanceOf(Premium.Active.class, premium.of(ANN));
    discord.fails = false;
    discord.running.add(bought(5, ANN, SKU));
    routine.run();
    assertEquals(1, discord.asked);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    routine.run();
    assertEquals(2, discord.asked);
    assertInstanceOf(Premium.Active.class, premium.of(ANN));
  }
}
