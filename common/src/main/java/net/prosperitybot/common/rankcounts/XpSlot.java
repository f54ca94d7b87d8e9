package net.prosperitybot.common.rankcounts;

/**
 * Heights of XP, numbered from the most XP down, as ranks are: the octave of an amount, and the
 * slot within it.
 *
 * <p>An octave is from a power of two to the next; it has 64 slots of equal width, or as many as it
 * has values. So a slot holds few members where many are, at the bottom, and an award that is small
 * beside what a member has seldom leaves its slot. {@link Sql} and the migration {@code V5} have
 * the same formula.
 */
public final class XpSlot {
  /** How many slots an octave has. */
  public static final int SLOTS_AN_OCTAVE = 1 << 6;

  private static final int SLOT_BITS = 6;
  private static final int HIGHEST_OCTAVE = 53;

  private XpSlot() {}

  /**
   * The octave of an amount of XP.
   *
   * @param xp 1 to 2⁵³−1
   * @return 1 to 53, the smaller the more XP
   */
  public static int octaveOf(long xp) {
    return HIGHEST_OCTAVE - exponent(xp);
  }

  /**
   * The slot of an amount of XP.
   *
   * @param xp 1 to 2⁵³−1
   * @return the smaller the more XP; {@link #SLOTS_AN_OCTAVE} numbers for each octave
   */
  public static int of(long xp) {
    int exponent = exponent(xp);
    long within = (xp - (1L << exponent)) >> widthBits(exponent);
    return firstOf(HIGHEST_OCTAVE - exponent) + SLOTS_AN_OCTAVE - 1 - (int) within;
  }

  /** The number of an octave's first slot, the one with the most XP. */
  public static int firstOf(int octave) {
    return octave * SLOTS_AN_OCTAVE;
  }

  /** The octave that a slot belongs to. */
  public static int octaveOfSlot(int slot) {
    return slot / SLOTS_AN_OCTAVE;
  }

  /** The most XP that is in a slot. */
  public static long mostXp(int slot) {
    int exponent = HIGHEST_OCTAVE - octaveOfSlot(slot);
    int within = SLOTS_AN_OCTAVE - 1 - slot % SLOTS_AN_OCTAVE;
    return (1L << exponent) + ((within + 1L) << widthBits(exponent)) - 1;
  }

  /**
   * The same as expressions over a column of whole numbers; of 0 they give what 1 has, since nobody
   * with 0 is ranked.
   */
  public static final class Sql {
    private Sql() {}

    /** As {@link XpSlot#octaveOf}. */
    public static String octaveOf(String column) {
      return "(%d - %s)".formatted(HIGHEST_OCTAVE + 1, bits(column));
    }

    /** The first slot of the octave that an amount is in. */
    public static String firstSlotOf(String column) {
      return "(%d * %s)".formatted(SLOTS_AN_OCTAVE, octaveOf(column));
    }

    /** As {@link XpSlot#of}. */
    public static String of(String column) {
      return "(%s + %d - ((%s - (1 << (%s - 1))) >> %s))"
          .formatted(
              firstSlotOf(column),
              SLOTS_AN_OCTAVE - 1,
              ranked(column),
              bits(column),
              widthBits(column));
    }

    /** The most XP that is in the slot of an amount. */
    public static String mostXpInSlotOf(String column) {
      return "(((%s >> %s) + 1 << %s) - 1)"
          .formatted(ranked(column), widthBits(column), widthBits(column));
    }

    private static String ranked(String column) {
      return "GREATEST(%s, 1)".formatted(column);
    }

    /** As many as the exponent and one. */
    private static String bits(String column) {
      return "LENGTH(BIN(%s))".formatted(ranked(column));
    }

    private static String widthBits(String column) {
      return "GREATEST(%s - %d, 0)".formatted(bits(column), SLOT_BITS + 1);
    }
  }

  private static int exponent(long xp) {
    if (xp < 1) {
      throw new IllegalArgumentException("Nobody with " + xp + " XP is ranked");
    }
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(xp);
  }

  private static int widthBits(int exponent) {
    return Math.max(0, exponent - SLOT_BITS);
  }
}
