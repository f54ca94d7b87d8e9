package net.prosperitybot.events.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobKind;
import net.prosperitybot.common.jobs.ProgressPlace;
import org.junit.jupiter.api.Test;

class JobProgressTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final JobCounts COUNTS = new JobCounts(5, 5, 5, 0);

  @Test
  void whoIsInterruptedDoesNotWaitForTheLastEdit() throws Exception {
    CountDownLatch edited = new CountDownLatch(1);
    CompletableFuture<String> ending = new CompletableFuture<>();
    JobProgress progress =
        new JobProgress(
            (guildId, place, words) -> {
              edited.countDown();
              return new CompletableFuture<>();
            },
            () -> NOON,
            job(),
            COUNTS);
    Thread worker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    progress.end("Done.", COUNTS);
                    ending.complete("waited");
                  } catch (InterruptedException e) {
                    ending.complete("interrupted");
                  }
                });
    edited.await();
    worker.interrupt();
    assertTrue(worker.join(Duration.ofSeconds(5)), "it ends at once");
    assertEquals("interrupted", ending.join());
  }

  private static Job job() {
    return new Job(
        1L << 22,
        7,
        JobKind.ROLE_RECONCILE,
        Map.of(),
        Optional.of(new ProgressPlace(900, new Secret("token"), NOON.plusSeconds(600))),
        0,
        COUNTS,
        Optional.of(NOON),
        NOON,
        0,
        "a-1");
  }
}
