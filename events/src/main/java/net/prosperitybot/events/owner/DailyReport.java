package net.prosperitybot.events.owner;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.reports.DayFigures;
import net.prosperitybot.common.whitelabel.BotState;

/** A day's figures in words. */
final class DailyReport {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private DailyReport() {}

  /**
   * The report.
   *
   * @param oldestWaiting how long the oldest level-up has waited; zero when none does
   */
  static String text(LocalDate day, DayFigures figures, Duration oldestWaiting) {
    StringBuilder text = new StringBuilder();
    text.append("**Report for %s** (UTC)\n".formatted(DAY.format(day)));
    text.append(earned(figures)).append('\n');
    text.append(
        "%s, %s new.\n"
            .formatted(
                Figures.counted(figures.servers(), "server"),
                figures.newServers() == 0 ? "none" : Figures.grouped(figures.newServers())));
    if (!figures.brandedBots().isEmpty()) {
      text.append("Branded bots: %s.\n".formatted(branded(figures.brandedBots())));
    }
    text.append(
        oldestWaiting.isZero()
            ? "No level-up waits for its role or notice."
            : "The oldest level-up has waited for its role or notice for %s."
                .formatted(Figures.span(oldestWaiting)));
    return text.toString();
  }

  private static String earned(DayFigures figures) {
    return figures.messages() == 0
        ? "No message earned XP."
        : "%s earned %s XP, by %s."
            .formatted(
                Figures.counted(figures.messages(), "message"),
                Figures.grouped(figures.xp()),
                Figures.counted(figures.members(), "member"));
  }

  private static String branded(Map<BotState, Integer> bots) {
    return bots.entrySet().stream()
        .map(entry -> Figures.grouped(entry.getValue()) + " " + entry.getKey().key())
        .collect(Collectors.joining(", "));
  }
}
