package net.prosperitybot.events.whitelabel;

import java.time.Duration;
import net.prosperitybot.events.hosting.EndCause;

/** Why a bot has no session though it should have one. */
sealed interface Trouble {

  /** Discord refuses the token. */
  record TokenRefused() implements Trouble {}

  /** Its application was deleted at Discord. */
  record ApplicationGone() implements Trouble {}

  /** The stored token belongs to another application. */
  record WrongApplication() implements Trouble {}

  /** This process lacks the key that sealed the stored token. */
  record KeyMissing() implements Trouble {}

  /** The stored token can't be opened though its key is there, or there is none. */
  record TokenUnreadable() implements Trouble {}

  /** Discord refuses the intents with this close code, though no privileged one was asked for. */
  record IntentsInvalid(int closeCode) implements Trouble {}

  /** So many IDENTIFYs were sent in the last day that the next has to wait this long. */
  record IdentifiesExhausted(int sent, Duration until) implements Trouble {}

  /** Discord could not be reached, or answered what it should not. */
  record Unreachable() implements Trouble {}

  /** Discord closed the session with this code; 0 without one. */
  record Closed(int closeCode) implements Trouble {}

  /** It does not come to be connected. */
  record NeverConnected() implements Trouble {}

  /** What an ended session means. */
  static Trouble of(EndCause cause) {
    return switch (cause) {
      case EndCause.TokenRefused refused -> new TokenRefused();
      case EndCause.MembersIntentRefused refused -> new IntentsInvalid(4014);
      case EndCause.IntentsInvalid invalid -> new IntentsInvalid(invalid.closeCode());
      // The bot has outgrown its shards; the next launch asks Discord how many it should have.
      case EndCause.ShardingRefused refused -> new Closed(refused.closeCode());
      case EndCause.IdentifiesExhausted exhausted ->
          new IdentifiesExhausted(exhausted.sent(), exhausted.until());
      case EndCause.Other other -> new Closed(other.closeCode());
    };
  }
}
