package net.prosperitybot.worker.whitelabel;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.tokens.UnreadableTokenException;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.discord.BotTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main bot's token, and the branded bots' from their rows, each remembered for {@link #LIFE}.
 * One that can't be opened is none, and the log says why.
 */
public final class BrandedTokens implements BotTokens {
  static final Duration LIFE = Duration.ofSeconds(10);
  private static final int MOST = 10_000;
  private static final Logger log = LoggerFactory.getLogger(BrandedTokens.class);

  private final long mainBotId;
  private final Secret mainToken;
  private final TokenVault vault;
  private final LoadingCache<Long, Optional<Secret>> remembered;

  public BrandedTokens(
      long mainBotId, Secret mainToken, WhitelabelStore bots, TokenVault vault, Ticker ticker) {
    this.mainBotId = mainBotId;
    this.mainToken = mainToken;
    this.vault = vault;
    this.remembered =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .expireAfterWrite(LIFE)
            .build(botId -> bots.find(botId).flatMap(this::open));
  }

  @Override
  public Optional<Secret> of(long botId) {
    return botId == mainBotId ? Optional.of(mainToken) : remembered.get(botId);
  }

  /** The token of a bot whose row is at hand; empty when it has none, or one that can't be read. */
  Optional<Secret> open(WhitelabelBot bot) {
    try {
      return bot.token().map(token -> vault.open(bot.botId(), token));
    } catch (UnreadableTokenException e) {
      log.error("{}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The bot's token has changed: it is read again when it is next needed. */
  void changed(long botId) {
    remembered.invalidate(botId);
  }
}
