package net.prosperitybot.simulator.gateway;

import java.time.Duration;

/**
 * How strict and how patient the gateway is.
 *
 * @param heartbeatInterval what HELLO tells the client; a connection silent for twice as long is
 *     closed with 4009
 * @param sessionLifetime how long a session without a connection can be resumed
 * @param replayEvents how many events a session keeps for a resume and for a client that reads
 *     slowly, 128 at least; a client that falls further behind is disconnected
 * @param replayBytes the same bound in bytes of event data
 * @param identifyRate whether a second IDENTIFY of the same bucket ({@code shard %
 *     max_concurrency}) within five seconds is answered with INVALID_SESSION
 * @param shardingAbove more servers than this need shards (4011); 0 never asks for them
 */
public record GatewayOptions(
    Duration heartbeatInterval,
    Duration sessionLifetime,
    int replayEvents,
    long replayBytes,
    boolean identifyRate,
    int shardingAbove) {

  /** Room for the piece of a long answer that a session appends ahead of its client. */
  private static final int LEAST_REPLAY_EVENTS = 128;

  public GatewayOptions {
    if (!heartbeatInterval.isPositive() || replayBytes < 1) {
      throw new IllegalArgumentException("heartbeatInterval and replayBytes must be positive");
    }
    if (replayEvents < LEAST_REPLAY_EVENTS) {
      throw new IllegalArgumentException("replayEvents must be at least " + LEAST_REPLAY_EVENTS);
    }
  }

  /** Discord's own heartbeat and identify rules; sessions live two minutes without a connection. */
  public static GatewayOptions defaults() {
    return new GatewayOptions(
        Duration.ofMillis(41_250), Duration.ofMinutes(2), 131_072, 64L << 20, true, 0);
  }

  public GatewayOptions withHeartbeatInterval(Duration interval) {
    return new GatewayOptions(
        interval, sessionLifetime, replayEvents, replayBytes, identifyRate, shardingAbove);
  }

  public GatewayOptions withSessionLifetime(Duration lifetime) {
    return new GatewayOptions(
        heartbeatInterval, lifetime, replayEvents, replayBytes, identifyRate, shardingAbove);
  }

  public GatewayOptions withReplay(int events, long bytes) {
    return new GatewayOptions(
        heartbeatInterval, sessionLifetime, events, bytes, identifyRate, shardingAbove);
  }

  public GatewayOptions withoutIdentifyRate() {
    return new GatewayOptions(
        heartbeatInterval, sessionLifetime, replayEvents, replayBytes, false, shardingAbove);
  }

  public GatewayOptions withShardingAbove(int guilds) {
    return new GatewayOptions(
        heartbeatInterval, sessionLifetime, replayEvents, replayBytes, identifyRate, guilds);
  }
}
