package net.prosperitybot.demo.soak;

import net.prosperitybot.simulator.world.Snowflakes;

/**
 * A message that was written.
 *
 * @param isMuted its author held the role that earns nothing at times
 */
record Said(long id, int server, long userId, boolean isOffTopic, boolean isMuted) {
  long atMillis() {
    return Snowflakes.timeOf(id).toEpochMilli();
  }
}
