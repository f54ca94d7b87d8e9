package net.prosperitybot.events.whitelabel;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.BotLeases;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.faults.FailingConnections;

/** A process with a supervisor, whose database, time and sessions a test has in its hands. */
final class PretendProcess {
  static final PremiumConfig PREMIUM = new PremiumConfig(OptionalLong.empty(), Duration.ofDays(3));

  final PretendLauncher launcher = new PretendLauncher();
  final FailingConnections connections;
  final Set<Long> goneApplications = ConcurrentHashMap.newKeySet();
  final WhitelabelSupervisor supervisor;
  private final ServiceInstances instances;
  private final String name;
  private final AtomicLong nanos = new AtomicLong();

  /**
   * A process.
   *
   * @param mainBot which serves where no branded bot does
   * @param threads what takes its time runs there
   */
  PretendProcess(String name, Database real, long mainBot, TokenVault vault, Executor threads) {
    this.name = name;
    this.connections = new FailingConnections(real.source());
    Database database = Database.over(connections);
    this.instances = new ServiceInstances(database);
    this.supervisor =
        new WhitelabelSupervisor(
            new SupervisedBot.Tools(
                name,
                WhitelabelSupervisor.LEASE,
                launcher,
                new WhitelabelStore(database),
                new BotLeases(database, new GuildStore(database, mainBot)),
                new PremiumStore(database, PREMIUM),
                vault,
                goneApplications::contains,
                new LaunchSlots(),
                new Random(1),
                nanos::get,
                InstantSource.fixed(Instant.EPOCH)),
            instances,
            threads,
            new SimpleMeterRegistry());
    instances.alive(name, ServiceInstances.Service.EVENTS, List.of());
  }

  /** Five seconds pass, and it polls. */
  void poll() {
    pass(WhitelabelSupervisor.POLL);
    supervisor.look();
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** It says that it runs no more, as at a graceful end. */
  void signOff() {
    instances.gone(name);
  }
}
