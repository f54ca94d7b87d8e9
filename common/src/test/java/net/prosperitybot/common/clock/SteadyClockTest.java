package net.prosperitybot.common.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private Instant machine = NOON;
  private long nanos = 17;
  private final SteadyClock clock = new SteadyClock(() -> machine, () -> nanos);

  @Test
  void itGoesOnFromWhatTheMachineSaidWhateverThatSaysLater() {
    pass(Duration.ofSeconds(5));
    for (Duration jump : List.of(HOUR, HOUR.negated())) {
      machine = NOON.plus(jump);
      assertEquals(NOON.plusSeconds(5), clock.instant());
    }
  }

  @Test
  void aJumpBackNeitherKeepsABreakerOpenNorRefusalsInMind() {
    Breaker breaker = Breaker.ofRestApi(clock);
    RefusalBudget budget = new RefusalBudget(clock);
    for (int i = 0; i < RefusalBudget.HALF; i++) {
      breaker.failed();
      budget.answered(401, "");
    }
    assertFalse(breaker.lets());
    assertTrue(budget.isLow());
    machine = NOON.minus(HOUR);
    pass(RefusalBudget.WINDOW.plusMinutes(1));
    assertTrue(breaker.lets());
    assertFalse(budget.isLow());
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
