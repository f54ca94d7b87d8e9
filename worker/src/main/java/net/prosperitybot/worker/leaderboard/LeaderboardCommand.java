package net.prosperitybot.worker.leaderboard;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.LeaderboardPage;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;

/**
 * {@code /leaderboard [page]} and the buttons under it.
 *
 * <p>Who ran the command turns its page; a click by anybody else opens that page for them alone, so
 * nobody's view moves under their eyes.
 */
public final class LeaderboardCommand {
  static final CustomId TURN = CustomId.template("leaderboard/page/{page}");
  static final CustomId MINE = CustomId.template("leaderboard/mine");

  private static final Option<Optional<Long>> PAGE =
      Option.integer(Wording.english("page", "Which page; the first if left out"));
  private static final Reply NEEDS_SERVER = Reply.privately("This command needs a server.");

  private final Leaderboard leaderboard;

  public LeaderboardCommand(Leaderboard leaderboard) {
    this.leaderboard = leaderboard;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            Action.publicly(
                Wording.english("leaderboard", "Shows who has the most XP in this server"),
                List.of(PAGE),
                CommandHandler.inServer(this::answer))),
        new ComponentRoute(TURN, this::turn),
        new ComponentRoute(MINE, (click, variables) -> showMine(click)));
  }

  private Reply answer(CommandCall call, long guildId) {
    LeaderboardPage page = leaderboard.page(guildId, call.get(PAGE).orElse(1L));
    return Reply.publicly(LeaderboardView.of(page, call.origin().bot()));
  }

  private Reply turn(Interaction.Component click, CustomId.Variables variables) {
    OptionalLong guild = click.origin().guildId();
    return guild.isEmpty()
        ? NEEDS_SERVER
        : show(click, leaderboard.page(guild.getAsLong(), variables.number("page")));
  }

  private Reply showMine(Interaction.Component click) {
    Origin origin = click.origin();
    return origin.guildId().isEmpty()
        ? NEEDS_SERVER
        : show(
            click,
            leaderboard.pageOf(
                new MemberKey(origin.guildId().getAsLong(), origin.caller().userId())));
  }

  private static Reply show(Interaction.Component click, LeaderboardPage page) {
    MessageBody view = LeaderboardView.of(page, click.origin().bot());
    boolean ownView =
        click.messageOwner().equals(OptionalLong.of(click.origin().caller().userId()));
    return ownView ? new Reply.UpdateMessage(view) : Reply.privately(view);
  }
}
