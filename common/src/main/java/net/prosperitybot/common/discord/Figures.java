package net.prosperitybot.common.discord;

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

  /** So many of something: {@code 1 member}, {@code 2,000 members}. */
  public static String counted(long number, String one) {
    return number == 1 ? "1 " + one : grouped(number) + " " + one + "s";
  }
}
