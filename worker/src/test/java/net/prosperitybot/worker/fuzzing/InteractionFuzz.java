package net.prosperitybot.worker.fuzzing;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** For {@code ./prosperity fuzz}; it is no part of the suite. */
class InteractionFuzz {
  private static FuzzedWorker worker;

  @BeforeAll
  static void start() {
    worker = new FuzzedWorker();
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  @FuzzTest
  void anyInteraction(FuzzedDataProvider data) throws Exception {
    // The worker is reached by HTTP.
    SilentCloseable allowed = BugDetectors.allowNetworkConnections();
    try {
      worker.anyInteraction(new FollowedChoices(data));
    } finally {
      allowed.close();
    }
  }
}
