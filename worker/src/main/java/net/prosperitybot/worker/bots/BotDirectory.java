package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers bots for a short while, so that a request costs no query.
 *
 * <p>A known bot is remembered for {@link #KNOWN_LIFE}: a changed key works after that at the
 * latest. An unknown one is remembered for {@link #UNKNOWN_LIFE} only, because Discord's PING may
 * come right after a bot was added. Holds at most {@link #MOST} of both.
 */
public final class BotDirectory {
  static final Duration KNOWN_LIFE = Duration.ofSeconds(10);
  static final Duration UNKNOWN_LIFE = Duration.ofSeconds(2);
  private static final int MOST = 20_000;

  private final LoadingCache<Long, Optional<RegisteredBot>> bots;

  public BotDirectory(BotSource source, Ticker ticker) {
    Expiry<Long, Optional<RegisteredBot>> life =
        Expiry.writing((id, bot) -> bot.isPresent() ? KNOWN_LIFE : UNKNOWN_LIFE);
    this.bots =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .expireAfter(life)
            .build(source::find);
  }

  /** The bot with this application id, as it was at most {@link #KNOWN_LIFE} ago. */
  public Optional<RegisteredBot> find(long botId) {
    return bots.get(botId);
  }
}
