package net.prosperitybot.worker.bots;

import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.RegisteredBot.StopReason;
import net.prosperitybot.worker.signatures.PublicKey;

/** Branded bots as their rows say, but for those that are to be deleted. */
public final class BrandedBots implements BotSource {
  private final WhitelabelStore bots;
  private final PremiumStore premium;

  public BrandedBots(WhitelabelStore bots, PremiumStore premium) {
    this.bots = bots;
    this.premium = premium;
  }

  @Override
  public Optional<RegisteredBot> find(long botId) {
    return bots.find(botId).filter(bot -> bot.wanted() != Wanted.DELETED).map(this::registered);
  }

  private RegisteredBot registered(WhitelabelBot bot) {
    return new RegisteredBot(
        new ServingBot(bot.botId(), bot.name(), bot.avatarUrl()),
        PublicKey.parse(bot.publicKey()),
        stopped(bot));
  }

  private Optional<StopReason> stopped(WhitelabelBot bot) {
    if (bot.wanted() == Wanted.STOPPED) {
      return Optional.of(StopReason.BY_OWNER);
    }
    return premium.of(bot.ownerId()).works()
        ? Optional.empty()
        : Optional.of(StopReason.WITHOUT_PREMIUM);
  }

  @Override
  public Set<Long> ids() {
    return bots.ids();
  }
}
