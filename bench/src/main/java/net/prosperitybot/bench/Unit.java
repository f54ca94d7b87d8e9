package net.prosperitybot.bench;

/** What a row's figures count. */
public enum Unit {
  PER_SECOND("/s", 0),
  NANOSECONDS("ns", 0),
  MICROSECONDS("µs", 0),
  MILLISECONDS("ms", 2),
  BYTES("B", 0),
  MEBIBYTES("MiB", 1),
  COUNT("", 1);

  private final String symbol;
  private final int decimals;

  Unit(String symbol, int decimals) {
    this.symbol = symbol;
    this.decimals = decimals;
  }

  /** A figure for people, such as {@code 28,300 /s}. */
  String show(double value) {
    return ("%,." + decimals + "f %s").formatted(value, symbol).strip();
  }
}
