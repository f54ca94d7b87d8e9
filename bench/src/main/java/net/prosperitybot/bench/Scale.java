package net.prosperitybot.bench;

import java.time.Duration;

/**
 * How much is measured. The table in the docs is of {@link #FULL}; {@link #SMOKE} shows that every
 * row still runs, and its figures mean nothing.
 *
 * @param rounds how often ours and the reference take turns
 * @param warmUp before the first round, of each side
 * @param spell how long one side is measured in a round
 * @param bigServer members of the one big server
 * @param smallServers how many servers of about five members there are beside it
 * @param growth how many times as many members there are when growth is measured
 * @param heldServers servers that one session holds when memory is measured
 * @param sessions branded sessions in one process
 * @param crowd members of the server whose messages are counted at the gateway
 * @param messages how many of theirs are sent at once
 * @param signatures on which both ways to verify have to agree
 * @param keys branded bots whose keys take turns
 * @param idleConnections open connections that say nothing
 * @param leastLanded the share of the awards due that have to land while pages are read, for the
 *     row to count
 */
public record Scale(
    int rounds,
    Duration warmUp,
    Duration spell,
    int bigServer,
    int smallServers,
    int growth,
    int heldServers,
    int sessions,
    int crowd,
    int messages,
    int signatures,
    int keys,
    int idleConnections,
    double leastLanded) {

  public static final Scale FULL =
      new Scale(
          5,
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          474_090,
          100_000,
          10,
          10_000,
          200,
          100_000,
          120_000,
          1_000_000,
          10_000,
          2_000,
          0.95);

  public static final Scale SMOKE =
      new Scale(
          1,
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          500,
          50,
          2,
          20,
          3,
          200,
          400,
          600,
          20,
          20,
          0);
}
