package net.prosperitybot.common.levelroles;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to change so that a member holds the level roles they should: single roles to add, then
 * single roles to remove. A role that is no level role is never touched.
 */
public record RolePlan(List<Long> add, List<Long> remove) {

  /**
   * Compares the wanted level roles with the held roles.
   *
   * @param held every role that the member holds now
   */
  public static RolePlan of(
      RoleMode mode, Collection<LevelRole> rules, int level, Collection<Long> held) {
    Set<Long> wanted = wanted(mode, rules, level);
    return new RolePlan(
        wanted.stream().filter(role -> !held.contains(role)).sorted().toList(),
        rules.stream()
            .map(LevelRole::roleId)
            .filter(role -> held.contains(role) && !wanted.contains(role))
            .sorted()
            .toList());
  }

  /** The level roles that a member of this level should hold. */
  public static Set<Long> wanted(RoleMode mode, Collection<LevelRole> rules, int level) {
    var reached = rules.stream().filter(rule -> rule.level() <= level);
    return switch (mode) {
      case STACK -> reached.map(LevelRole::roleId).collect(Collectors.toUnmodifiableSet());
      case SINGLE ->
          reached
              .max(Comparator.comparingInt(LevelRole::level))
              .map(rule -> Set.of(rule.roleId()))
              .orElse(Set.of());
    };
  }

  public boolean isEmpty() {
    return add.isEmpty() && remove.isEmpty();
  }
}
