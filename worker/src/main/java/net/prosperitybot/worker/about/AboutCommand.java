package net.prosperitybot.worker.about;

import java.util.List;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.leaderboard.Totals;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;

/** {@code /about}: how many servers and members there are, and which version answers. */
public final class AboutCommand {
  private final RecentTotals totals;
  private final String version;

  public AboutCommand(RecentTotals totals, String version) {
    this.totals = totals;
    this.version = version;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.anywhere(
            Action.publicly(
                Wording.english("about", "What this bot does, and for how many"),
                List.of(),
                this::answer)));
  }

  private Reply answer(CommandCall call) {
    Totals now = totals.get();
    return Reply.publicly(
        MessageBody.of(
            Embed.by(call.origin().bot())
                .title("About this bot")
                .description(
                    "Members earn XP by chatting, climb levels and receive roles. Try `/level` and"
                        + " `/leaderboard`.")
                .field("Active servers", Figures.grouped(now.activeGuilds()))
                .field("Members tracked", Figures.grouped(now.members()))
                .field("Version", version)
                .build()));
  }
}
