package net.prosperitybot.worker.bots;

import net.prosperitybot.worker.signatures.PublicKey;

/**
 * A bot that this worker answers for, and the key that Discord signs its interactions with.
 *
 * @param isStopped whether all that it says is that it is stopped
 */
public record RegisteredBot(ServingBot identity, PublicKey key, boolean isStopped) {

  /** A bot that does what it is for. */
  public static RegisteredBot atWork(ServingBot identity, PublicKey key) {
    return new RegisteredBot(identity, key, false);
  }
}
