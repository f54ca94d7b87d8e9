package net.prosperitybot.common.rankcounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.prosperitybot.common.levelling.LevelCurve;
import org.junit.jupiter.api.Test;

class XpSlotTest {

  @Test
  void everyFewXpHaveASlotOfTheirOwn() {
    for (long xp = 1; xp < 128; xp++) {
      assertEquals(xp, XpSlot.mostXp(XpSlot.of(xp)));
      assertTrue(xp == 1 || XpSlot.of(xp) < XpSlot.of(xp - 1), "more XP, a smaller number");
    }
  }

  @Test
  void slotsFollowOneAnotherWithoutAGapUpToTheMostXp() {
    long xp = 1;
    while (xp <= LevelCurve.MAX_XP) {
      int slot = XpSlot.of(xp);
      long most = XpSlot.mostXp(slot);
      assertEquals(slot, XpSlot.of(most), "the slot's most XP");
      assertEquals(XpSlot.octaveOf(xp), XpSlot.octaveOfSlot(slot));
      assertEquals(XpSlot.octaveOf(most), XpSlot.octaveOf(xp));
      if (most < LevelCurve.MAX_XP) {
        assertTrue(XpSlot.of(most + 1) < slot, "one more XP is a slot further up");
      }
      xp = most + 1;
    }
    assertEquals(LevelCurve.MAX_XP + 1, xp);
  }

  @Test
  void aSlotIsNoWiderThanASixtyFourthOfItsXp() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      long xp = 1 + (LevelCurve.MAX_XP >> random.nextInt(53));
      int slot = XpSlot.of(Math.min(xp, LevelCurve.MAX_XP));
      long least = XpSlot.mostXp(slot + 1) + 1;
      assertTrue(XpSlot.mostXp(slot) - least < Math.max(1, xp / 64), "of " + xp);
    }
  }

  @Test
  void nobodyWithoutXpHasASlot() {
    assertThrows(IllegalArgumentException.class, () -> XpSlot.of(0));
  }
}
