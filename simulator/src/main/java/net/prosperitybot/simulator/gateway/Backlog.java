package net.prosperitybot.simulator.gateway;

/** Something long that a session is told piece by piece, as fast as its client reads. */
interface Backlog {
  /** Appends the next piece to the session; false when that was the last. */
  boolean sendNext();
}
