package net.prosperitybot.worker.xp;

import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.levelling.AdjustmentOutcome;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.MemberXp;
import net.prosperitybot.common.levelling.XpAdjustment;

/** What came of a change of XP, in words: what was really done, and old and new standing. */
final class AdjustmentWords {
  private AdjustmentWords() {}

  /**
   * @param name the member's, safe to show
   */
  static String of(XpAdjustment asked, AdjustmentOutcome outcome, String name) {
    return switch (outcome) {
      case AdjustmentOutcome.Applied applied -> applied(asked, applied, name);
      case AdjustmentOutcome.Refused refused -> refused(asked, refused, name);
    };
  }

  private static String applied(
      XpAdjustment asked, AdjustmentOutcome.Applied applied, String name) {
    String standing = standing(applied.before(), applied.after());
    long xp = Math.abs(applied.delta());
    return switch (asked.kind()) {
      case XP_GIVE -> gave(asked.amount(), xp, name, standing);
      case XP_TAKE -> took(asked.amount(), xp, name, standing);
      case LEVELS_GIVE ->
          "Gave **%s** to **%s**: %s.".formatted(levels(asked.amount()), name, standing);
      case LEVELS_TAKE ->
          "Took **%s** from **%s**: %s.".formatted(levels(asked.amount()), name, standing);
    };
  }

  private static String gave(long asked, long given, String name, String standing) {
    if (given == 0) {
      return "**%s** has the most XP that there can be, so nothing was given.".formatted(name);
    }
    String words = "Gave **%s XP** to **%s**: %s.".formatted(grouped(given), name, standing);
    return given == asked ? words : words + " More than that nobody can have.";
  }

  private static String took(long asked, long taken, String name, String standing) {
    if (taken == 0) {
      return "**%s** has no XP, so nothing was taken.".formatted(name);
    }
    String words = "Took **%s XP** from **%s**: %s.".formatted(grouped(taken), name, standing);
    return taken == asked ? words : words + " There was no more to take.";
  }

  private static String standing(MemberXp before, MemberXp after) {
    String xp = grouped(before.xp()) + " → " + grouped(after.xp()) + " XP, ";
    return before.level() == after.level()
        ? xp + "still level " + grouped(after.level())
        : xp + "level " + grouped(before.level()) + " → " + grouped(after.level());
  }

  private static String refused(
      XpAdjustment asked, AdjustmentOutcome.Refused refused, String name) {
    int level = refused.now().level();
    return switch (refused.reason()) {
      case BELOW_LEVEL_ZERO ->
          level == 0
              ? "**%s** is level 0, so there is no level to take.".formatted(name)
              : "**%s** is level %s, so %s can't be taken. Take %s at most."
                  .formatted(name, grouped(level), levels(asked.amount()), grouped(level));
      case ABOVE_HIGHEST_LEVEL ->
          level == LevelCurve.MAX_LEVEL
              ? "**%s** has reached the highest level already.".formatted(name)
              : "**%s** is level %s and the highest is %s, so %s can't be given. Give %s at most."
                  .formatted(
                      name,
                      grouped(level),
                      grouped(LevelCurve.MAX_LEVEL),
                      levels(asked.amount()),
                      grouped(LevelCurve.MAX_LEVEL - level));
      case NOT_IN_SERVER ->
          "**%s** is not in this server and never earned XP here, so there is nothing to change."
              .formatted(name);
    };
  }

  private static String levels(long count) {
    return count == 1 ? "1 level" : grouped(count) + " levels";
  }

  private static String grouped(long number) {
    return Figures.grouped(number);
  }
}
