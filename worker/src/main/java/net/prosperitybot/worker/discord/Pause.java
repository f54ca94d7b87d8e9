package net.prosperitybot.worker.discord;

import java.time.Duration;

/** How a thread waits before it tries again: {@code Thread::sleep} but for tests. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration) throws InterruptedException;
}
