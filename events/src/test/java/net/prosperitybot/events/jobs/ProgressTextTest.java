package net.prosperitybot.events.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.prosperitybot.common.jobs.JobCounts;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  @Test
  void aJobUnderWayShowsBarCountRateAndTimeLeft() {
    assertEquals(
        """
        Giving…
        `███░░░░░░░░░` 25%
        1,000 of 4,000 members · 50 a second · about 60 seconds left""",
        text(4000, 1000, 50));
  }

  @Test
  void beforeTheFirstMemberThereIsNoRateAndNoTimeLeft() {
    assertEquals(
        """
        Giving…
        `░░░░░░░░░░░░` 0%
        0 of 1 member""",
        text(1, 0, 0));
  }

  @Test
  void aSlowRateIsToldByTheMinuteAndALongTimeInMinutesOrHours() {
    assertEquals("100 of 200 members · 30 a minute · about 3 minutes left", last(200, 100, 0.5));
    assertEquals("0 of 9,000 members · 1 a second · about 2 hours left", last(9000, 0, 1.2));
    assertEquals("199 of 200 members · 2 a second · about 1 second left", last(200, 199, 2));
  }

  @Test
  void membersWhoCameMeanwhileMakeItNoMoreThanFull() {
    assertEquals(
        """
        Giving…
        `████████████` 100%
        12 of 12 members · 3 a second""",
        text(10, 12, 3));
  }

  private static String last(long total, long done, double perSecond) {
    return text(total, done, perSecond).lines().reduce("", (before, line) -> line);
  }

  private static String text(long total, long done, double perSecond) {
    return ProgressText.of("Giving…", new JobCounts(total, done, 0, 0), perSecond);
  }
}
