package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The main bot, and the branded ones as they were a short while ago, so that a request costs no
 * query.
 *
 * <p>A branded bot is remembered for {@link #KNOWN_LIFE}: a changed key works after that at the
 * latest. What is not among the ids that there are is never looked for, and how often those are
 * read does not depend on how many ask: see {@link KnownIds}. So a flood of made-up ids costs the
 * database ten small queries a second, and can't push out what is remembered.
 */
public final class BotDirectory {
  static final Duration KNOWN_LIFE = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  private final MainBot mainBot;
  private final KnownIds ids;
  private final LoadingCache<Long, @Nullable RegisteredBot> branded;

  public BotDirectory(MainBot mainBot, BotSource source, Ticker ticker) {
    this.mainBot = mainBot;
    this.ids = new KnownIds(source::ids, ticker);
    this.branded =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .expireAfterWrite(KNOWN_LIFE)
            .build(id -> source.find(id).orElse(null));
  }

  /** The bot with this application id, as it was at most {@link #KNOWN_LIFE} ago. */
  public Optional<RegisteredBot> find(long botId) {
    if (botId == mainBot.id()) {
      return Optional.of(mainBot.get());
    }
    @Nullable RegisteredBot remembered = branded.getIfPresent(botId);
    if (remembered == null && ids.has(botId)) {
      remembered = branded.get(botId);
    }
    return Optional.ofNullable(remembered);
  }

  /** The bot has changed: it is read again when it is next asked for. */
  public void changed(long botId) {
    ids.changed();
    branded.invalidate(botId);
  }
}
