package net.prosperitybot.demo;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * kill -9 of the events service at random moments, each proof with a stack of its own. Both at
 * once, for the one waits a lot while the other works.
 */
@Execution(ExecutionMode.SAME_THREAD)
class KilledAtRandomIT {
  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class InALongChat extends KilledInALongChat {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class InABackfill extends KilledInABackfill {}
}
