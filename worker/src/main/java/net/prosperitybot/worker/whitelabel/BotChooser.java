package net.prosperitybot.worker.whitelabel;

import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.ChoiceMenu;
import net.prosperitybot.worker.replies.MessageBody;

/** Asks an owner which of their bots is meant, where there is more than one. */
final class BotChooser {
  /** As many as a menu holds. */
  static final int MOST_BOTS = 25;

  private final WhitelabelStore bots;
  private final PremiumDesk premium;

  BotChooser(WhitelabelStore bots, PremiumDesk premium) {
    this.bots = bots;
    this.premium = premium;
  }

  /** What is shown of one bot to its owner, who stands so with premium. */
  @FunctionalInterface
  interface View {
    MessageBody of(WhitelabelBot bot, Premium standing);
  }

  /** The view of the caller's only bot, or a menu of them, or that there is none. */
  MessageBody choose(Origin origin, CustomId menu, View view) {
    Premium standing = premium.of(origin);
    List<WhitelabelBot> own = bots.ofOwner(origin.caller().userId());
    return switch (own.size()) {
      case 0 -> premium.firstSteps(origin, standing);
      case 1 -> view.of(own.getFirst(), standing);
      default ->
          MessageBody.text("Which of your bots?")
              .with(
                  new ChoiceMenu(
                      menu.with(),
                      "Choose a bot",
                      own.stream().limit(MOST_BOTS).map(bot -> entry(bot, standing)).toList()));
    };
  }

  private static ChoiceMenu.Entry entry(WhitelabelBot bot, Premium standing) {
    return new ChoiceMenu.Entry(
        Long.toString(bot.botId()), bot.name(), StateWords.inShort(bot, standing.works()), false);
  }

  /** The view of the bot that was meant, or that it is not the caller's. */
  MessageBody show(Origin origin, Optional<WhitelabelBot> own, View view) {
    return own.map(bot -> view.of(bot, premium.of(origin))).orElseGet(BotChooser::notYours);
  }

  /** The bot that was meant, if it is the caller's own: what comes back proves nothing. */
  Optional<WhitelabelBot> own(Origin origin, long botId) {
    return bots.ofOwner(origin.caller().userId()).stream()
        .filter(bot -> bot.botId() == botId)
        .findFirst();
  }

  /** The same by what was chosen from the menu. */
  Optional<WhitelabelBot> own(Origin origin, String chosen) {
    return bots.ofOwner(origin.caller().userId()).stream()
        .filter(bot -> Long.toString(bot.botId()).equals(chosen))
        .findFirst();
  }

  /** What is said of a bot that is not the caller's, or no more. */
  static MessageBody notYours() {
    return MessageBody.text("You have no such bot any more. Nothing was changed.");
  }
}
