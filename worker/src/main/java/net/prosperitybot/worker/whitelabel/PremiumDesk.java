package net.prosperitybot.worker.whitelabel;

import java.util.OptionalLong;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.PremiumOffer;
import net.prosperitybot.worker.replies.Reply;

/** Whether a caller has premium, and what who has none is told. */
public final class PremiumDesk {
  private static final String WHAT_IT_IS =
      "Your own bot is part of premium: the same levels and roles in your servers, under the name,"
          + " picture and status of a bot that is yours. ";

  private final PremiumStore store;
  private final OptionalLong sku;
  private final long mainBotId;

  /**
   * @param sku what is bought at Discord, of the main bot's application; empty where nothing is
   */
  public PremiumDesk(PremiumStore store, OptionalLong sku, long mainBotId) {
    this.store = store;
    this.sku = sku;
    this.mainBotId = mainBotId;
  }

  /**
   * How the caller stands. What the main bot's interaction says of purchases counts at once; a
   * branded bot's application sells nothing of ours.
   */
  Premium of(Origin origin) {
    long caller = origin.caller().userId();
    if (isMainBot(origin)) {
      for (Entitlement bought : origin.entitlements()) {
        if (sku.equals(OptionalLong.of(bought.skuId())) && bought.userId() == caller) {
          store.entitled(bought, Snowflake.timeOf(origin.interactionId()));
        }
      }
    }
    return store.of(caller);
  }

  private boolean isMainBot(Origin origin) {
    return origin.bot().id() == mainBotId;
  }

  /** What premium is and how to get it. */
  Reply invitation(Origin origin) {
    return Reply.privately(
        withOffer(
            MessageBody.text(WHAT_IT_IS + way(origin) + " Then run this command again."),
            origin,
            new Premium.None()));
  }

  /** What who has no bot yet is told. */
  MessageBody firstSteps(Origin origin, Premium standing) {
    String none = "You have no bot of your own yet. ";
    return standing.works()
        ? MessageBody.text(none + "`/whitelabel setup` sets one up.")
        : withOffer(
            MessageBody.text(
                none + WHAT_IT_IS + way(origin) + " Then `/whitelabel setup` sets one up."),
            origin,
            standing);
  }

  /** How premium is got: a sentence that stands in a message {@link #withOffer}. */
  String way(Origin origin) {
    if (sku.isEmpty()) {
      return "Ask whoever runs this bot for it.";
    }
    return isMainBot(origin)
        ? "You can buy it from Discord with the button below."
        : "You can buy it where your bot was set up: `/whitelabel status` of the main bot shows"
            + " how.";
  }

  /** The message with the button to buy premium, where it is sold and its reader needs it. */
  MessageBody withOffer(MessageBody message, Origin origin, Premium standing) {
    return sku.isPresent() && isMainBot(origin) && !(standing instanceof Premium.Active)
        ? message.with(new PremiumOffer(sku.getAsLong()))
        : message;
  }
}
