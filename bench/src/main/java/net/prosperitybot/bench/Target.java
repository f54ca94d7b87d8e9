package net.prosperitybot.bench;

import java.util.Locale;

/** What a row has to reach. */
public sealed interface Target {

  /** Ours divided by the reference is this or more. */
  record RatioAtLeast(double least) implements Target {}

  /** Ours divided by the reference is this or less. */
  record RatioAtMost(double most) implements Target {}

  /** Ours alone is this or less, in the row's unit. */
  record AtMost(double most) implements Target {}

  /** The row is there to be known. */
  record None() implements Target {}

  /** Whether these median figures reach it; {@code ratio} is NaN without a reference. */
  default boolean isMetBy(double ours, double ratio) {
    return switch (this) {
      case RatioAtLeast target -> ratio >= target.least();
      case RatioAtMost target -> ratio <= target.most();
      case AtMost target -> ours <= target.most();
      case None none -> true;
    };
  }

  /** For people, such as {@code ≥ 1.5 ×}. */
  default String show(Unit unit) {
    return switch (this) {
      case RatioAtLeast target -> "≥ " + plain(target.least()) + " ×";
      case RatioAtMost target -> "≤ " + plain(target.most()) + " ×";
      case AtMost target -> "≤ " + unit.show(target.most());
      case None none -> "–";
    };
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value).replaceAll("0+$", "");
  }
}
