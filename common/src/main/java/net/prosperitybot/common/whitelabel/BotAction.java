package net.prosperitybot.common.whitelabel;

import java.util.Locale;

/** What an owner last did with a bot. */
public enum BotAction {
  SETUP,
  START,
  STOP,
  RESTART,
  DELETE;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static BotAction of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
