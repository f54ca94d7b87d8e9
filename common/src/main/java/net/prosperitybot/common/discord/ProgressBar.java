package net.prosperitybot.common.discord;

/** A bar of text with its percentage; full only when all of it is done. */
public final class ProgressBar {
  private static final int CELLS = 12;

  private ProgressBar() {}

  /**
   * The bar for this share.
   *
   * @param done 0 to {@code all}
   * @param all 1 or more
   */
  public static String of(long done, long all) {
    int full = (int) (done * CELLS / all);
    return "`%s%s` %d%%".formatted("█".repeat(full), "░".repeat(CELLS - full), done * 100 / all);
  }
}
