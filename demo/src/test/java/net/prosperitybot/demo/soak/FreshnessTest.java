package net.prosperitybot.demo.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FreshnessTest {
  private final Freshness freshness = new Freshness();

  @Test
  void whatIsLookedAtInTimeIsNeverStale() {
    for (int at = 10_000; at < 20_000; at += 1_900) {
      freshness.freshAsOf(at);
    }
    assertFalse(freshness.stale().touch(0, 30_000));
    assertEquals(0, freshness.longest());
  }

  @Test
  void fromTheLastFreshMomentToTheNextItIsStale() {
    freshness.freshAsOf(10_000);
    freshness.freshAsOf(17_000);
    freshness.freshAsOf(18_500);
    assertEquals(new Spans.Span(10_000, 17_000), freshness.stale().widened(12_000, 12_000));
    assertTrue(freshness.stale().touch(17_000, 17_000));
    assertFalse(freshness.stale().touch(17_001, 30_000));
    assertEquals(7_000, freshness.longest());
  }

  @Test
  void twoLooksAtTheSameMomentAreNothingNew() {
    freshness.freshAsOf(10_000);
    freshness.freshAsOf(10_000);
    assertFalse(freshness.stale().touch(0, 30_000));
  }
}
