package net.prosperitybot.common.levelling;

import java.util.Arrays;

/**
 * The fixed level curve: level L requires {@code 5·L·(2L²+27L+91)/6} XP in total, exact in
 * integers.
 *
 * <p>The only place where XP and levels meet. All 1001 thresholds are computed once (8 KB); a
 * look-up is a binary search.
 */
public final class LevelCurve {
  /** The highest level; XP may grow past what it requires. */
  public static final int MAX_LEVEL = 1000;

  /** The most XP a member may hold, 2⁵³−1: exact in every client's number type. */
  public static final long MAX_XP = (1L << 53) - 1;

  private static final long[] REQUIRED = new long[MAX_LEVEL + 1];

  static {
    Arrays.setAll(REQUIRED, level -> 5L * level * (2L * level * level + 27L * level + 91L) / 6L);
  }

  private LevelCurve() {}

  /**
   * The total XP that a level requires.
   *
   * @param level 0 to {@link #MAX_LEVEL}
   * @throws IllegalArgumentException outside that range
   */
  public static long xpRequired(int level) {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("A level is 0 to " + MAX_LEVEL + ", not " + level);
    }
    return REQUIRED[level];
  }

  /**
   * The highest level whose requirement this XP meets, 0 to {@link #MAX_LEVEL}.
   *
   * @param xp 0 or more
   * @throws IllegalArgumentException below 0
   */
  public static int levelAt(long xp) {
    if (xp < 0) {
      throw new IllegalArgumentException("XP is never below 0: " + xp);
    }
    int found = Arrays.binarySearch(REQUIRED, xp);
    return found >= 0 ? found : -found - 2;
  }
}
