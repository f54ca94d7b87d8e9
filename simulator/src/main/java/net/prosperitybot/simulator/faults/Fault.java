package net.prosperitybot.simulator.faults;

import java.time.Duration;

/** One way for a request to go wrong. */
public sealed interface Fault {

  /** Not processed; answered with this status and Discord's error code. */
  record Fail(int status, int code, String message) implements Fault {}

  /** Not processed; answered with 429. */
  record RateLimited(Duration retryAfter, boolean global) implements Fault {}

  /** Processed after this time. */
  record Delay(Duration time) implements Fault {}

  /** Not processed; the connection is cut. */
  record Cut() implements Fault {}

  /** Processed; then the answer is lost: 500 in its place. */
  record FailAfter() implements Fault {}

  /** Processed; then the connection is cut in place of an answer. */
  record CutAfter() implements Fault {}
}
