package net.prosperitybot.common.identifies;

import static net.prosperitybot.common.database.schema.Tables.IDENTIFIES;
import static net.prosperitybot.common.database.schema.Tables.IDENTIFY_BUCKETS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Counts and spaces the IDENTIFYs of every bot by the database's clock: one in {@link #SPACING} for
 * each bucket, and at most so many a day.
 *
 * <p>Discord resets a token that identifies 1000 times in a day, so a permission that was asked for
 * counts, whether it is used or not.
 */
public final class IdentifyBudget {
  /** Between two IDENTIFYs of one bucket, as Discord wants. */
  public static final Duration SPACING = Duration.ofSeconds(5);

  /** Half of what makes Discord reset a token. */
  public static final int MOST_IN_A_DAY = 500;

  private static final int HOURS_IN_A_DAY = 24;
  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", IDENTIFY_BUCKETS.NEXT_AT.getDataType());

  private final Database database;

  public IdentifyBudget(Database database) {
    this.database = database;
  }

  /** What came of asking. */
  public sealed interface Answer {}

  /** Identify now. */
  public record Go() implements Answer {}

  /** Ask again after this long. */
  public record Wait(Duration time) implements Answer {}

  /** As many as may be were sent in the last day; the oldest hour's are forgotten in this long. */
  public record Exhausted(int sent, Duration until) implements Answer {}

  /**
   * Asks again for the time of an IDENTIFY that may be sent, and is counted, but has not been sent
   * yet. Only {@link Go} or {@link Wait}.
   *
   * @param age how long ago this bucket's last permission was given, which was the asker's
   */
  public Answer renew(long botId, int bucket, Duration age) {
    // So young a permission is still the bucket's last, on whichever clock.
    boolean isLast = age.compareTo(SPACING.dividedBy(2)) < 0;
    return database.transaction(
        tx -> {
          boolean taken =
              tx.execute(
                      """
                      UPDATE identify_buckets
                      SET next_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                      WHERE bot_id = ? AND bucket = ? AND (? OR next_at <= UTC_TIMESTAMP(3))
                      """,
                      SPACING.toSeconds(),
                      botId,
                      bucket,
                      isLast)
                  == 1;
          return taken ? new Go() : untilNext(tx, botId, bucket);
        });
  }

  private static Answer untilNext(DSLContext tx, long botId, int bucket) {
    return tx.select(IDENTIFY_BUCKETS.NEXT_AT, NOW)
        .from(IDENTIFY_BUCKETS)
        .where(IDENTIFY_BUCKETS.BOT_ID.eq(botId))
        .and(IDENTIFY_BUCKETS.BUCKET.eq(bucket))
        .fetchOptional()
        .map(row -> Duration.between(row.value2(), row.value1()))
        .filter(Duration::isPositive)
        .<Answer>map(Wait::new)
        .orElse(new Go());
  }

  /**
   * Asks for one IDENTIFY.
   *
   * @param bucket the shard modulo the bot's {@code max_concurrency}
   * @param unrecorded how many were sent while the database was away, and count too; they are
   *     recorded unless the answer is {@link Wait}
   */
  public Answer ask(long botId, int bucket, int unrecorded) {
    return database.transaction(
        tx -> {
          tx.execute(
              """
              INSERT INTO identify_buckets (bot_id, bucket, next_at)
              VALUES (?, ?, UTC_TIMESTAMP(3))
              ON DUPLICATE KEY UPDATE bot_id = identify_buckets.bot_id
              """,
              botId,
              bucket);
          Instant next =
              tx.select(IDENTIFY_BUCKETS.NEXT_AT)
                  .from(IDENTIFY_BUCKETS)
                  .where(IDENTIFY_BUCKETS.BOT_ID.eq(botId))
                  .and(IDENTIFY_BUCKETS.BUCKET.eq(bucket))
                  .forUpdate()
                  .fetchSingle()
                  .value1();
          Instant now = tx.select(NOW).fetchSingle().value1();
          if (next.isAfter(now)) {
            return new Wait(Duration.between(now, next));
          }
          long hour = hourOf(now);
          int sent = sentSince(tx, botId, hour - HOURS_IN_A_DAY) + unrecorded;
          if (sent >= MOST_IN_A_DAY) {
            record(tx, botId, hour, unrecorded);
            return new Exhausted(sent, untilOldestIsForgotten(tx, botId, now));
          }
          record(tx, botId, hour, 1 + unrecorded);
          tx.update(IDENTIFY_BUCKETS)
              .set(IDENTIFY_BUCKETS.NEXT_AT, now.plus(SPACING))
              .where(IDENTIFY_BUCKETS.BOT_ID.eq(botId))
              .and(IDENTIFY_BUCKETS.BUCKET.eq(bucket))
              .execute();
          return new Go();
        });
  }

  /** How many were sent in the last 24 hours and the begun one before them. */
  public int sentToday(long botId) {
    DSLContext db = database.dsl();
    return sentSince(db, botId, hourOf(db.select(NOW).fetchSingle().value1()) - HOURS_IN_A_DAY);
  }

  private static int sentSince(DSLContext db, long botId, long hour) {
    BigDecimal sent =
        db.select(DSL.sum(IDENTIFIES.SENT))
            .from(IDENTIFIES)
            .where(IDENTIFIES.BOT_ID.eq(botId))
            .and(IDENTIFIES.HOUR.ge(hour))
            .fetchSingle()
            .value1();
    return sent == null ? 0 : sent.intValueExact();
  }

  private static Duration untilOldestIsForgotten(DSLContext tx, long botId, Instant now) {
    Long oldest =
        tx.select(DSL.min(IDENTIFIES.HOUR))
            .from(IDENTIFIES)
            .where(IDENTIFIES.BOT_ID.eq(botId))
            .and(IDENTIFIES.HOUR.ge(hourOf(now) - HOURS_IN_A_DAY))
            .fetchSingle()
            .value1();
    long free = (oldest == null ? hourOf(now) : oldest) + HOURS_IN_A_DAY + 1;
    return Duration.between(now, Instant.ofEpochSecond(Duration.ofHours(free).toSeconds()));
  }

  /** Adds to this hour's count, and forgets hours that count no more. */
  private static void record(DSLContext tx, long botId, long hour, int sent) {
    tx.execute(
        """
        INSERT INTO identifies (bot_id, hour, sent) VALUES (?, ?, ?)
        ON DUPLICATE KEY UPDATE sent = identifies.sent + VALUES(sent)
        """,
        botId,
        hour,
        sent);
    tx.deleteFrom(IDENTIFIES)
        .where(IDENTIFIES.BOT_ID.eq(botId))
        .and(IDENTIFIES.HOUR.lt(hour - HOURS_IN_A_DAY))
        .execute();
  }

  private static long hourOf(Instant time) {
    return Duration.ofSeconds(time.getEpochSecond()).toHours();
  }
}
