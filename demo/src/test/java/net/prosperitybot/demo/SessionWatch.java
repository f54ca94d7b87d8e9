package net.prosperitybot.demo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.gateway.SessionView;

/** Looks at the gateway all the time: whether a bot ever has two sessions at once. */
final class SessionWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final List<LocalApplication> bots;
  private final Set<String> doubles = ConcurrentHashMap.newKeySet();
  private final Thread thread = Thread.ofVirtual().unstarted(this::watch);

  private SessionWatch(List<LocalApplication> bots) {
    this.bots = bots;
  }

  static SessionWatch start(List<LocalApplication> bots) {
    SessionWatch watch = new SessionWatch(bots);
    watch.thread.start();
    return watch;
  }

  /** The names of those that had. */
  Set<String> doubles() {
    return Set.copyOf(doubles);
  }

  private void watch() {
    try {
      while (true) {
        for (LocalApplication bot : bots) {
          if (bot.sessions().stream().filter(SessionView::connected).count() > 1) {
            doubles.add(bot.name());
          }
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
