package net.prosperitybot.events.hosting;

import java.time.Duration;

/** Why a session has ended for good. */
public sealed interface EndCause {

  /** The token was reset, or its application is gone. */
  record TokenRefused() implements EndCause {}

  /** The Server Members intent was asked for, and Discord does not grant it (4014). */
  record MembersIntentRefused() implements EndCause {}

  /** Discord takes the intents for invalid (4013), or refuses one that was not asked for (4014). */
  record IntentsInvalid(int closeCode) implements EndCause {}

  /** The shards are set wrong, or the bot is in too many servers for them (4010, 4011). */
  record ShardingRefused(int closeCode) implements EndCause {}

  /**
   * It may identify no more for now.
   *
   * @param sent how many IDENTIFYs the last day saw, as far as we know
   * @param until how long until it may again
   */
  record IdentifiesExhausted(int sent, Duration until) implements EndCause {}

  /** Any other close code after which Discord wants no reconnect; 0 when there was none. */
  record Other(int closeCode) implements EndCause {}
}
