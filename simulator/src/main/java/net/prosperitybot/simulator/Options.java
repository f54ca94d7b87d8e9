package net.prosperitybot.simulator;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.prosperitybot.simulator.gateway.GatewayOptions;

/**
 * How a local Discord starts.
 *
 * @param address where it listens; its page answers to this machine's own browser wherever that is
 * @param port where it listens; 0 for any free port
 * @param generousLimits true lets pass any number of requests; the headers are there all the same
 * @param keptMessages how many messages a channel keeps before it forgets the oldest
 * @param keptExchanges how many requests the audit keeps
 * @param traffic the file that takes every exchange as a line of JSON; empty for none
 * @param gateway how the gateway behaves
 * @param random where tokens and keys come from; called once
 */
public record Options(
    Inet4Address address,
    int port,
    InstantSource clock,
    boolean generousLimits,
    int keptMessages,
    int keptExchanges,
    Optional<Path> traffic,
    GatewayOptions gateway,
    Supplier<RandomGenerator> random) {

  private static final Inet4Address LOOPBACK = Inet4Address.ofLiteral("127.0.0.1");

  /** A free port on 127.0.0.1, real time, Discord's usual rate limits. */
  public static Options defaults() {
    return new Options(
        LOOPBACK,
        0,
        InstantSource.system(),
        false,
        20_000,
        20_000,
        Optional.empty(),
        GatewayOptions.defaults(),
        SplittableRandom::new);
  }

  /** The defaults without rate limits that hinder. */
  public static Options generous() {
    return defaults().withGenerousLimits();
  }

  /** Listens there: on another loopback address, or in a container on all of its addresses. */
  public Options withAddress(Inet4Address newAddress) {
    return new Options(
        newAddress,
        port,
        clock,
        generousLimits,
        keptMessages,
        keptExchanges,
        traffic,
        gateway,
        random);
  }

  public Options withPort(int newPort) {
    return new Options(
        address,
        newPort,
        clock,
        generousLimits,
        keptMessages,
        keptExchanges,
        traffic,
        gateway,
        random);
  }

  public Options withClock(InstantSource newClock) {
    return new Options(
        address,
        port,
        newClock,
        generousLimits,
        keptMessages,
        keptExchanges,
        traffic,
        gateway,
        random);
  }

  public Options withGenerousLimits() {
    return new Options(
        address,
        port,
        clock,
        true,
        keptMessages,
        keptExchanges,
        traffic,
        gateway.withoutIdentifyRate(),
        random);
  }

  public Options withTraffic(Path file) {
    return new Options(
        address,
        port,
        clock,
        generousLimits,
        keptMessages,
        keptExchanges,
        Optional.of(file),
        gateway,
        random);
  }

  /** How the gateway behaves: heartbeats, how long a session outlives its connection, and more. */
  public Options withGateway(GatewayOptions newGateway) {
    return new Options(
        address,
        port,
        clock,
        generousLimits,
        keptMessages,
        keptExchanges,
        traffic,
        newGateway,
        random);
  }

  public Options withKeptMessages(int each) {
    return new Options(
        address, port, clock, generousLimits, each, keptExchanges, traffic, gateway, random);
  }

  /** Same seed, same tokens and keys. */
  public Options withSeed(long seed) {
    return new Options(
        address,
        port,
        clock,
        generousLimits,
        keptMessages,
        keptExchanges,
        traffic,
        gateway,
        () -> new SplittableRandom(seed));
  }
}
