package net.prosperitybot.common.whitelabel;

import java.util.Locale;

/** Whether Discord sends a bot's interactions to us. */
public enum EndpointState {
  /** Nobody has asked yet. */
  UNKNOWN,
  SET,
  /** Discord did not take our address; the owner pastes it. */
  REFUSED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EndpointState of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
