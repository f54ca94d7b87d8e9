package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Duration REST = Duration.ofSeconds(10);

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Breaker breaker = new Breaker("test", 10, REST, () -> now);

  @Test
  void fewFailuresAreNoReason() {
    fail(9);
    assertTrue(lets());
    assertFalse(breaker.isOpen());
  }

  @Test
  void halfOfTheLatestRequestsFailingClosesTheWay() {
    succeed(6);
    fail(5);
    assertFalse(breaker.isOpen());
    fail(1);
    assertTrue(breaker.isOpen());
    assertFalse(breaker.lets());
  }

  @Test
  void whatFailedAMinuteAgoIsForgotten() {
    fail(9);
    now = now.plus(Breaker.WINDOW).plusSeconds(1);
    fail(9);
    assertFalse(breaker.isOpen());
  }

  @Test
  void afterARestThreeMayTry() {
    fail(10);
    now = now.plus(REST);
    assertFalse(breaker.lets());
    now = now.plusSeconds(1);
    assertEquals(3, IntStream.range(0, 10).filter(i -> breaker.lets()).count());
    assertTrue(breaker.isOpen(), "until they have told");
  }

  @Test
  void whenThoseAreAnsweredTheWayIsOpenAgain() {
    fail(10);
    now = now.plus(REST).plusSeconds(1);
    succeed(3);
    assertFalse(breaker.isOpen());
    fail(9);
    assertFalse(breaker.isOpen(), "and what was is forgotten");
  }

  @Test
  void whenThoseFailItRestsOnceMore() {
    fail(10);
    now = now.plus(REST).plusSeconds(1);
    fail(3);
    assertFalse(breaker.lets());
    now = now.plus(REST).plusSeconds(1);
    assertTrue(breaker.lets());
  }

  @Test
  void whoLeavesGivesItsPlaceToAnother() {
    fail(10);
    now = now.plus(REST).plusSeconds(1);
    IntStream.range(0, 3).forEach(i -> assertTrue(breaker.lets()));
    assertFalse(breaker.lets());
    breaker.left();
    assertTrue(breaker.lets());
  }

  private boolean lets() {
    boolean lets = breaker.lets();
    if (lets) {
      breaker.left();
    }
    return lets;
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(breaker.lets());
      breaker.succeeded();
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(breaker.lets());
      breaker.failed();
    }
  }
}
