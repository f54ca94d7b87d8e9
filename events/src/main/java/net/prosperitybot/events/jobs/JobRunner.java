package net.prosperitybot.events.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;
import net.prosperitybot.common.database.TransientFailure;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobKind;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.events.background.GrowingPause;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.gauges.BotGauges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs the durable jobs of the servers that one bot serves: one at a time in a server, many servers
 * at once. When more servers have work than that, a turn ends after a while.
 *
 * <p>It learns of jobs from {@link JobRunners}, and of those that this process asks for from {@link
 * #nudge}. A job is held under a lease, so that one whose process dies is taken up by the next from
 * where it was saved; one that can't go on now is given back and tried again after a growing pause.
 * One that fails by itself again and again, and comes no further, is given up, so that the server's
 * others have their turn; Discord or the database being away is never a reason for that.
 */
public final class JobRunner implements AutoCloseable {
  private static final GrowingPause DELAY =
      new GrowingPause(Duration.ofSeconds(2), Duration.ofMinutes(5));

  /**
   * Failures of others are counted no further, so that a job goes on half a minute after an outage.
   */
  private static final int MOST_OUTAGES_COUNTED = 5;

  private static final int FAILURES_BEFORE_GIVING_UP = 20;
  private static final Duration OUT_OF_REACH_DELAY = Duration.ofSeconds(15);

  /** For a step that ends by itself, before its waiting is cut short. */
  private static final Duration GENTLE_STOP = Duration.ofSeconds(1);

  private static final Duration STOP = Duration.ofSeconds(2);
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private final Slots slots;
  private final String process;
  private final Duration lease;
  private final JobStore store;
  private final Function<JobKind, JobWork> works;
  private final LongPredicate holds;
  private final LongPredicate serves;
  private final MeterRegistry meters;
  private final AtomicLong claims = new AtomicLong();

  /** Servers in work, with their threads. */
  private final ConcurrentMap<Long, Thread> inWork = new ConcurrentHashMap<>();

  /** How many servers with work found no slot, and were not given one since. */
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile boolean closed;

  /** Slots that are in use. */
  private int taken;

  /**
   * How much is done at once; each server costs a little memory and a write every few seconds, for
   * what takes time is Discord.
   *
   * @param servers so many are this runner's own
   * @param more what it shares with others beyond them, a permit a server
   * @param turn how long one is worked on while others wait
   */
  public record Slots(int servers, Semaphore more, Duration turn) {
    private static final Duration TURN = Duration.ofSeconds(30);

    /** All that one runner may have. */
    public static final Slots USUAL = new Slots(64, TURN);

    /** Its own only. */
    public Slots(int servers, Duration turn) {
      this(servers, new Semaphore(0), turn);
    }

    /** So few that no other is kept from its turn, and what is left of the others'. */
    static Slots sharing(Semaphore more) {
      return new Slots(2, more, TURN);
    }
  }

  /**
   * A runner.
   *
   * @param process a name for this process that no other has, at most 40 characters
   * @param lease how long a claim holds when its process dies
   * @param works what to do for each kind of job
   * @param holds whether the session receives a server's events now
   * @param serves whether this bot serves a server, by the database; may wait for it
   */
  public JobRunner(
      Slots slots,
      String process,
      Duration lease,
      JobStore store,
      Function<JobKind, JobWork> works,
      LongPredicate holds,
      LongPredicate serves,
      BotGauges gauges,
      MeterRegistry meters) {
    this.slots = slots;
    this.process = process;
    this.lease = lease;
    this.store = store;
    this.works = works;
    this.holds = holds;
    this.serves = serves;
    this.meters = meters;
    gauges.add("prosperity.jobs.running", inWork::size);
  }

  /**
   * Takes up what is due; by one thread.
   *
   * @param due servers that this bot serves
   */
  public void takeUp(List<Long> due) {
    if (closed) {
      return;
    }
    for (long guildId : due) {
      if (holds.test(guildId)) {
        nudge(guildId);
      } else {
        // So that servers in an outage do not keep the others from their turn.
        store
            .claim(guildId, nextOwner(), lease)
            .ifPresent(job -> store.postpone(job, OUT_OF_REACH_DELAY));
      }
    }
    waiting.set(
        Math.toIntExact(
            due.stream()
                .filter(guildId -> holds.test(guildId) && !inWork.containsKey(guildId))
                .count()));
  }

  /** There may be a job in a server that this bot serves; never waits. */
  public void nudge(long guildId) {
    if (closed || !holds.test(guildId) || inWork.containsKey(guildId) || !takeSlot()) {
      return;
    }
    Thread thread = Thread.ofVirtual().name("job-" + guildId).unstarted(() -> work(guildId));
    if (inWork.putIfAbsent(guildId, thread) == null) {
      thread.start();
    } else {
      freeSlot();
    }
  }

  private synchronized boolean takeSlot() {
    if (taken >= slots.servers() && !slots.more().tryAcquire()) {
      return false;
    }
    taken++;
    return true;
  }

  private synchronized void freeSlot() {
    if (taken > slots.servers()) {
      slots.more().release();
    }
    taken--;
  }

  /** Takes nothing more, and has what is under way end soon. Returns at once. */
  public void stop() {
    closed = true;
  }

  /** Ends and gives back what is under way, within a few seconds. */
  @Override
  public void close() {
    stop();
    try {
      join(GENTLE_STOP);
      inWork.values().forEach(Thread::interrupt);
      join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!inWork.isEmpty()) {
      log.info("The jobs of {} servers are left to the end of their leases", inWork.size());
    }
  }

  private void join(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : inWork.values()) {
      thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  private void work(long guildId) {
    MDC.put("guild", Long.toString(guildId));
    long began = System.nanoTime();
    BooleanSupplier turnIsOver =
        () -> System.nanoTime() - began >= slots.turn().toNanos() && letOneIn();
    try {
      while (!closed && runNext(guildId, turnIsOver) && !turnIsOver.getAsBoolean()) {
        log.debug("Looking for the next job of the server");
      }
    } catch (RuntimeException e) {
      log.warn("The jobs of a server wait for the database: {}", e.toString());
    } finally {
      MDC.clear();
      inWork.remove(guildId);
      freeSlot();
    }
  }

  /** One server that waits is worth the end of one turn. */
  private boolean letOneIn() {
    return waiting.getAndUpdate(servers -> Math.max(0, servers - 1)) > 0;
  }

  /** Returns whether there may be another. */
  private boolean runNext(long guildId, BooleanSupplier turnIsOver) {
    if (!serves.test(guildId)) {
      return false;
    }
    long claimedAt = System.nanoTime();
    Optional<Job> claimed = store.claim(guildId, nextOwner(), lease);
    if (claimed.isEmpty()) {
      return false;
    }
    Job job = claimed.get();
    Ending ending = run(job, claimedAt, turnIsOver);
    if (ending == Ending.LATER && !serves.test(guildId)) {
      ending = Ending.HANDED_OVER;
    }
    // What was cut short still has to be given back.
    boolean interrupted = Thread.interrupted();
    switch (ending) {
      case DONE -> store.finish(job);
      case LATER -> store.postpone(job, DELAY.after(store.failed(job, MOST_OUTAGES_COUNTED)));
      case FAILED -> failed(job);
      case STOPPED, TURN_OVER, HANDED_OVER -> store.postpone(job, Duration.ZERO);
      case LOST -> log.info("A job goes on in another process");
    }
    meters.counter("prosperity.jobs", "kind", tag(job.kind()), "outcome", tag(ending)).increment();
    return ending == Ending.DONE && !interrupted;
  }

  private void failed(Job job) {
    int failures = store.failed(job, FAILURES_BEFORE_GIVING_UP);
    if (failures < FAILURES_BEFORE_GIVING_UP) {
      store.postpone(job, DELAY.after(failures));
      return;
    }
    log.error("A job is given up after {} failures: {}", failures, job.kind());
    try {
      works.apply(job.kind()).giveUp(job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("Nobody could be told that a job was given up", e);
    }
    store.finish(job);
  }

  private enum Ending {
    DONE,
    LATER,
    FAILED,
    STOPPED,
    TURN_OVER,
    /** Another bot serves the server by now. */
    HANDED_OVER,
    LOST
  }

  private Ending run(Job job, long claimedAt, BooleanSupplier turnIsOver) {
    JobWork work = works.apply(job.kind());
    try {
      JobCounts counts = job.counts();
      if (job.startedAt().isEmpty()) {
        counts = new JobCounts(work.total(job), 0, 0, 0);
        if (!store.start(job, counts.total())) {
          return Ending.LOST;
        }
      }
      try (JobHold hold =
          new JobHold(store, job, counts, lease, claimedAt, () -> closed, turnIsOver)) {
        work.run(hold);
      }
      return Ending.DONE;
    } catch (InterruptedException e) {
      return Ending.STOPPED;
    } catch (HoldLostException e) {
      return closed ? Ending.STOPPED : Ending.LOST;
    } catch (TurnOverException e) {
      return Ending.TURN_OVER;
    } catch (DiscordUnavailableException e) {
      if (!closed) {
        log.info("A job waits for Discord: {}", e.getMessage());
      }
      return closed ? Ending.STOPPED : Ending.LATER;
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("A job could not go on now", e);
      }
      if (closed) {
        return Ending.STOPPED;
      }
      return TransientFailure.is(e) ? Ending.LATER : Ending.FAILED;
    }
  }

  private String nextOwner() {
    return process + "-" + claims.incrementAndGet();
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
