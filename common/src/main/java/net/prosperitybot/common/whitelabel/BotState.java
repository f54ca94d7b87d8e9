package net.prosperitybot.common.whitelabel;

import java.util.Locale;

/** What a bot's session is doing, as far as the database knows. */
public enum BotState {
  /** There is none, and none is wanted. */
  STOPPED,
  /** It is being connected. */
  STARTING,
  /** It is connected: the bot serves the servers that it is in. */
  RUNNING,
  /** It was connected, and connects again by itself. The main bot serves meanwhile. */
  INTERRUPTED,
  /** It could not be connected; the next attempt comes by itself. */
  WAITING,
  /** It can't be connected until its owner does something. */
  FAILED;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of this form in the database. */
  public static BotState of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
