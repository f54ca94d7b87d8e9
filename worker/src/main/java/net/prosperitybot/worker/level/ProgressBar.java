package net.prosperitybot.worker.level;

/** A bar of text with its percentage; full only when all of it is done. */
final class ProgressBar {
  private static final int CELLS = 12;

  private ProgressBar() {}

  /**
   * @param done 0 to {@code all}
   * @param all 1 or more
   */
  static String of(long done, long all) {
    int full = (int) (done * CELLS / all);
    return "`%s%s` %d%%".formatted("█".repeat(full), "░".repeat(CELLS - full), done * 100 / all);
  }
}
