package net.prosperitybot.worker.bots;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.premium.Premium;
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
  public Map<Long, RegisteredBot> find(Collection<Long> botIds) {
    List<WhitelabelBot> found =
        bots.find(botIds).stream().filter(bot -> bot.wanted() != Wanted.DELETED).toList();
    Map<Long, Premium> owners =
        premium.of(found.stream().map(WhitelabelBot::ownerId).collect(Collectors.toSet()));
    return found.stream()
        .collect(
            Collectors.toMap(
                WhitelabelBot::botId,
                bot -> registered(bot, owners.getOrDefault(bot.ownerId(), new Premium.None()))));
  }

  private static RegisteredBot registered(WhitelabelBot bot, Premium premium) {
    return new RegisteredBot(
        new ServingBot(bot.botId(), bot.name(), bot.avatarUrl()),
        PublicKey.parse(bot.publicKey()),
        stopped(bot, premium));
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
