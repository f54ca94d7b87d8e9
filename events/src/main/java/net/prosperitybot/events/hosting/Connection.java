package net.prosperitybot.events.hosting;

import java.time.Duration;

/** How a bot's session does. */
public sealed interface Connection {

  /** Not every shard of this process has been ready yet. */
  record Connecting() implements Connection {}

  /**
   * Connected.
   *
   * @param servers how many servers it is in, by what this process knows
   */
  record Connected(int servers) implements Connection {}

  /**
   * It was connected, and no shard is now; it connects again by itself.
   *
   * @param since how long no shard has been connected
   */
  record Interrupted(Duration since) implements Connection {}

  /** It will not connect again; it still has to be closed. */
  record Ended(EndCause cause) implements Connection {}
}
