package net.prosperitybot.worker.bots;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The main bot, and the branded ones as they were a short while ago, so that a request costs no
 * query.
 *
 * <p>All branded bots are read at once and serve for {@link #KNOWN_LIFE}: a changed key works after
 * that at the latest. While they are asked for they are read again every {@link #FRESH}, beside the
 * requests, so that thousands of bots cost the database two queries and nobody waits. An id that is
 * not among them is looked for among the ids that there are, which are read ten times a second at
 * most: so a new bot is found at once, and a flood of made-up ids costs little.
 */
public final class BotDirectory {
  static final Duration KNOWN_LIFE = Duration.ofSeconds(10);
  static final Duration FRESH = Duration.ofSeconds(4);

  /** Short, because Discord's PING may come right after a bot was added. */
  static final Duration LIFE_OF_IDS = Duration.ofMillis(100);

  private final MainBot mainBot;
  private final SharedRead<Set<Long>> ids;
  private final SharedRead<Map<Long, RegisteredBot>> branded;

  /**
   * A directory that knows the main bot only, as yet.
   *
   * @param executor reads branded bots again
   */
  public BotDirectory(MainBot mainBot, BotSource source, Ticker ticker, Executor executor) {
    this.mainBot = mainBot;
    this.ids = new SharedRead<>(source::ids, LIFE_OF_IDS, LIFE_OF_IDS, ticker, executor);
    this.branded = new SharedRead<>(source::all, FRESH, KNOWN_LIFE, ticker, executor);
  }

  /** The bot with this application id, as it was at most {@link #KNOWN_LIFE} ago. */
  public Optional<RegisteredBot> find(long botId) {
    if (botId == mainBot.id()) {
      return Optional.of(mainBot.get());
    }
    @Nullable RegisteredBot bot = branded.get().get().get(botId);
    return bot == null ? findNew(botId) : Optional.of(bot);
  }

  private Optional<RegisteredBot> findNew(long botId) {
    SharedRead.Read<Set<Long>> known = ids.get();
    return known.get().contains(botId)
        ? Optional.ofNullable(branded.since(known.at()).get().get(botId))
        : Optional.empty();
  }

  /** A bot has changed: they are read again when one is next asked for. */
  public void changed() {
    ids.changed();
    branded.changed();
  }
}
