package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.prosperitybot.common.database.Database;

/** Looks at the message log all the time: when awards of some servers were committed. */
final class CommitWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Database database;
  private final List<Long> guildIds;
  private final List<Long> growths = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("commit-watch").unstarted(this::watch);
  private volatile boolean ended;

  private CommitWatch(Database database, List<Long> guildIds) {
    this.database = database;
    this.guildIds = guildIds;
  }

  /**
   * Begins to look.
   *
   * @param database on a node that stays
   */
  static CommitWatch start(Database database, List<Long> guildIds) {
    CommitWatch watch = new CommitWatch(database, guildIds);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    int before = 0;
    while (!ended) {
      int now = database.dsl().fetchCount(MESSAGE_LOGS, MESSAGE_LOGS.GUILD_ID.in(guildIds));
      if (now > before) {
        growths.add(System.nanoTime());
        before = now;
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The longest time without a commit since a moment, as {@link System#nanoTime} says it. */
  Duration longestPauseSince(long nanoTime) {
    long longest = 0;
    long last = nanoTime;
    for (long growth : growths) {
      if (growth > nanoTime) {
        longest = Math.max(longest, growth - last);
        last = growth;
      }
    }
    return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
  }

  /** Whether anything was committed after this moment. */
  boolean grewSince(long nanoTime) {
    return growths.stream().anyMatch(growth -> growth > nanoTime);
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
