package net.prosperitybot.common.rankcounts;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * A server's counts as one transaction sees them: how many members are ranked, and where the member
 * of a rank is to be looked for.
 *
 * <p>A look costs one read of at most {@link #READ_AT_ONCE} rows, and a second one of an octave's
 * 64 when the rank is far from the first.
 */
public final class RankCounts {
  /** Every octave of a server and the slots of its first pages; all that a small server has. */
  private static final int READ_AT_ONCE = 128;

  private static final String FIRST =
      """
      SELECT tier, slot, members FROM rank_counts
      WHERE guild_id = ? AND tier IN (0, 1) ORDER BY tier, slot LIMIT %d
      """
          .formatted(READ_AT_ONCE);

  private static final String SLOTS_OF_AN_OCTAVE =
      """
      SELECT tier, slot, members FROM rank_counts
      WHERE guild_id = ? AND tier = 1 AND slot BETWEEN ? AND ? ORDER BY slot
      """;

  private final DSLContext tx;
  private final long guildId;
  private final List<Count> octaves = new ArrayList<>();
  private final List<Count> firstSlots = new ArrayList<>();

  private record Count(int slot, long members) {}

  /**
   * Where a rank is.
   *
   * @param mostXp nobody with this rank or a later one has more, and some who are before may
   * @param before how many ranked members have more than {@code mostXp}
   */
  public record Spot(long mostXp, long before) {}

  private RankCounts(DSLContext tx, long guildId) {
    this.tx = tx;
    this.guildId = guildId;
  }

  /** Reads the counts; the transaction must see one state of the data throughout. */
  public static RankCounts read(DSLContext tx, long guildId) {
    RankCounts counts = new RankCounts(tx, guildId);
    for (Record row : tx.resultQuery(FIRST, guildId)) {
      boolean isOctave = row.get(0, Integer.class) == CountChanges.OCTAVES;
      (isOctave ? counts.octaves : counts.firstSlots).add(count(row));
    }
    return counts;
  }

  private static Count count(Record row) {
    return new Count(row.get(1, Integer.class), row.get(2, Long.class));
  }

  /** How many members are ranked. */
  public long ranked() {
    return octaves.stream().mapToLong(Count::members).sum();
  }

  /**
   * Where to look for a rank.
   *
   * @param rank 1 to {@link #ranked}
   */
  public Spot spot(long rank) {
    long before = 0;
    for (Count octave : octaves) {
      if (before + octave.members >= rank) {
        return spotIn(octave.slot, before, rank);
      }
      before += octave.members;
    }
    throw new IllegalArgumentException("Of %d ranked none has rank %d".formatted(before, rank));
  }

  private Spot spotIn(int octave, long beforeOctave, long rank) {
    long before = beforeOctave;
    for (Count slot : slots(octave)) {
      if (before + slot.members >= rank) {
        return new Spot(XpSlot.mostXp(slot.slot), before);
      }
      before += slot.members;
    }
    throw new IllegalStateException(
        "The slots of octave %d of server %d hold fewer members than the octave"
            .formatted(octave, guildId));
  }

  private List<Count> slots(int octave) {
    int next = XpSlot.firstOf(octave + 1);
    boolean all = octaves.size() + firstSlots.size() < READ_AT_ONCE;
    if (all || (!firstSlots.isEmpty() && firstSlots.getLast().slot >= next)) {
      return firstSlots.stream()
          .filter(count -> XpSlot.octaveOfSlot(count.slot) == octave)
          .toList();
    }
    return tx.resultQuery(SLOTS_OF_AN_OCTAVE, guildId, XpSlot.firstOf(octave), next - 1)
        .fetch(RankCounts::count);
  }
}
