package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final RefusalBudget budget = new RefusalBudget(() -> now);

  @Test
  void onlyWhatDiscordCountsIsCounted() {
    for (int status : new int[] {200, 204, 400, 404, 500, 503}) {
      budget.answered(status, "");
    }
    budget.answered(429, "shared");
    assertEquals(0, budget.spent());
    budget.answered(401, "");
    budget.answered(403, "");
    budget.answered(429, "user");
    budget.answered(429, "");
    assertEquals(4, budget.spent());
  }

  @Test
  void aRefusalCountsForTenMinutes() {
    budget.answered(401, "");
    now = now.plus(Duration.ofMinutes(5));
    budget.answered(401, "");
    now = now.plus(Duration.ofMinutes(5));
    assertEquals(2, budget.spent());
    now = now.plusSeconds(10);
    assertEquals(1, budget.spent());
    now = now.plus(Duration.ofMinutes(5));
    assertEquals(0, budget.spent());
  }

  @Test
  void itIsLowFromHalfOn() {
    for (int i = 1; i < RefusalBudget.HALF; i++) {
      budget.answered(403, "");
    }
    assertFalse(budget.isLow());
    budget.answered(403, "");
    assertTrue(budget.isLow());
    now = now.plus(Duration.ofMinutes(11));
    assertFalse(budget.isLow());
  }
}
