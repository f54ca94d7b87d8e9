package net.prosperitybot.worker.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentRepliesTest {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final RecentReplies replies = new RecentReplies(() -> now);

  @Test
  void fewRepliesTellNothing() {
    add(RecentReplies.FEWEST - 1, 3_000);
    assertEquals(Optional.empty(), replies.mostWithin());
  }

  @Test
  void fiveOfAHundredMayBeSlow() {
    add(95, 250);
    add(5, 4_000);
    assertEquals(Optional.of(Duration.ofMillis(300)), replies.mostWithin());
    add(1, 4_000);
    assertEquals(Optional.of(Duration.ofSeconds(4)), replies.mostWithin());
  }

  @Test
  void whatTookVeryLongCountsAsFiveSeconds() {
    add(20, 3_600_000);
    assertEquals(Optional.of(Duration.ofSeconds(5)), replies.mostWithin());
  }

  @Test
  void whatIsFiveMinutesOldIsForgotten() {
    add(50, 4_000);
    now = now.plusSeconds(270);
    add(20, 100);
    assertEquals(Optional.of(Duration.ofSeconds(4)), replies.mostWithin());
    now = now.plusSeconds(30);
    assertEquals(Optional.of(Duration.ofMillis(100)), replies.mostWithin());
  }

  private void add(int times, long millis) {
    for (int i = 0; i < times; i++) {
      replies.add(Duration.ofMillis(millis));
    }
  }
}
