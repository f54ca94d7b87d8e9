package net.prosperitybot.common.discord;

import java.time.Duration;

/** Whole numbers and lengths of time for readers. */
public final class Figures {
  private static final int GROUP = 3;

  private static final Duration IN_MINUTES = Duration.ofMinutes(2);
  private static final Duration IN_HOURS = Duration.ofHours(2);
  private static final Duration IN_DAYS = Duration.ofDays(2);

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

  /** In the largest unit of which it has at least two: {@code 90 seconds}, {@code 26 hours}. */
  public static String span(Duration time) {
    if (time.compareTo(IN_MINUTES) < 0) {
      return counted(time.toSeconds(), "second");
    }
    if (time.compareTo(IN_HOURS) < 0) {
      return counted(time.toMinutes(), "minute");
    }
    return time.compareTo(IN_DAYS) < 0
        ? counted(time.toHours(), "hour")
        : counted(time.toDays(), "day");
  }
}
