package net.prosperitybot.worker.xp;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.XpHistory;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.FittingList;

/** A member's history as an embed: who gave or took what and why, and what messages earned. */
final class XpHistoryView {
  private static final int LONGEST_REASON = 80;

  /** The rest of a description's 4096 is for the name and for what messages earned. */
  private static final int LONGEST_ADJUSTMENTS = 3000;

  private XpHistoryView() {}

  /**
   * @param name the member's, safe to show
   */
  static Embed of(XpHistory.History history, String name, ServingBot bot) {
    return Embed.by(bot)
        .title("XP history")
        .description(
            "**%s**\n\n**Given and taken**\n%s\n\n**Earned by messages**\n%s"
                .formatted(name, adjustments(history.adjustments()), gains(history.gains())))
        .build();
  }

  /** A reason's 80 characters may be built of hundreds of UTF-16 units. */
  private static String adjustments(List<XpHistory.Adjusted> adjusted) {
    return adjusted.isEmpty()
        ? "Nothing yet."
        : FittingList.of(
            adjusted.stream().map(XpHistoryView::line).toList(), "\n", LONGEST_ADJUSTMENTS);
  }

  private static String gains(List<XpHistory.Gain> gains) {
    return gains.isEmpty()
        ? "Nothing that is still recorded."
        : gains.stream().map(XpHistoryView::line).collect(Collectors.joining("\n"));
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
