package net.prosperitybot.worker.levels;

import java.util.List;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.GivenUser;
import net.prosperitybot.worker.xp.AdjustmentDesk;

/** {@code /levels give} and {@code /levels take}: XP becomes what the new level requires. */
public final class LevelsCommand {
  private static final Option<GivenUser> RISER = AdjustmentDesk.member("Who rises");
  private static final Option<GivenUser> FALLER = AdjustmentDesk.member("Who falls");
  private static final Option<Long> LEVELS =
      Option.required(
          Option.integer(Wording.english("levels", "How many levels"), 1, LevelCurve.MAX_LEVEL));

  private final AdjustmentDesk desk;

  public LevelsCommand(AdjustmentDesk desk) {
    this.desk = desk;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("levels", "Gives and takes levels"),
                List.of(
                    desk.action(
                        XpAdjustment.Kind.LEVELS_GIVE,
                        Wording.english("give", "Lifts a member to the start of a higher level"),
                        RISER,
                        LEVELS),
                    desk.action(
                        XpAdjustment.Kind.LEVELS_TAKE,
                        Wording.english("take", "Lowers a member to the start of a lower level"),
                        FALLER,
                        LEVELS)),
                List.of()),
            Permission.MANAGE_SERVER));
  }
}
