package net.prosperitybot.worker.bots;

import java.util.Optional;
import net.prosperitybot.worker.signatures.PublicKey;

/**
 * A bot that this worker answers for, and the key that Discord signs its interactions with.
 *
 * @param stopped why all that it says is that it is stopped; empty when it does what it is for
 */
public record RegisteredBot(ServingBot identity, PublicKey key, Optional<StopReason> stopped) {

  /** Why a bot is stopped. */
  public enum StopReason {
    BY_OWNER,
    WITHOUT_PREMIUM
  }

  /** A bot that does what it is for. */
  public static RegisteredBot atWork(ServingBot identity, PublicKey key) {
    return new RegisteredBot(identity, key, Optional.empty());
  }
}
