package net.prosperitybot.worker.about;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.prosperitybot.common.leaderboard.Totals;
import org.junit.jupiter.api.Test;

class RecentTotalsTest {
  private long nanos;
  private int reads;
  private final RecentTotals totals =
      new RecentTotals(() -> new Totals(++reads, 10), () -> nanos, Runnable::run);

  @Test
  void theyAreReadOnceAMinuteHoweverManyAsk() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(1, totals.get().activeGuilds());
    }
    assertEquals(1, reads);
  }

  @Test
  void whoAsksAfterAMinuteHasThemReadAnewForThoseWhoFollow() {
    totals.get();
    nanos += RecentTotals.FRESH.toNanos() + 1;
    totals.get();
    assertEquals(2, totals.get().activeGuilds());
    assertEquals(2, reads);
  }

  @Test
  void nobodyGetsWhatIsOld() {
    totals.get();
    nanos += RecentTotals.OLDEST.toNanos() + 1;
    assertEquals(2, totals.get().activeGuilds());
  }
}
