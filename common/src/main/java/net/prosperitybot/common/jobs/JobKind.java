package net.prosperitybot.common.jobs;

import java.util.Locale;

/** What a job does. */
public enum JobKind {
  /** Makes the level roles right of every present member from a level on. */
  ROLE_RECONCILE;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static JobKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
