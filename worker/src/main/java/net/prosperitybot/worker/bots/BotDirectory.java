package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main bot, and the branded ones as they were a short while ago, so that a request costs no
 * query.
 *
 * <p>A branded bot is remembered for {@link #KNOWN_LIFE}: a changed key works after that at the
 * latest. Those in use are read again before, many with one query and beside the requests, so that
 * thousands of bots cost the database little and nobody waits. What is not among the ids that there
 * are is never looked for, and how often those are read does not depend on how many ask: see {@link
 * KnownIds}. So a flood of made-up ids costs the database ten small queries a second, and can't
 * push out what is remembered.
 */
public final class BotDirectory {
  static final Duration KNOWN_LIFE = Duration.ofSeconds(10);

  /** Who is asked for after this time is read again, with all others of that age in use. */
  static final Duration FRESH = Duration.ofSeconds(4);

  /** So many at once. */
  static final int RENEWED_TOGETHER = 500;

  private static final int MOST = 20_000;
  private static final Logger log = LoggerFactory.getLogger(BotDirectory.class);

  private final MainBot mainBot;
  private final BotSource source;
  private final KnownIds ids;
  private final Ticker ticker;
  private final Executor executor;
  private final LoadingCache<Long, @Nullable Remembered> branded;
  private final AtomicBoolean renewing = new AtomicBoolean();

  /**
   * A directory that knows the main bot only, as yet.
   *
   * @param executor reads those in use again
   */
  public BotDirectory(MainBot mainBot, BotSource source, Ticker ticker, Executor executor) {
    this.mainBot = mainBot;
    this.source = source;
    this.ids = new KnownIds(source::ids, ticker);
    this.ticker = ticker;
    this.executor = executor;
    this.branded =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .expireAfterWrite(KNOWN_LIFE)
            .build(this::read);
  }

  /** A bot as it was read; equal to itself only. */
  private static final class Remembered {
    private final RegisteredBot bot;
    private final long readAt;
    private volatile boolean isInUse;

    private Remembered(RegisteredBot bot, long readAt) {
      this.bot = bot;
      this.readAt = readAt;
    }
  }

  /** The bot with this application id, as it was at most {@link #KNOWN_LIFE} ago. */
  public Optional<RegisteredBot> find(long botId) {
    if (botId == mainBot.id()) {
      return Optional.of(mainBot.get());
    }
    @Nullable Remembered remembered = branded.getIfPresent(botId);
    if (remembered == null && ids.has(botId)) {
      remembered = branded.get(botId);
    }
    if (remembered == null) {
      return Optional.empty();
    }
    remembered.isInUse = true;
    if (isStale(remembered)) {
      renew();
    }
    return Optional.of(remembered.bot);
  }

  /** The bot has changed: it is read again when it is next asked for. */
  public void changed(long botId) {
    ids.changed();
    branded.invalidate(botId);
  }

  private @Nullable Remembered read(long botId) {
    long askedAt = ticker.read();
    @Nullable RegisteredBot bot = source.find(Set.of(botId)).get(botId);
    return bot == null ? null : new Remembered(bot, askedAt);
  }

  private boolean isStale(Remembered remembered) {
    return ticker.read() - remembered.readAt >= FRESH.toNanos();
  }

  private void renew() {
    if (renewing.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            try {
              renewAll();
            } catch (RuntimeException e) {
              log.warn("Branded bots could not be read again: {}", e.toString());
            } finally {
              renewing.set(false);
            }
          });
    }
  }

  private void renewAll() {
    List<Map.Entry<Long, Remembered>> stale = new ArrayList<>();
    branded
        .asMap()
        .forEach(
            (id, remembered) -> {
              if (remembered.isInUse && isStale(remembered)) {
                stale.add(Map.entry(id, remembered));
              }
            });
    for (int from = 0; from < stale.size(); from += RENEWED_TOGETHER) {
      renew(stale.subList(from, Math.min(from + RENEWED_TOGETHER, stale.size())));
    }
  }

  /** What has changed meanwhile is left to who asks for it next. */
  private void renew(List<Map.Entry<Long, Remembered>> stale) {
    long askedAt = ticker.read();
    Map<Long, RegisteredBot> read = source.find(stale.stream().map(Map.Entry::getKey).toList());
    for (Map.Entry<Long, Remembered> old : stale) {
      @Nullable RegisteredBot bot = read.get(old.getKey());
      if (bot == null) {
        branded.asMap().remove(old.getKey(), old.getValue());
      } else {
        branded.asMap().replace(old.getKey(), old.getValue(), new Remembered(bot, askedAt));
      }
    }
  }
}
