package net.prosperitybot.common.reports;

import static net.prosperitybot.common.database.schema.Tables.DAILY_REPORTS;

import java.time.LocalDate;
import net.prosperitybot.common.database.Database;

/**
 * Which days' reports are sent, or about to be. A process that dies between claiming a day and
 * sending its report leaves it unsent: rather not at all than twice.
 */
public final class ReportDays {
  private static final int KEPT_DAYS = 30;

  private final Database database;

  public ReportDays(Database database) {
    this.database = database;
  }

  /** True for the one who may send this day's report. */
  public boolean claim(LocalDate day) {
    database
        .dsl()
        .deleteFrom(DAILY_REPORTS)
        .where(DAILY_REPORTS.DAY.lt(day.minusDays(KEPT_DAYS)))
        .execute();
    return database
            .dsl()
            .execute(
                "INSERT IGNORE INTO daily_reports (`day`, claimed_at) VALUES (?, UTC_TIMESTAMP(3))",
                day)
        == 1;
  }

  /** It could not be sent: the next one may. */
  public void giveBack(LocalDate day) {
    database.dsl().deleteFrom(DAILY_REPORTS).where(DAILY_REPORTS.DAY.eq(day)).execute();
  }
}
