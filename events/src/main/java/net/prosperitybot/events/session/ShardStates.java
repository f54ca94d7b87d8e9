package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of a session's shards are up, and why one has ended for good. */
final class ShardStates {
  private static final Logger log = LoggerFactory.getLogger(ShardStates.class);

  private final long botId;
  private final Map<Integer, Boolean> everReady = new ConcurrentHashMap<>();
  private final CountDownLatch notReady = new CountDownLatch(1);
  private int expected;
  private volatile boolean closing;

  ShardStates(long botId) {
    this.botId = botId;
  }

  /** How many shards there are to be. */
  synchronized void expect(int shards) {
    expected = shards;
    countDownWhenComplete();
  }

  synchronized void ready(int shard) {
    if (everReady.put(shard, true) == null) {
      log.info("Bot {}: shard {} is ready", botId, shard);
    }
    countDownWhenComplete();
  }

  private void countDownWhenComplete() {
    if (expected > 0 && everReady.size() >= expected) {
      notReady.countDown();
    }
  }

  /** The shards that have been ready once. */
  Set<Integer> everReady() {
    return Set.copyOf(everReady.keySet());
  }

  /** A shard will not connect again. */
  void ended(int shard, int closeCode) {
    if (!closing) {
      log.error("Bot {}: shard {} has ended for good. {}", botId, shard, advice(closeCode));
    }
  }

  /** From here on an end is wanted. */
  void closing() {
    closing = true;
  }

  boolean awaitReady(Duration patience) throws InterruptedException {
    return notReady.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What to do about a close code after which Discord wants no reconnect. */
  private static String advice(int closeCode) {
    return switch (closeCode) {
      case 4004 ->
          "Discord refuses the token: it was reset, or the application is gone. Copy the token"
              + " again from the application's Bot page and restart.";
      case 4013 ->
          "Discord calls the intents invalid: this release is too old for it. Install a newer one.";
      case 4014 ->
          "Discord does not grant the Server Members intent any more. Switch it on at the"
              + " application's Bot page, or restart to run without it.";
      case 4010, 4011 -> "The shards are set wrong: check SHARD_COUNT and SHARD_IDS.";
      default -> "Close code " + closeCode + ".";
    };
  }
}
