package net.prosperitybot.demo;

import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;

/**
 * What Discord does to the services' requests until it is closed: to those that they ask for, and
 * not to what answers interactions, which is the worker's.
 */
public final class DiscordFault implements AutoCloseable {
  private final List<Faults.Running> running;

  private DiscordFault(List<Faults.Running> running) {
    this.running = running;
  }

  /** From now on. */
  public static DiscordFault begin(LocalDiscord discord, Fault fault) {
    return new DiscordFault(
        Stream.of("/channels/**", "/guilds/**", "/webhooks/**")
            .map(path -> discord.fault(FaultPlan.on("*", path, fault)))
            .toList());
  }

  /** How many requests have met it. */
  public int hits() {
    return running.stream().mapToInt(Faults.Running::hits).sum();
  }

  @Override
  public void close() {
    running.forEach(Faults.Running::close);
  }
}
