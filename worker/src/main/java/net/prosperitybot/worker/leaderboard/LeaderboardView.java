package net.prosperitybot.worker.leaderboard;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.leaderboard.LeaderboardPage;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Button;
import net.prosperitybot.worker.replies.ButtonRow;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.Figures;
import net.prosperitybot.worker.replies.MessageBody;

/** A page of the leaderboard as a message. */
final class LeaderboardView {
  /** What a name may take of a line, in characters as a reader counts them. */
  private static final int LONGEST_NAME = 32;

  /** The same in UTF-16 units: one character of a name may be built of dozens. */
  private static final int LONGEST_NAME_UNITS = 120;

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

  /** Cut before it is escaped, so that no escape is torn from what it escapes. */
  private static String name(LeaderboardPage.Row row) {
    return row.displayName()
        .map(raw -> DiscordText.name(cut(raw)))
        // A mention in an embed pings nobody and shows the name that Discord knows.
        .orElseGet(() -> "<@" + row.userId() + ">");
  }

  private static String cut(String name) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(name);
    int end = 0;
    for (int count = 0; count < LONGEST_NAME; count++) {
      int next = characters.next();
      if (next == BreakIterator.DONE) {
        return name;
      }
      if (next > LONGEST_NAME_UNITS) {
        break;
      }
      end = next;
    }
    return end == name.length() ? name : name.substring(0, end) + "…";
  }
}
