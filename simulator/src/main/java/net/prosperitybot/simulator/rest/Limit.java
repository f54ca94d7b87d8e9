package net.prosperitybot.simulator.rest;

import java.time.Duration;

/**
 * How often a route may be used.
 *
 * @param requests in each window
 */
record Limit(int requests, Duration window) {
  static final Limit USUAL = new Limit(50, Duration.ofSeconds(1));
  static final Limit WRITE_MESSAGE = new Limit(5, Duration.ofSeconds(5));
  static final Limit DELETE_MESSAGE = new Limit(5, Duration.ofSeconds(1));
  static final Limit MEMBER_ROLE = new Limit(10, Duration.ofSeconds(10));
  static final Limit MEMBER_LIST = new Limit(10, Duration.ofSeconds(10));
  static final Limit COMMANDS = new Limit(5, Duration.ofSeconds(20));
  static final Limit FOLLOW_UP = new Limit(5, Duration.ofSeconds(2));

  /** All routes of one application together. */
  static final Limit GLOBAL = new Limit(50, Duration.ofSeconds(1));

  /** For benches and for tests of something else. */
  static final Limit GENEROUS = new Limit(1_000_000, Duration.ofSeconds(1));
}
