package net.prosperitybot.worker.replies;

/** Whole numbers for readers. */
public final class Figures {
  private static final int GROUP = 3;

  private Figures() {}

  /** The number with a comma before each group of three digits, as English has it. */
  public static String grouped(long number) {
    StringBuilder digits = new StringBuilder(Long.toString(number));
    int first = number < 0 ? 1 : 0;
    for (int at = digits.length() - GROUP; at > first; at -= GROUP) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }
}
