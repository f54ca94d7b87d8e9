package net.prosperitybot.events.jobs;

import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.discord.ProgressBar;
import net.prosperitybot.common.jobs.JobCounts;

/** How far a job is, for people. Pure. */
final class ProgressText {
  private static final double SLOWEST_BY_SECOND = 1;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  /** From so many of a unit on the next larger one reads better. */
  private static final int MANY = 90;

  private ProgressText() {}

  /**
   * The words for a job under way.
   *
   * @param heading what is being done
   * @param counts of members
   * @param perSecond members a second; 0 while that is not known
   */
  static String of(String heading, JobCounts counts, double perSecond) {
    // Members come and go while it runs.
    long all = Math.max(Math.max(counts.total(), counts.done()), 1);
    StringBuilder text =
        new StringBuilder(heading).append('\n').append(ProgressBar.of(counts.done(), all));
    text.append(
        "\n%s of %s".formatted(Figures.grouped(counts.done()), Figures.counted(all, "member")));
    if (perSecond > 0) {
      text.append(" · ").append(rate(perSecond));
      if (counts.done() < all) {
        text.append(" · ").append(timeLeft((all - counts.done()) / perSecond));
      }
    }
    return text.toString();
  }

  private static String rate(double perSecond) {
    return perSecond >= SLOWEST_BY_SECOND
        ? Figures.grouped(Math.round(perSecond)) + " a second"
        : Figures.grouped(Math.max(1, Math.round(perSecond * SECONDS_PER_MINUTE))) + " a minute";
  }

  private static String timeLeft(double seconds) {
    if (seconds < MANY) {
      return "about " + counted(seconds, "second") + " left";
    }
    return seconds < MANY * SECONDS_PER_MINUTE
        ? "about " + counted(seconds / SECONDS_PER_MINUTE, "minute") + " left"
        : "about " + counted(seconds / SECONDS_PER_HOUR, "hour") + " left";
  }

  private static String counted(double amount, String unit) {
    return Figures.counted(Math.max(1, Math.round(amount)), unit);
  }
}
