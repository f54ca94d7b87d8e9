package net.prosperitybot.common.discord;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Spares a service that does not answer, and us the wait: once half of the latest requests failed,
 * no more are let through for a while; then a few try, and how those go decides.
 *
 * <p>Who was let through by {@link #lets} says once how it went: {@link #succeeded}, {@link
 * #failed} or {@link #left}. A no is a success: what answers is there. Safe for many threads.
 */
public final class Breaker {
  /** How long failures are remembered. */
  public static final Duration WINDOW = Duration.ofSeconds(60);

  private static final int SERVER_ERRORS = 500;
  private static final int HALF = 50;
  private static final int TRIALS = 3;

  private final CircuitBreaker circuit;

  /**
   * A breaker, closed.
   *
   * @param name for its errors
   * @param fewest below so many requests within {@link #WINDOW} it stays closed, however they went
   * @param rest how long nothing is let through before some may try
   */
  public Breaker(String name, int fewest, Duration rest, InstantSource clock) {
    this.circuit =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .failureRateThreshold(HALF)
                .slidingWindow(
                    (int) WINDOW.toSeconds(),
                    fewest,
                    SlidingWindowType.TIME_BASED,
                    CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
                .waitDurationInOpenState(rest)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .clock(clock.withZone(ZoneOffset.UTC))
                .writableStackTraceEnabled(false)
                .build());
  }

  /** For Discord's REST API as a whole, of all bots of a process. */
  public static Breaker ofRestApi(InstantSource clock) {
    return new Breaker("Discord", 20, Duration.ofSeconds(10), clock);
  }

  /** For the direct messages of one bot, which Discord limits by themselves. */
  public static Breaker ofDirectMessages(InstantSource clock) {
    return new Breaker("direct messages", 5, Duration.ofMinutes(1), clock);
  }

  /** Whether a request may go now; if so, how it went has to be told. */
  public boolean lets() {
    return circuit.tryAcquirePermission();
  }

  /** It was answered with this status of HTTP: a server's error is a failure. */
  public void answered(int status) {
    if (status >= SERVER_ERRORS) {
      failed();
    } else {
      succeeded();
    }
  }

  /** It was answered. */
  public void succeeded() {
    circuit.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  /** It was not, or with a server's error. */
  public void failed() {
    circuit.onError(0, TimeUnit.NANOSECONDS, new NoAnswer());
  }

  /** It was not sent after all, or nobody waited for its end. */
  public void left() {
    circuit.releasePermission();
  }

  /** Whether it holds requests back, but for those that try. */
  public boolean isOpen() {
    return circuit.getState() != CircuitBreaker.State.CLOSED;
  }

  /** What is told to the library, which wants an exception; it says nothing. */
  private static final class NoAnswer extends Exception {
    NoAnswer() {
      super("no answer", null, false, false);
    }
  }
}
