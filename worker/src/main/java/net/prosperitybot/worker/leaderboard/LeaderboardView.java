package net.prosperitybot.worker.leaderboard;

import java.util.stream.Collectors;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.leaderboard.LeaderboardPage;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Button;
import net.prosperitybot.worker.replies.ButtonRow;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.MessageBody;

/** A page of the leaderboard as a message. */
final class LeaderboardView {
  private LeaderboardView() {}

  static MessageBody of(LeaderboardPage page, ServingBot bot) {
    Embed embed =
        Embed.by(bot)
            .title("Leaderboard")
            .description(page.rows().isEmpty() ? "Nobody has earned XP here yet." : lines(page))
            .withFooterLine(
                "Page %s of %s"
                    .formatted(Figures.grouped(page.number()), Figures.grouped(page.pages())));
    return MessageBody.of(embed)
        .with(
            ButtonRow.of(
                new Button(LeaderboardCommand.TURN.with(page.number() - 1), "◀", page.number() > 1),
                new Button(
                    LeaderboardCommand.TURN.with(page.number() + 1),
                    "▶",
                    page.number() < page.pages()),
                new Button(LeaderboardCommand.MINE.with(), "My page", !page.rows().isEmpty())));
  }

  private static String lines(LeaderboardPage page) {
    return page.rows().stream().map(LeaderboardView::line).collect(Collectors.joining("\n"));
  }

  private static String line(LeaderboardPage.Row row) {
    return "**%s.** %s · level %s · %s XP"
        .formatted(
            Figures.grouped(row.rank()),
            name(row),
            Figures.grouped(row.level()),
            Figures.grouped(row.xp()));
  }

  private static String name(LeaderboardPage.Row row) {
    return row.displayName()
        .map(DiscordText::shortName)
        // A mention in an embed pings nobody and shows the name that Discord knows.
        .orElseGet(() -> "<@" + row.userId() + ">");
  }
}
