package net.prosperitybot.common.levelroles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolePlanTest {
  private static final long NOVICE = 11;
  private static final long REGULAR = 12;
  private static final long VETERAN = 13;
  private static final long MODERATOR = 99;
  private static final List<LevelRole> RULES =
      List.of(new LevelRole(NOVICE, 1), new LevelRole(REGULAR, 5), new LevelRole(VETERAN, 10));

  @Test
  void singleModeWantsTheHighestRoleReachedAlone() {
    assertEquals(
        new RolePlan(List.of(REGULAR), List.of(NOVICE)),
        RolePlan.of(RoleMode.SINGLE, RULES, 7, Set.of(NOVICE, MODERATOR)));
  }

  @Test
  void stackModeWantsEveryRoleUpToTheLevel() {
    assertEquals(
        new RolePlan(List.of(NOVICE, REGULAR), List.of()),
        RolePlan.of(RoleMode.STACK, RULES, 5, Set.of(MODERATOR)));
  }

  @Test
  void severalLevelsAtOnceSkipTheRolesBetween() {
    assertEquals(
        new RolePlan(List.of(VETERAN), List.of()),
        RolePlan.of(RoleMode.SINGLE, RULES, 12, Set.of()));
  }

  @Test
  void aDemotionTakesWhatIsNoLongerReached() {
    assertEquals(
        new RolePlan(List.of(), List.of(REGULAR, VETERAN)),
        RolePlan.of(RoleMode.STACK, RULES, 2, Set.of(NOVICE, REGULAR, VETERAN)));
  }

  @Test
  void belowTheFirstRuleNothingIsWanted() {
    assertEquals(Set.of(), RolePlan.wanted(RoleMode.SINGLE, RULES, 0));
  }

  @Test
  void rolesThatAreNoLevelRolesAreNeverTouched() {
    assertTrue(RolePlan.of(RoleMode.SINGLE, RULES, 10, Set.of(VETERAN, MODERATOR)).isEmpty());
  }
}
