package net.prosperitybot.common.leaderboard;

import java.util.List;
import java.util.Optional;

/**
 * A page of a server's leaderboard.
 *
 * @param number 1 to {@code pages}
 * @param pages 1 or more; an empty leaderboard has one empty page
 * @param members how many members are ranked
 * @param rows at most {@link Leaderboard#PAGE_SIZE}, by rank
 */
public record LeaderboardPage(long number, long pages, long members, List<Row> rows) {

  public LeaderboardPage {
    rows = List.copyOf(rows);
  }

  /**
   * A ranked member.
   *
   * @param displayName as last seen; empty when no name was ever seen
   */
  public record Row(long rank, long userId, Optional<String> displayName, long xp, int level) {}
}
