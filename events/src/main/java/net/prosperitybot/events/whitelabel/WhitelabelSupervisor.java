package net.prosperitybot.events.whitelabel;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.BotLeases;
import net.prosperitybot.common.whitelabel.BotLeases.Lease;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.hosting.BotLauncher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the branded bots be as their owners want them, together with the other processes.
 *
 * <p>A loop drives {@link #look}: every {@link #POLL}, or sooner when a session here has come to do
 * otherwise, it renews the leases, closes the sessions that another process has taken, reads what
 * is wanted, decides for each bot and hands what takes long to a thread of that bot. While the
 * database is away a poll fails and is repeated with the next look, and all sessions stay. It stops
 * with {@link #close}. How long a poll takes is seen in {@code prosperity.whitelabel.poll}, what is
 * held in {@code prosperity.whitelabel.held}.
 */
public final class WhitelabelSupervisor implements AutoCloseable {
  /** How often to call {@link #look}. */
  public static final Duration LOOK = Duration.ofSeconds(1);

  /** How long a lease lasts without being renewed. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration GOODBYE = Duration.ofSeconds(6);
  private static final Logger log = LoggerFactory.getLogger(WhitelabelSupervisor.class);

  private final SupervisedBot.Tools tools;
  private final ServiceInstances instances;
  private final Executor threads;
  private final Timer polls;
  private final Map<Long, SupervisedBot> bots = new ConcurrentHashMap<>();

  /** Since when bots that should run were seen to be held by nobody. */
  private Map<Long, Long> freeSince = new HashMap<>();

  /** When the last poll was that succeeded. */
  private long polledAt;

  /** Whether the last poll did not. */
  private boolean failed;

  private volatile boolean closed;

  /**
   * A supervisor that holds nothing yet.
   *
   * @param threads runs each task on a thread of its own
   */
  WhitelabelSupervisor(
      SupervisedBot.Tools tools,
      ServiceInstances instances,
      Executor threads,
      MeterRegistry meters) {
    this.tools = tools;
    this.instances = instances;
    this.threads = threads;
    this.polls = meters.timer("prosperity.whitelabel.poll");
    this.polledAt = tools.ticker().read() - POLL.toNanos();
    Gauge.builder("prosperity.whitelabel.held", bots, Map::size).register(meters);
  }

  /**
   * The supervisor of a process.
   *
   * @param owner the process, in leases
   * @param guilds which sets the serving bot when one begins or ceases to run
   * @param random safe for use by several threads
   * @param clock for words
   */
  public static WhitelabelSupervisor of(
      String owner,
      BotLauncher launcher,
      Database database,
      GuildStore guilds,
      PremiumStore premium,
      TokenVault vault,
      ApplicationCheck applications,
      RandomGenerator random,
      InstantSource clock,
      MeterRegistry meters) {
    return new WhitelabelSupervisor(
        new SupervisedBot.Tools(
            owner,
            LEASE,
            launcher,
            new WhitelabelStore(database),
            new BotLeases(database, guilds),
            premium,
            vault,
            applications,
            new LaunchSlots(),
            random,
            Ticker.systemTicker(),
            clock),
        new ServiceInstances(database),
        task -> Thread.ofVirtual().name("whitelabel-bot").start(task),
        meters);
  }

  /** Polls when it is time to, or when there is news. */
  public synchronized void look() {
    boolean isTime = tools.ticker().read() - polledAt >= POLL.toNanos();
    if (isTime || bots.values().stream().anyMatch(SupervisedBot::hasNews)) {
      polls.record(this::poll);
    }
  }

  /** Looks at everything now. Waits for the database, and for nothing else. */
  public synchronized void poll() {
    if (closed) {
      return;
    }
    boolean isBack = failed;
    failed = true;
    long now = tools.ticker().read();
    renew();
    List<WhitelabelBot> rows = tools.store().all();
    Map<Long, Premium> premium = premiumOfOwners(rows);
    Claims claims = new Claims(now, share(rows, premium), isBack);
    for (WhitelabelBot row : rows) {
      try {
        supervise(row, premiumOf(row, premium), claims);
      } catch (RuntimeException e) {
        log.error("Bot {}: can't be looked at, the others are", row.botId(), e);
      }
    }
    freeSince = claims.stillFree;
    bots.values().removeIf(SupervisedBot::isOver);
    failed = false;
    polledAt = now;
  }

  private void supervise(WhitelabelBot row, Premium premium, Claims claims) {
    Hold hold = hold(row);
    act(row, SupervisorRules.decide(row, hold, premium, claims.may(row, hold, premium)));
  }

  /** First of all: what another has taken meanwhile must not go on. */
  private void renew() {
    Map<SupervisedBot, Lease> leases = new HashMap<>();
    bots.values().forEach(bot -> bot.lease().ifPresent(lease -> leases.put(bot, lease)));
    Set<Long> held = tools.leases().renew(leases.values(), tools.leaseTime());
    leases.forEach(
        (bot, lease) -> {
          if (!held.contains(bot.id())) {
            log.warn("Bot {}: another process has it by now", bot.id());
            if (bot.lost(lease)) {
              threads.execute(bot::finish);
            }
          }
        });
  }

  private Map<Long, Premium> premiumOfOwners(Collection<WhitelabelBot> rows) {
    Set<Long> owners = rows.stream().map(WhitelabelBot::ownerId).collect(Collectors.toSet());
    return owners.isEmpty() ? Map.of() : tools.premium().of(owners);
  }

  private static Premium premiumOf(WhitelabelBot row, Map<Long, Premium> premium) {
    return premium.getOrDefault(row.ownerId(), new Premium.None());
  }

  private Hold hold(WhitelabelBot row) {
    SupervisedBot bot = bots.get(row.botId());
    if (bot != null && !bot.isOver()) {
      return bot.hold();
    }
    // A claim of ours whose answer was lost is no other process.
    boolean isElsewhere = row.isHeld() && !row.leaseOwner().equals(Optional.of(tools.owner()));
    return isElsewhere ? new Hold.Elsewhere() : new Hold.Free();
  }

  /** How many bots are this process's part, so that none takes them all. */
  private int share(Collection<WhitelabelBot> rows, Map<Long, Premium> premium) {
    long processes =
        instances.running().stream().filter(each -> each.service() == Service.EVENTS).count();
    long running =
        rows.stream()
            .filter(row -> SupervisorRules.shouldRun(row, premiumOf(row, premium)))
            .count();
    return Math.ceilDiv((int) running, (int) Math.max(1, processes));
  }

  /**
   * Takes a fair share of what is new, and what a process that is gone had; later what nobody else
   * has taken.
   */
  private final class Claims {
    private final long now;
    private final int share;
    private final boolean isBack;
    private final Map<Long, Long> stillFree = new HashMap<>();
    private int held = (int) bots.values().stream().filter(bot -> !bot.isOver()).count();

    /**
     * The claims of a poll.
     *
     * @param isBack whether the database was away: leases have run out then whose holders live
     */
    Claims(long now, int share, boolean isBack) {
      this.now = now;
      this.share = share;
      this.isBack = isBack;
    }

    boolean may(WhitelabelBot row, Hold hold, Premium premium) {
      if (!(hold instanceof Hold.Free)
          || !(SupervisorRules.decide(row, hold, premium, true) instanceof Step.Claim)) {
        return false;
      }
      long since = isBack ? now : freeSince.getOrDefault(row.botId(), now);
      // A lease that was given back has no owner any more.
      boolean hasRunOut = row.leaseOwner().isPresent();
      boolean isOurs = hasRunOut ? !isBack : held < share;
      if (isOurs || now - since >= POLL.toNanos()) {
        held++;
        return true;
      }
      stillFree.put(row.botId(), since);
      return false;
    }
  }

  private void act(WhitelabelBot row, Step step) {
    switch (step) {
      case Step.Nothing nothing -> {}
      case Step.Withdraw withdraw -> {
        SupervisedBot bot = bots.get(row.botId());
        if (bot != null) {
          bot.withdraw();
        }
      }
      case Step.GiveUp giveUp -> {
        SupervisedBot bot = bots.get(row.botId());
        if (bot != null) {
          bot.giveUp();
        }
      }
      case Step.Claim any -> take(row, step);
      case Step.Launch any -> take(row, step);
      case Step.Close any -> take(row, step);
      case Step.Say any -> take(row, step);
      case Step.Conclude any -> take(row, step);
      case Step.Show any -> take(row, step);
      case Step.Forget any -> take(row, step);
      case Step.Release any -> take(row, step);
    }
  }

  private void take(WhitelabelBot row, Step step) {
    SupervisedBot bot = bots.computeIfAbsent(row.botId(), id -> new SupervisedBot(id, tools));
    if (!closed && bot.begin()) {
      threads.execute(() -> bot.work(step, row));
    }
  }

  /** How many bots this process has or is about to have. */
  int held() {
    return (int) bots.values().stream().filter(bot -> !bot.isOver()).count();
  }

  /**
   * Begins nothing more, and calls off what is being launched; returns at once. The sessions stay
   * until {@link #close}.
   */
  public void stop() {
    closed = true;
    bots.values().forEach(SupervisedBot::stop);
  }

  /**
   * Closes all sessions and gives all leases back, so that other processes take them at once:
   * within {@link #GOODBYE}.
   */
  @Override
  public void close() {
    end(true);
  }

  /** The same, but for the leases, which run out by themselves: there is no database to say it. */
  public void abandon() {
    end(false);
  }

  private void end(boolean givesBack) {
    stop();
    Set<SupervisedBot> all = new HashSet<>(bots.values());
    for (SupervisedBot bot : all) {
      if (bot.end(givesBack)) {
        threads.execute(bot::finish);
      }
    }
    long deadline = System.nanoTime() + GOODBYE.toNanos();
    try {
      for (SupervisedBot bot : all) {
        if (!bot.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
          log.warn("Bot {}: did not end in time; its lease runs out by itself", bot.id());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
