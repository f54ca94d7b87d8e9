package net.prosperitybot.simulator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MessageClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final MessageClock clock = new MessageClock(InstantSource.fixed(NOON));

  @Test
  void itGoesAheadAndBackToRealTime() {
    clock.advance(Duration.ofMinutes(1));
    clock.advance(Duration.ofMinutes(2));
    assertEquals(NOON.plusSeconds(180), clock.now());
    clock.backToRealTime();
    assertEquals(NOON, clock.now());
  }

  @Test
  void itGoesNeitherBackwardsNorTooFar() {
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofSeconds(-1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> clock.advance(MessageClock.MOST_AHEAD.plusSeconds(1)));
    assertEquals(Duration.ZERO, clock.ahead());
  }

  @Test
  void aMessageOfALaterTimeStandsWhereItWasWritten() {
    clock.wrote(900, 5);
    assertEquals(5, clock.placeOf(900));
    assertEquals(7, clock.placeOf(7));
  }
}
