package net.prosperitybot.worker.about;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import net.prosperitybot.common.leaderboard.Totals;

/**
 * The totals over all servers, read from the database once a minute at most, however many ask: to
 * count everybody takes a second or more where there are millions.
 *
 * <p>Who asks after a minute gets what is known and has it read anew beside that; nobody gets what
 * is older than {@link #OLDEST}.
 */
public final class RecentTotals {
  static final Duration FRESH = Duration.ofMinutes(1);
  static final Duration OLDEST = Duration.ofMinutes(10);

  private final LoadingCache<Boolean, Totals> totals;

  /**
   * Totals that are not read yet.
   *
   * @param read reads them
   * @param executor reads them anew
   */
  public RecentTotals(Supplier<Totals> read, Ticker ticker, Executor executor) {
    this.totals =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(executor)
            .refreshAfterWrite(FRESH)
            .expireAfterWrite(OLDEST)
            .build(any -> read.get());
  }

  public Totals get() {
    return totals.get(true);
  }
}
