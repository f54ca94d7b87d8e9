package net.prosperitybot.worker.level;

import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.discord.ProgressBar;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.Standing;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.Caller;
import net.prosperitybot.worker.interactions.GivenUser;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;

/** {@code /level [user]}: where a member stands and how far it is to the next level. */
public final class LevelCommand {
  private static final Option<Optional<GivenUser>> USER =
      Option.user(Wording.english("user", "Whose level; yours if left out"));

  private final Leaderboard leaderboard;

  public LevelCommand(Leaderboard leaderboard) {
    this.leaderboard = leaderboard;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            Action.publicly(
                Wording.english("level", "Shows a member's level, XP and rank"),
                List.of(USER),
                CommandHandler.inServer(this::answer))));
  }

  private Reply answer(CommandCall call, long guildId) {
    Optional<GivenUser> asked = call.get(USER);
    if (asked.filter(GivenUser::bot).isPresent()) {
      return Reply.privately("Bots don't earn XP.");
    }
    Caller caller = call.origin().caller();
    long userId = asked.map(GivenUser::userId).orElse(caller.userId());
    String name = DiscordText.shortName(asked.map(GivenUser::name).orElse(caller.name()));
    return leaderboard
        .standing(new MemberKey(guildId, userId))
        .filter(standing -> standing.messageCount() > 0 || standing.xp() > 0)
        .map(standing -> card(call.origin().bot(), name, standing))
        .orElseGet(() -> Reply.privately(name + " has never talked before."));
  }

  private static Reply card(ServingBot bot, String name, Standing standing) {
    String rank =
        standing.rank().isPresent()
            ? "#" + Figures.grouped(standing.rank().getAsLong())
            : "Not ranked";
    return Reply.publicly(
        MessageBody.of(
            Embed.by(bot)
                .description("**" + name + "**\n" + progress(standing))
                .field("Level", Figures.grouped(standing.level()))
                .field("XP", Figures.grouped(standing.xp()))
                .field("Rank", rank)
                .build()));
  }

  private static String progress(Standing standing) {
    int level = standing.level();
    if (level == LevelCurve.MAX_LEVEL) {
      return ProgressBar.of(1, 1) + " the highest level";
    }
    long from = LevelCurve.xpRequired(level);
    long to = LevelCurve.xpRequired(level + 1);
    return "%s %s XP to level %s"
        .formatted(
            ProgressBar.of(standing.xp() - from, to - from),
            Figures.grouped(to - standing.xp()),
            Figures.grouped(level + 1L));
  }
}
