package net.prosperitybot.worker.fuzzing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same each time; {@code -Dfuzz.seed=N -Dfuzz.interactions=N} tries others, and more. */
class AnyInteractionIT {
  private static final int INTERACTIONS = Integer.getInteger("fuzz.interactions", 3_000);
  private static final int BODIES = 1_000;

  private static FuzzedWorker worker;

  private final long seed = Long.getLong("fuzz.seed", 1);

  @BeforeAll
  static void start() {
    worker = new FuzzedWorker();
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  @Test
  void whateverAnInteractionHoldsItIsAnsweredWithinDiscordsLimitsAndWithoutAFault()
      throws Exception {
    Choices draw = new SeededChoices(seed);
    int threads = Thread.activeCount();
    for (int i = 0; i < INTERACTIONS; i++) {
      try {
        worker.anyInteraction(draw);
      } catch (AssertionError e) {
        throw new AssertionError("With -Dfuzz.seed=%d, interaction %d".formatted(seed, i), e);
      }
    }
    System.out.printf(
        "%d interactions with seed %d, answered by %s%n", INTERACTIONS, seed, worker.outcomes());
    assertTrue(worker.hasNoFaults(), "seed " + seed);
    assertTrue(worker.outcomes().getOrDefault("type 4", 0) > INTERACTIONS / 4, "they come far");
    assertTrue(worker.outcomes().containsKey("type 9"), "forms are shown");
    assertTrue(worker.brandedBots() > 0, "a customer sets up a bot");
    assertTrue(Thread.activeCount() < threads + 20, "threads: " + Thread.activeCount());
  }

  @Test
  void whateverABodyHoldsItIsRefusedOrAnsweredWithoutAFault() throws Exception {
    Choices draw = new SeededChoices(seed);
    for (int i = 0; i < BODIES; i++) {
      worker.anyBody(draw.bytes(200));
    }
    assertTrue(worker.hasNoFaults(), "seed " + seed);
  }
}
