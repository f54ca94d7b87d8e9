package net.prosperitybot.simulator.world;

/** Ends gateway sessions when what they stand on is gone; called outside the world's lock. */
@FunctionalInterface
public interface SessionEnder {
  /**
   * Ends the sessions of an application, connected or not.
   *
   * @param intents only sessions that asked for one of these; 0 for all
   * @param closeCode what a connection is closed with
   */
  void end(long applicationId, long intents, int closeCode);
}
