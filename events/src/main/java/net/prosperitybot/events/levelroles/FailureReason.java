package net.prosperitybot.events.levelroles;

import java.util.Arrays;
import java.util.Locale;

/** Why a member's roles could not be made right, with the words for it. */
enum FailureReason {
  LEFT("has left the server"),
  FORBIDDEN("Discord does not let me change their roles"),
  NO_ANSWER("Discord did not answer, I'll keep trying");

  private final String words;

  FailureReason(String words) {
    this.words = words;
  }

  /** The form in the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words for a key, also for one of another release. */
  static String wordsOf(String key) {
    return Arrays.stream(values())
        .filter(reason -> reason.key().equals(key))
        .map(reason -> reason.words)
        .findFirst()
        .orElse("did not work");
  }
}
