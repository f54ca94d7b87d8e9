package net.prosperitybot.common.whitelabel;

import java.util.Locale;

/** What is to become of a bot. */
public enum Wanted {
  RUNNING,
  STOPPED,
  DELETED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Wanted of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
