package net.prosperitybot.worker.xp;

import java.util.List;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.common.levelling.XpHistory;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.GivenUser;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;

/** {@code /xp give}, {@code /xp take} and {@code /xp history}. */
public final class XpCommand {
  private static final int HISTORY_LENGTH = 10;

  private static final Option<GivenUser> RECEIVER = AdjustmentDesk.member("Who gets XP");
  private static final Option<GivenUser> GIVER = AdjustmentDesk.member("Who loses XP");
  private static final Option<GivenUser> MEMBER = AdjustmentDesk.member("Whose history");
  private static final Option<Long> XP =
      Option.required(Option.integer(Wording.english("xp", "How much XP"), 1, LevelCurve.MAX_XP));

  private final AdjustmentDesk desk;
  private final XpHistory history;

  public XpCommand(AdjustmentDesk desk, XpHistory history) {
    this.desk = desk;
    this.history = history;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("xp", "Gives and takes XP, and shows where it came from"),
                List.of(
                    desk.action(
                        XpAdjustment.Kind.XP_GIVE,
                        Wording.english("give", "Gives a member XP"),
                        RECEIVER,
                        XP),
                    desk.action(
                        XpAdjustment.Kind.XP_TAKE,
                        Wording.english("take", "Takes XP from a member, down to 0 at most"),
                        GIVER,
                        XP),
                    Action.privately(
                        Wording.english("history", "Shows where a member's XP came from of late"),
                        List.of(MEMBER),
                        CommandHandler.inServer(this::history))),
                List.of()),
            Permission.MANAGE_SERVER));
  }

  private Reply history(CommandCall call, long guildId) {
    GivenUser user = call.get(MEMBER);
    if (user.bot()) {
      return Reply.privately("Bots don't earn XP.");
    }
    return Reply.privately(
        MessageBody.of(
            XpHistoryView.of(
                history.of(new MemberKey(guildId, user.userId()), HISTORY_LENGTH, HISTORY_LENGTH),
                DiscordText.shortName(user.name()),
                call.origin().bot())));
  }
}
