package net.prosperitybot.common.rankcounts;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import net.prosperitybot.common.database.MultiRow;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction's changes of members mean for the counts: netted, so that who comes and who
 * goes cancel out, and written in one statement.
 *
 * <p>To be written last in the transaction, because awards and joins of one server meet in the same
 * few rows. They are locked in the order of their key, after the members, by everybody.
 */
public final class CountChanges {
  static final int OCTAVES = 0;
  static final int SLOTS = 1;

  private static final String WRITE =
      """
      INSERT INTO rank_counts (guild_id, tier, slot, members)
      SELECT t.guild_id, t.tier, t.slot, t.difference FROM {rows}
      ON DUPLICATE KEY UPDATE members = rank_counts.members + t.difference
      """;

  private final SortedMap<Place, Integer> differences = new TreeMap<>();

  private record Place(long guildId, int tier, int slot) implements Comparable<Place> {
    private static final Comparator<Place> BY_KEY =
        Comparator.comparingLong(Place::guildId)
            .thenComparingInt(Place::tier)
            .thenComparingInt(Place::slot);

    @Override
    public int compareTo(Place other) {
      return BY_KEY.compare(this, other);
    }
  }

  /**
   * A member had so much XP and now has so much.
   *
   * @param before 0 for who was not ranked: without XP, or not in the server
   * @param after 0 for who is not ranked any more
   */
  public void moved(long guildId, long before, long after) {
    if (before > 0) {
      add(guildId, before, -1);
    }
    if (after > 0) {
      add(guildId, after, 1);
    }
  }

  private void add(long guildId, long xp, int difference) {
    differences.merge(
        new Place(guildId, OCTAVES, XpSlot.octaveOf(xp)), difference, CountChanges::sum);
    differences.merge(new Place(guildId, SLOTS, XpSlot.of(xp)), difference, CountChanges::sum);
  }

  /** Null takes the entry out again: nothing changes there. */
  private static @Nullable Integer sum(Integer one, Integer other) {
    int sum = one + other;
    return sum == 0 ? null : sum;
  }

  /** Changes the counts as a part of the transaction that changes the members. */
  public void write(DSLContext tx) {
    if (differences.isEmpty()) {
      return;
    }
    MultiRow rows = new MultiRow("guild_id", "tier", "slot", "difference");
    differences.forEach(
        (place, difference) -> rows.add(place.guildId, place.tier, place.slot, difference));
    rows.execute(tx, WRITE);
  }
}
