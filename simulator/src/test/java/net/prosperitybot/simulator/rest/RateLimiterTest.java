package net.prosperitybot.simulator.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Windows per route, major part and application. */
class RateLimiterTest {
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final RateLimiter limiter = new RateLimiter(() -> now, false);
  private final Route write =
      Route.bot(
          HandlerType.POST,
          "/channels/{channel_id}/messages",
          Limit.WRITE_MESSAGE,
          call -> Answer.nothing());
  private final Route read =
      Route.bot(HandlerType.GET, "/users/@me", Limit.USUAL, call -> Answer.nothing());

  @Test
  void theSixthMessageInFiveSecondsWaitsForTheWindow() {
    for (int left = 4; left >= 0; left--) {
      RateLimiter.Decision decision = limiter.take(1, write, "10");
      assertTrue(decision.allowed());
      assertEquals(left, decision.remaining());
    }
    now = now.plusSeconds(2);
    RateLimiter.Decision refused = limiter.take(1, write, "10");
    assertFalse(refused.allowed());
    assertFalse(refused.global());
    assertEquals(Duration.ofSeconds(3), refused.resetAfter());
    now = now.plusSeconds(3);
    assertTrue(limiter.take(1, write, "10").allowed());
  }

  @Test
  void otherChannelsAndApplicationsHaveTheirOwnWindows() {
    for (int i = 0; i < 5; i++) {
      limiter.take(1, write, "10");
    }
    assertTrue(limiter.take(1, write, "11").allowed());
    assertTrue(limiter.take(2, write, "10").allowed());
  }

  @Test
  void fiftyRequestsASecondIsAllThatAnApplicationHas() {
    for (int i = 0; i < 50; i++) {
      assertTrue(limiter.take(1, read, "").allowed());
    }
    RateLimiter.Decision refused = limiter.take(1, write, "10");
    assertFalse(refused.allowed());
    assertTrue(refused.global());
  }

  @Test
  void theMajorPartOfAWebhookIncludesItsToken() {
    assertEquals("10", Route.majorOf("/channels/10/messages/11"));
    assertEquals("10/abc", Route.majorOf("/webhooks/10/abc/messages/@original"));
    assertEquals("", Route.majorOf("/users/@me"));
  }
}
