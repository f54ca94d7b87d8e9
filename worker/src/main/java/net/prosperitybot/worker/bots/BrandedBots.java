package net.prosperitybot.worker.bots;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.RegisteredBot.StopReason;
import net.prosperitybot.worker.signatures.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Branded bots as their rows say, but for those that are to be deleted. */
public final class BrandedBots implements BotSource {
  private static final Logger log = LoggerFactory.getLogger(BrandedBots.class);

  private final WhitelabelStore bots;
  private final PremiumStore premium;

  /** Those of the last time. */
  private volatile Map<String, PublicKey> knownKeys = Map.of();

  public BrandedBots(WhitelabelStore bots, PremiumStore premium) {
    this.bots = bots;
    this.premium = premium;
  }

  @Override
  public Map<Long, RegisteredBot> all() {
    Map<Long, Premium> owners = premium.all();
    Map<String, PublicKey> keys = new HashMap<>();
    Map<Long, RegisteredBot> all = new HashMap<>();
    for (WhitelabelBot bot : bots.all()) {
      if (bot.wanted() != Wanted.DELETED) {
        try {
          PublicKey key = keys.computeIfAbsent(bot.publicKey(), this::key);
          Premium standing = owners.getOrDefault(bot.ownerId(), new Premium.None());
          all.put(bot.botId(), registered(bot, key, standing));
        } catch (IllegalArgumentException e) {
          log.warn("Bot {} has no usable key; it must be set up again", bot.botId());
        }
      }
    }
    knownKeys = keys;
    return all;
  }

  /** To read a key costs as much as a signature, and they seldom change. */
  private PublicKey key(String hex) {
    PublicKey known = knownKeys.get(hex);
    return known == null ? PublicKey.parse(hex) : known;
  }

  private static RegisteredBot registered(WhitelabelBot bot, PublicKey key, Premium premium) {
    return new RegisteredBot(
        new ServingBot(bot.botId(), bot.name(), bot.avatarUrl()), key, stopped(bot, premium));
  }

  private static Optional<StopReason> stopped(WhitelabelBot bot, Premium premium) {
    if (bot.wanted() == Wanted.STOPPED) {
      return Optional.of(StopReason.BY_OWNER);
    }
    return premium.works() ? Optional.empty() : Optional.of(StopReason.WITHOUT_PREMIUM);
  }

  @Override
  public Set<Long> ids() {
    return bots.ids();
  }
}
