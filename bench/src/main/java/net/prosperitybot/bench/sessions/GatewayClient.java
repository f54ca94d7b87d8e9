package net.prosperitybot.bench.sessions;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.gateway.SessionView;

/** A bot with one session at the local Discord, as Discord sees it. */
final class GatewayClient {
  private static final long LOOK_AGAIN_NANOS = 500_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LocalDiscord discord;
  private final LocalApplication bot;

  GatewayClient(LocalDiscord discord, LocalApplication bot) {
    this.discord = discord;
    this.bot = bot;
  }

  private interface Condition {
    boolean holds();
  }

  /** Waits until it is there, was told of so many servers, and has handled that. */
  void awaitReady(int servers) {
    await(() -> hasSession() && session().connected() && session().sequence() > servers);
    awaitHandled();
  }

  /** Has what happens from now on wait for {@link #secondsToHandle}. */
  void holdBack() {
    discord.gateway().pauseDelivery(bot.id());
  }

  /** Sends what was held back, and measures until the client has handled all of it. */
  double secondsToHandle() {
    long begin = System.nanoTime();
    discord.gateway().resumeDelivery(bot.id());
    awaitHandled();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** A heartbeat is asked for once everything is on its way: the answer tells what was handled. */
  private void awaitHandled() {
    await(() -> session().sent() == session().sequence());
    long last = session().sequence();
    discord.gateway().requestHeartbeat(session().id());
    await(() -> session().acknowledged() >= last);
  }

  private boolean hasSession() {
    return discord.gateway().sessions().stream()
        .anyMatch(session -> session.applicationId() == bot.id());
  }

  private SessionView session() {
    return discord.gateway().sessions().stream()
        .filter(session -> session.applicationId() == bot.id())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(bot.name() + " has no session"));
  }

  private void await(Condition condition) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(bot.name() + " did not get there within 5 minutes");
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
