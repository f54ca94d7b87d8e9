package net.prosperitybot.worker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import net.prosperitybot.common.clock.SteadyClock;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;

/** The worker's numbers. Tags are command names and enum constants, never anything from outside. */
public final class WorkerMetrics {

  /** How an interaction got its first answer. */
  public enum Outcome {
    ANSWERED,
    DEFERRED,
    /** The member or the server asked for too much at a time. */
    LIMITED,
    /** Too many calls were under way. */
    BUSY
  }

  /** Why a request was not let in. */
  public enum Refusal {
    TOO_LARGE,
    UNKNOWN_BOT,
    HEADERS,
    SIGNATURE,
    TIMESTAMP,
    MALFORMED,
    SLOW,
    /** Too many requests were under way. */
    BUSY
  }

  /** How a signature was verified. */
  public enum VerifiedBy {
    TABLE,
    BOUNCY_CASTLE
  }

  /** Discord waits 3 s. */
  private static final Duration[] AGE_BOUNDS =
      IntStream.of(50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 5000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<VerifiedBy, Counter> verified = new EnumMap<>(VerifiedBy.class);
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter delivered;
  private final Counter lost;
  private final Timer ages;
  private final RecentReplies recent = new RecentReplies(SteadyClock.start());
  private final AtomicInteger unregistered = new AtomicInteger();
  private final AtomicInteger brandedBehind = new AtomicInteger();

  /** What can be is there from the start: Prometheus sees a counter rise only from what it saw. */
  public WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Refusal why : Refusal.values()) {
      refused.put(
          why,
          Counter.builder("prosperity.interactions.refused")
              .description("Requests that were not let in, by reason")
              .tag("reason", tag(why))
              .register(registry));
    }
    this.delivered = followUps("delivered");
    this.lost = followUps("lost");
    this.ages =
        Timer.builder("prosperity.interactions.age")
            .description("From the call, by Discord's clock, to the first answer, by ours")
            .serviceLevelObjectives(AGE_BOUNDS)
            .register(registry);
    for (VerifiedBy by : VerifiedBy.values()) {
      verified.put(
          by,
          Counter.builder("prosperity.signatures.verified")
              .description("Signatures that were looked at, good or not, by what looked")
              .tag("by", tag(by))
              .register(registry));
    }
    Gauge.builder("prosperity.registrations.waiting", unregistered, AtomicInteger::get)
        .description("Bots whose commands Discord does not have yet")
        .register(registry);
    Gauge.builder("prosperity.registrations.branded.behind", brandedBehind, AtomicInteger::get)
        .description("Branded bots that Discord has other commands of")
        .register(registry);
  }

  private Counter followUps(String outcome) {
    return Counter.builder("prosperity.followups")
        .description("Answers after a deferred one")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** An interaction was answered, this long after it was received. */
  public void answered(String kind, String command, Outcome outcome, Duration taken) {
    Timer.builder("prosperity.interactions")
        .description("Interactions by kind, command and outcome, from receipt to first answer")
        .tags("kind", kind, "command", command, "outcome", tag(outcome))
        .register(registry)
        .record(taken);
  }

  /**
   * A call was answered, this long after it was made.
   *
   * @param age may be less than nothing where the clocks differ
   */
  public void aged(Duration age) {
    Duration known = age.isNegative() ? Duration.ZERO : age;
    ages.record(known);
    recent.add(known);
  }

  /** The ages of the last minutes. */
  public RecentReplies recentReplies() {
    return recent;
  }

  /** A handler was called, and did well or {@linkplain #failed ended in a fault}. */
  public void called(String kind, String command) {
    failures(kind, command);
  }

  /** A handler ended in a fault. */
  public void failed(String kind, String command) {
    failures(kind, command).increment();
  }

  private Counter failures(String kind, String command) {
    return Counter.builder("prosperity.interactions.failed")
        .description("Handlers that ended in a fault")
        .tags("kind", kind, "command", command)
        .register(registry);
  }

  /** A signature was looked at, whether good or not. */
  public void verified(VerifiedBy by) {
    Objects.requireNonNull(verified.get(by)).increment();
  }

  /** A request was refused. */
  public void refused(Refusal why) {
    Objects.requireNonNull(refused.get(why)).increment();
  }

  /** A late answer arrived at Discord, or never will. */
  public void followedUp(boolean arrived) {
    (arrived ? delivered : lost).increment();
  }

  /** A bot's commands wait to be registered. */
  public void registrationWaits() {
    unregistered.incrementAndGet();
  }

  /** A bot's commands are registered. */
  public void registrationDone() {
    unregistered.decrementAndGet();
  }

  /** So many branded bots wait to be registered again. */
  public void brandedBehind(int bots) {
    brandedBehind.set(bots);
  }

  /** Watches our clock: when it is minutes off, every signature is too old or from the future. */
  public void watchClock(DoubleSupplier secondsAhead) {
    Gauge.builder("prosperity.discord.clock.ahead", secondsAhead::getAsDouble)
        .description("How far our clock is ahead of Discord's")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Watches what Discord refuses. */
  public void watch(RefusalBudget refusals) {
    Gauge.builder("prosperity.discord.refusals", refusals, RefusalBudget::spent)
        .description("Requests that Discord refused within ten minutes; at 10,000 it shuts us out")
        .register(registry);
  }

  /** Watches whether Discord answers at all. */
  public void watch(Breaker breaker) {
    Gauge.builder("prosperity.discord.breaker.open", breaker, b -> b.isOpen() ? 1 : 0)
        .description("1 while Discord does not answer, and is asked only now and then")
        .register(registry);
  }

  private static String tag(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
