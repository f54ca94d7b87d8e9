package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;

import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;

/**
 * Notices of a server that could not be delivered one after the other, and whether an admin has
 * been told of it.
 */
public final class NoticeFailures {
  /** So many in a row are no accident. */
  public static final int WORTH_TELLING = 3;

  private final Database database;

  public NoticeFailures(Database database) {
    this.database = database;
  }

  /** One more could not be delivered. */
  public void failed(long guildId) {
    database
        .dsl()
        .update(GUILDS)
        .set(GUILDS.NOTICE_FAILURES, GUILDS.NOTICE_FAILURES.plus(1))
        .where(GUILDS.ID.eq(guildId))
        .execute();
  }

  /** One was delivered: the count starts again. */
  public void delivered(long guildId) {
    forget(database.dsl(), guildId);
  }

  /** The count starts again, as a part of the caller's transaction. */
  static void forget(DSLContext tx, long guildId) {
    tx.update(GUILDS)
        .set(GUILDS.NOTICE_FAILURES, 0)
        .setNull(GUILDS.NOTICE_FAILURES_TOLD_IN)
        .where(GUILDS.ID.eq(guildId))
        .execute();
  }

  /**
   * What an admin who looks at the settings is to be told: once, but again to the same interaction.
   *
   * @return how many failed in a row when that is worth telling; else 0
   */
  public int toTell(long guildId, long interactionId) {
    return database.transaction(
        tx -> {
          int claimed =
              tx.execute(
                  """
                  UPDATE guilds SET notice_failures_told_in = ?
                  WHERE id = ? AND notice_failures >= ?
                    AND (notice_failures_told_in IS NULL OR notice_failures_told_in = ?)
                  """,
                  interactionId,
                  guildId,
                  WORTH_TELLING,
                  interactionId);
          return claimed == 0
              ? 0
              : tx.select(GUILDS.NOTICE_FAILURES)
                  .from(GUILDS)
                  .where(GUILDS.ID.eq(guildId))
                  .fetchSingle()
                  .value1();
        });
  }
}
