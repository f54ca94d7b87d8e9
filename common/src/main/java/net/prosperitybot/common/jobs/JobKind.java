package net.prosperitybot.common.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a job does. */
public enum JobKind {
  /** Makes the level roles right of every present member from a level on. */
  ROLE_RECONCILE;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this form; empty when a newer release has written it. */
  public static Optional<JobKind> find(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
