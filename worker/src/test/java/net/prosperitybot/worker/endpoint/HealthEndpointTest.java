package net.prosperitybot.worker.endpoint;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  private static final int CALLERS = 20;

  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger questions = new AtomicInteger();
  private final HealthEndpoint health = new HealthEndpoint(this::ask, Duration.ofMillis(5));

  @Test
  void aSilentDatabaseIsAskedOnceHoweverManyWantToKnow() throws Exception {
    for (int i = 0; i < CALLERS; i++) {
      assertFalse(health.isDatabaseAnswering());
    }
    assertEquals(1, questions.get());
    answers.countDown();
    await().until(health::isDatabaseAnswering);
  }

  private boolean ask() {
    questions.incrementAndGet();
    try {
      answers.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
