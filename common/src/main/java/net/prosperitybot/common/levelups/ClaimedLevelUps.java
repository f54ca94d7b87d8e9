package net.prosperitybot.common.levelups;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.members.MemberKey;

/**
 * All waiting level changes of one member, claimed together: they make one reconcile and at most
 * one notice.
 *
 * @param levelUps one or more
 * @param levelNow the member's level when they were claimed
 * @param claimedAt the database's time of the claim
 * @param owner who claimed them, unique to this claim's process
 */
public record ClaimedLevelUps(
    MemberKey member, List<LevelUp> levelUps, int levelNow, Instant claimedAt, String owner) {

  public ClaimedLevelUps {
    levelUps = List.copyOf(levelUps);
  }

  /** The highest level that was reached, if any of the changes went up. */
  public Optional<LevelUp> highestRise() {
    return levelUps.stream()
        .filter(LevelUp::isRise)
        .max(Comparator.comparingInt(LevelUp::newLevel).thenComparingLong(LevelUp::causeId));
  }
}
