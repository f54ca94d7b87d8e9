package net.prosperitybot.events.messagelogs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import net.prosperitybot.common.database.TransientFailure;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.levelling.LogPurge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been kept long enough: logged messages, whose XP goes to the members' purged XP,
 * and answers to interactions.
 *
 * <p>Driven by a background loop. In small transactions with a pause after each, so that awards in
 * the same server hardly wait; a server that fails is logged, counted and left to the next run, and
 * all are while the database is away.
 */
public final class OldRowsRoutine {
  private static final int ROWS_PER_BATCH = 1_000;
  private static final Duration ANSWERS_KEPT = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(OldRowsRoutine.class);

  private final int messageLogDays;
  private final Duration pause;
  private final LogPurge purge;
  private final AnswerStore answers;
  private final InstantSource clock;
  private final Counter rows;
  private final Counter failed;
  private volatile double oldestSeconds;

  /**
   * A routine.
   *
   * @param messageLogDays how long messages are kept; 0 for ever
   * @param pause after each batch
   */
  public OldRowsRoutine(
      int messageLogDays,
      Duration pause,
      LogPurge purge,
      AnswerStore answers,
      InstantSource clock,
      MeterRegistry meters) {
    this.messageLogDays = messageLogDays;
    this.pause = pause;
    this.purge = purge;
    this.answers = answers;
    this.clock = clock;
    this.rows = meters.counter("prosperity.messagelog.purged");
    this.failed = meters.counter("prosperity.messagelog.failed");
    Gauge.builder("prosperity.messagelog.oldest", this, routine -> routine.oldestSeconds)
        .baseUnit("seconds")
        .register(meters);
  }

  /**
   * Deletes what is due.
   *
   * @param shardCount into how many shards servers are split
   * @param shards those of this process: it takes care of their servers
   */
  public void run(int shardCount, Collection<Integer> shards) throws InterruptedException {
    int forgotten = answers.forgetOlderThan(ANSWERS_KEPT);
    log.debug("{} old answers are forgotten", forgotten);
    Instant now = clock.instant();
    if (messageLogDays > 0) {
      Instant before = now.minus(Duration.ofDays(messageLogDays));
      for (long guildId : purge.servers(before)) {
        if (shards.contains(Snowflake.shardOf(guildId, shardCount))) {
          purgeOrLog(guildId, before);
        }
      }
    }
    oldestSeconds = purge.oldest().map(time -> Duration.between(time, now).toSeconds()).orElse(0L);
  }

  private void purgeOrLog(long guildId, Instant before) throws InterruptedException {
    try {
      purgeServer(guildId, before);
    } catch (RuntimeException e) {
      if (TransientFailure.is(e)) {
        throw e;
      }
      failed.increment();
      log.warn("The old messages of server {} could not be purged", guildId, e);
    }
  }

  private void purgeServer(long guildId, Instant before) throws InterruptedException {
    int gone;
    do {
      gone = purge.batch(guildId, before, ROWS_PER_BATCH);
      rows.increment(gone);
      Thread.sleep(pause);
    } while (gone == ROWS_PER_BATCH);
  }
}
