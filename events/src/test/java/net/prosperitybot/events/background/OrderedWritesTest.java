package net.prosperitybot.events.background;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

class OrderedWritesTest {
  private static final int LANES = 3;

  private final OrderedWrites writes = new OrderedWrites(LANES, new SimpleMeterRegistry());
  private final CountDownLatch started = new CountDownLatch(LANES);

  @Test
  void withTheDatabaseAwayClosingDoesNotWaitForIt() throws Exception {
    inEachLane(
        () -> {
          started.countDown();
          throw new DataAccessException("away", new SQLTransientConnectionException());
        });
    assertTimeout(Duration.ofMillis(2500), writes::close);
  }

  @Test
  void aWriteThatHangsInEachLaneHoldsClosingUpOnce() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    inEachLane(
        () -> {
          started.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertTimeout(Duration.ofSeconds(5), writes::close);
  }

  private void inEachLane(Runnable write) throws InterruptedException {
    for (long lane = 0; lane < LANES; lane++) {
      writes.submit(lane << 22, write);
    }
    started.await();
  }
}
