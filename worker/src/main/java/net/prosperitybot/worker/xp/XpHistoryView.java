package net.prosperitybot.worker.xp;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.XpHistory;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.Figures;

/** A member's history as an embed: who gave or took what and why, and what messages earned. */
final class XpHistoryView {
  private static final int LONGEST_REASON = 80;

  private XpHistoryView() {}

  /**
   * @param name the member's, safe to show
   */
  static Embed of(XpHistory.History history, String name, ServingBot bot) {
    return Embed.by(bot)
        .title("XP history")
        .description(
            "**%s**\n\n**Given and taken**\n%s\n\n**Earned by messages**\n%s"
                .formatted(
                    name,
                    lines(history.adjustments(), XpHistoryView::line, "Nothing yet."),
                    lines(history.gains(), XpHistoryView::line, "Nothing that is still recorded.")))
        .build();
  }

  private static <T> String lines(List<T> entries, Function<T, String> line, String none) {
    return entries.isEmpty() ? none : entries.stream().map(line).collect(Collectors.joining("\n"));
  }

  private static String line(XpHistory.Adjusted adjusted) {
    String byLevels =
        switch (adjusted.kind()) {
          case XP_GIVE, XP_TAKE -> "";
          case LEVELS_GIVE, LEVELS_TAKE -> " (by level)";
        };
    String reason =
        adjusted.reason().map(why -> " · " + DiscordText.excerpt(why, LONGEST_REASON)).orElse("");
    return "%s · %s XP%s by <@%d>%s"
        .formatted(
            when(adjusted.at()), signed(adjusted.delta()), byLevels, adjusted.actorId(), reason);
  }

  private static String line(XpHistory.Gain gain) {
    return "%s · %s XP".formatted(when(Snowflake.timeOf(gain.messageId())), signed(gain.xp()));
  }

  private static String signed(long xp) {
    return (xp < 0 ? "−" : "+") + Figures.grouped(Math.abs(xp));
  }

  /** Discord shows it in each reader's own words, such as "3 hours ago". */
  private static String when(Instant time) {
    return "<t:" + time.getEpochSecond() + ":R>";
  }
}
