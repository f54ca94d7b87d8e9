package net.prosperitybot.worker.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what it is, in a word or two
 * @param words how it is, and what to do when it is not fine; without a secret
 */
record Finding(Verdict verdict, String subject, String words) {

  /** How bad it is. */
  enum Verdict {
    FINE("ok"),
    /** Works, but not as well as it could. */
    NOTE("note"),
    WRONG("WRONG");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }
  }

  static Finding fine(String subject, String words) {
    return new Finding(Verdict.FINE, subject, words);
  }

  static Finding note(String subject, String words) {
    return new Finding(Verdict.NOTE, subject, words);
  }

  static Finding wrong(String subject, String words) {
    return new Finding(Verdict.WRONG, subject, words);
  }

  /** A line for a terminal. */
  String line() {
    return "%-5s  %s: %s".formatted(verdict.label, subject, words);
  }
}
