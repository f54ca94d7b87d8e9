package net.prosperitybot.events.ranks;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import net.prosperitybot.common.database.TransientFailure;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.rankcounts.RankRecount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every server's ranked members anew once in {@link #AGE}, so that ranks are true also after
 * a process of an earlier release, or somebody's own SQL, has changed members without counting.
 *
 * <p>Driven by a background loop, from {@link #BEGIN} after the start on: by then an upgrade has
 * ended the processes of the release before. One server after the other with a pause between; one
 * that fails is logged, counted and left to the next run, and all are while the database is away.
 */
public final class RankRecountRoutine {
  static final Duration BEGIN = Duration.ofMinutes(15);
  static final Duration AGE = Duration.ofDays(7);
  private static final Logger log = LoggerFactory.getLogger(RankRecountRoutine.class);

  private final RankRecount recount;
  private final Duration pause;
  private final Ticker ticker;
  private final long startNanos;
  private final Counter mended;
  private final Counter failed;

  /**
   * A routine.
   *
   * @param pause after each server
   */
  public RankRecountRoutine(
      RankRecount recount, Duration pause, Ticker ticker, MeterRegistry meters) {
    this.recount = recount;
    this.pause = pause;
    this.ticker = ticker;
    this.startNanos = ticker.read();
    this.mended = meters.counter("prosperity.rankcounts.mended");
    this.failed = meters.counter("prosperity.rankcounts.failed");
  }

  /**
   * Counts what is due.
   *
   * @param shardCount into how many shards servers are split
   * @param shards those of this process: it takes care of their servers
   */
  public void run(int shardCount, Collection<Integer> shards) throws InterruptedException {
    if (ticker.read() - startNanos < BEGIN.toNanos()) {
      return;
    }
    for (long guildId : recount.due(AGE)) {
      if (shards.contains(Snowflake.shardOf(guildId, shardCount))) {
        mendOrLog(guildId);
        Thread.sleep(pause);
      }
    }
  }

  private void mendOrLog(long guildId) {
    try {
      if (recount.mend(guildId)) {
        mended.increment();
        log.warn("The counts of server {} differed from its members and are right again", guildId);
      }
    } catch (RuntimeException e) {
      if (TransientFailure.is(e)) {
        throw e;
      }
      failed.increment();
      log.warn("The members of server {} could not be counted", guildId, e);
    }
  }
}
