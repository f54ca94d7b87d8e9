package net.prosperitybot.worker.bots;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.AnsweringBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.RegisteredBot.StopReason;
import net.prosperitybot.worker.signatures.PublicKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Branded bots as their rows say, but for those that are to be deleted. */
public final class BrandedBots implements BotSource {
  private static final Logger log = LoggerFactory.getLogger(BrandedBots.class);

  private final WhitelabelStore bots;
  private final PremiumStore premium;

  /** Those of the last time. */
  private volatile Map<Long, RegisteredBot> last = Map.of();

  public BrandedBots(WhitelabelStore bots, PremiumStore premium) {
    this.bots = bots;
    this.premium = premium;
  }

  /** What has not changed is the same object as the last time, so that little of it is garbage. */
  @Override
  public Map<Long, RegisteredBot> all() {
    Map<Long, Premium> owners = premium.all();
    Map<Long, RegisteredBot> before = last;
    Map<Long, RegisteredBot> all = new HashMap<>();
    bots.eachAnswering(
        bot -> {
          Premium standing = owners.getOrDefault(bot.ownerId(), new Premium.None());
          @Nullable RegisteredBot known = before.get(bot.botId());
          try {
            RegisteredBot now = registered(bot, key(bot, known), standing);
            all.put(bot.botId(), now.equals(known) ? known : now);
          } catch (IllegalArgumentException e) {
            log.warn("Bot {} has no usable key; it must be set up again", bot.botId());
          }
        });
    last = all;
    return all;
  }

  /** To read a key costs as much as a signature, and they seldom change. */
  private static PublicKey key(AnsweringBot bot, @Nullable RegisteredBot known) {
    String hex = bot.publicKey();
    return known != null && known.key().isWritten(hex) ? known.key() : PublicKey.parse(hex);
  }

  private static RegisteredBot registered(AnsweringBot bot, PublicKey key, Premium premium) {
    return new RegisteredBot(
        new ServingBot(bot.botId(), bot.name(), bot.avatarUrl()), key, stopped(bot, premium));
  }

  private static Optional<StopReason> stopped(AnsweringBot bot, Premium premium) {
    if (bot.isStopped()) {
      return Optional.of(StopReason.BY_OWNER);
    }
    return premium.works() ? Optional.empty() : Optional.of(StopReason.WITHOUT_PREMIUM);
  }

  @Override
  public Set<Long> ids() {
    return bots.ids();
  }
}
