package net.prosperitybot.events.owner;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.alerts.OwnerUnreachableException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.reports.DayFigures;
import net.prosperitybot.common.reports.ReportDays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the owner a report of the day before, once a day from a certain time on, whichever process
 * is there then. For one thread.
 */
public final class DailyReportRoutine {
  /** How often to look whether it is time. */
  public static final Duration LOOK = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(DailyReportRoutine.class);

  private final LocalTime at;
  private final long mainBotId;
  private final Database database;
  private final ReportDays days;
  private final BooleanSupplier connected;
  private final OwnerMessenger owner;
  private final InstantSource clock;
  private @Nullable LocalDate settled;

  /**
   * A routine.
   *
   * @param at in UTC
   * @param connected whether the bot that writes is
   */
  public DailyReportRoutine(
      LocalTime at,
      long mainBotId,
      Database database,
      BooleanSupplier connected,
      OwnerMessenger owner,
      InstantSource clock) {
    this.at = at;
    this.mainBotId = mainBotId;
    this.database = database;
    this.days = new ReportDays(database);
    this.connected = connected;
    this.owner = owner;
    this.clock = clock;
  }

  /** Sends the report if it is time and nobody has; what fails is to be tried again. */
  public void run() throws InterruptedException {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    LocalDate day = now.toLocalDate().minusDays(1);
    if (now.toLocalTime().isBefore(at) || day.equals(settled) || !connected.getAsBoolean()) {
      return;
    }
    if (days.claim(day)) {
      send(day);
    }
    settled = day;
  }

  private void send(LocalDate day) throws InterruptedException {
    boolean sent = false;
    try {
      owner.send(
          DailyReport.text(
              day,
              DayFigures.of(database, day, mainBotId),
              new LevelUpStore(database).oldestAge()));
      sent = true;
    } catch (OwnerUnreachableException e) {
      sent = true;
      log.warn("OWNER_ID can't be sent the day's report: {}", e.getMessage());
    } finally {
      if (!sent) {
        days.giveBack(day);
      }
    }
  }
}
