package net.prosperitybot.common.levelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelCurveTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 100",
    "2, 255",
    "5, 1150",
    "10, 4675",
    "50, 268375",
    "100, 1899250",
    "1000, 1689242500"
  })
  void levelsRequireThePublishedXp(int level, long xp) {
    assertEquals(xp, LevelCurve.xpRequired(level));
  }

  @Test
  void everyLevelIsExactAndItsOwnInverse() {
    for (int level = 0; level <= LevelCurve.MAX_LEVEL; level++) {
      long required = LevelCurve.xpRequired(level);
      assertEquals(exactly(level), BigInteger.valueOf(required), "level " + level);
      assertEquals(level, LevelCurve.levelAt(required), "at " + required);
      if (level > 0) {
        assertEquals(level - 1, LevelCurve.levelAt(required - 1), "just below " + required);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_689_242_500L, 1_689_242_501L, LevelCurve.MAX_XP, Long.MAX_VALUE})
  void xpPastTheLastLevelStaysAtTheLastLevel(long xp) {
    assertEquals(LevelCurve.MAX_LEVEL, LevelCurve.levelAt(xp));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void levelsOutsideTheCurveAreRefused(int level) {
    assertThrows(IllegalArgumentException.class, () -> LevelCurve.xpRequired(level));
  }

  @Test
  void negativeXpIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LevelCurve.levelAt(-1));
  }

  /** 5·L·(2L²+27L+91)/6 in arithmetic that can't overflow; the division leaves no rest. */
  private static BigInteger exactly(int level) {
    BigInteger l = BigInteger.valueOf(level);
    BigInteger product =
        l.multiply(l)
            .multiply(BigInteger.TWO)
            .add(l.multiply(BigInteger.valueOf(27)))
            .add(BigInteger.valueOf(91))
            .multiply(l)
            .multiply(BigInteger.valueOf(5));
    BigInteger[] quotient = product.divideAndRemainder(BigInteger.valueOf(6));
    assertEquals(BigInteger.ZERO, quotient[1]);
    return quotient[0];
  }
}
