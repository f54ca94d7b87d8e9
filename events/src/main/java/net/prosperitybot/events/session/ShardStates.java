package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.EndCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of a session's shards are up, and why one has ended for good. */
final class ShardStates {
  private static final int TOKEN_REFUSED = 4004;
  private static final int INVALID_SHARD = 4010;
  private static final int SHARDING_REQUIRED = 4011;
  private static final int INVALID_INTENTS = 4013;
  private static final int DISALLOWED_INTENTS = 4014;
  private static final Logger log = LoggerFactory.getLogger(ShardStates.class);

  private final BotIdentity identity;
  private final Set<Integer> everReady = ConcurrentHashMap.newKeySet();
  private final Set<Integer> connected = new HashSet<>();
  private final CountDownLatch notReady = new CountDownLatch(1);
  private final CompletableFuture<SessionEnd> endedForGood = new CompletableFuture<>();
  private int expected;
  private long lastConnectedNanos;
  private @Nullable EndCause ended;
  private volatile boolean closing;

  ShardStates(BotIdentity identity) {
    this.identity = identity;
  }

  /** How many shards there are to be. */
  synchronized void expect(int shards) {
    expected = shards;
    countDownWhenComplete();
  }

  synchronized void ready(int shard) {
    if (everReady.add(shard)) {
      log.info("Bot {}: shard {} is ready", identity.botId(), shard);
    }
    connected(shard);
    countDownWhenComplete();
  }

  private void countDownWhenComplete() {
    if (isComplete()) {
      notReady.countDown();
    }
  }

  private boolean isComplete() {
    return expected > 0 && everReady.size() >= expected;
  }

  synchronized void connected(int shard) {
    connected.add(shard);
  }

  synchronized void disconnected(int shard) {
    if (connected.remove(shard)) {
      lastConnectedNanos = System.nanoTime();
    }
  }

  /** The shards that have been ready once. */
  Set<Integer> everReady() {
    return Set.copyOf(everReady);
  }

  /** A shard will not connect again. */
  void ended(int shard, int closeCode) {
    if (closing) {
      return;
    }
    SessionEnd end = new SessionEnd(advice(closeCode), isMendedByRestart(shard, closeCode));
    String words = "Bot {}: shard {} has ended for good. {}";
    switch (identity.kind()) {
      case MAIN -> log.error(words, identity.botId(), shard, end.advice());
      case BRANDED -> log.info(words, identity.botId(), shard, "Close code " + closeCode + ".");
    }
    disconnected(shard);
    end(causeOf(closeCode));
    endedForGood.complete(end);
  }

  /** Is completed when the first shard has ended for good without anybody's wish. */
  CompletableFuture<SessionEnd> endedForGood() {
    return endedForGood;
  }

  /**
   * What was refused at once is refused again. What worked until now needs a start where that asks
   * Discord anew: what the application may see, and how many shards it is to have.
   */
  private boolean isMendedByRestart(int shard, int closeCode) {
    return everReady.contains(shard)
        && switch (closeCode) {
          case TOKEN_REFUSED, INVALID_INTENTS -> false;
          case INVALID_SHARD, SHARDING_REQUIRED -> isCountDiscords();
          case DISALLOWED_INTENTS -> identity.seesMembers();
          default -> true;
        };
  }

  private boolean isCountDiscords() {
    return identity.shardCount() == 0;
  }

  /** The session will not connect again. The first cause is the one that counts. */
  synchronized void end(EndCause cause) {
    if (ended == null) {
      ended = cause;
    }
  }

  /** From here on an end is wanted. */
  void closing() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  boolean awaitReady(Duration patience) throws InterruptedException {
    return notReady.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized Connection connection(IntSupplier servers) {
    if (ended != null) {
      return new Connection.Ended(ended);
    }
    if (!isComplete()) {
      return new Connection.Connecting();
    }
    return connected.isEmpty()
        ? new Connection.Interrupted(Duration.ofNanos(System.nanoTime() - lastConnectedNanos))
        : new Connection.Connected(servers.getAsInt());
  }

  private EndCause causeOf(int closeCode) {
    return switch (closeCode) {
      case TOKEN_REFUSED -> new EndCause.TokenRefused();
      case INVALID_SHARD, SHARDING_REQUIRED -> new EndCause.ShardingRefused(closeCode);
      case INVALID_INTENTS -> new EndCause.IntentsInvalid(closeCode);
      case DISALLOWED_INTENTS ->
          identity.seesMembers()
              ? new EndCause.MembersIntentRefused()
              : new EndCause.IntentsInvalid(closeCode);
      default -> new EndCause.Other(closeCode);
    };
  }

  /** What the operator can do about a close code after which Discord wants no reconnect. */
  private String advice(int closeCode) {
    return switch (closeCode) {
      case TOKEN_REFUSED ->
          "Discord refuses the token: it was reset, or the application is gone. Copy the token"
              + " again from the application's Bot page and restart.";
      case INVALID_INTENTS ->
          "Discord calls the intents invalid: this release is too old for it. Install a newer one.";
      case DISALLOWED_INTENTS ->
          "Discord does not grant the Server Members intent any more. Switch it on at the"
              + " application's Bot page, or restart to run without it.";
      case INVALID_SHARD, SHARDING_REQUIRED ->
          isCountDiscords()
              ? "Discord wants another number of shards by now: restart, which asks for it."
              : "The shards are set wrong: check SHARD_COUNT and SHARD_IDS.";
      default -> "Close code " + closeCode + ": restart.";
    };
  }
}
