package net.prosperitybot.worker.whitelabel;

import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.registration.CommandRegistrar;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;

/**
 * {@code /whitelabel status}: all that is known of a bot, from its row and from Discord as it says
 * now. What Discord says of its name and settings goes into the row.
 */
final class BotStatus {
  private static final CustomId CHOSEN = CustomId.template("whitelabel/status");

  private final WhitelabelRules rules;
  private final BotChooser chooser;
  private final WhitelabelStore bots;
  private final PremiumDesk desk;
  private final GuildStore servers;
  private final IdentifyBudget identifies;
  private final CommandRegistrar registrar;
  private final BrandedTokens tokens;
  private final Portal portal;
  private final EndpointDesk endpoints;

  BotStatus(
      WhitelabelRules rules,
      BotChooser chooser,
      WhitelabelStore bots,
      PremiumDesk desk,
      GuildStore servers,
      IdentifyBudget identifies,
      CommandRegistrar registrar,
      BrandedTokens tokens,
      Portal portal,
      EndpointDesk endpoints) {
    this.rules = rules;
    this.chooser = chooser;
    this.bots = bots;
    this.desk = desk;
    this.servers = servers;
    this.identifies = identifies;
    this.registrar = registrar;
    this.tokens = tokens;
    this.portal = portal;
    this.endpoints = endpoints;
  }

  /** How Discord takes a bot's token. */
  sealed interface Standing {}

  record Seen(ApplicationInfo application, EndpointState endpoint) implements Standing {}

  /** Discord refuses it. */
  record TokenRefused() implements Standing {}

  /** Discord takes it, and says no all the same. */
  record Refused() implements Standing {}

  /** This process can't open it. */
  record Unreadable() implements Standing {}

  /** Discord does not answer. */
  record Unknown() implements Standing {}

  ComponentRoute component() {
    return ComponentRoute.forOwner(CHOSEN, (choice, guildId, none) -> chosen(choice));
  }

  Reply answer(Origin origin) {
    return Reply.privately(
        chooser.choose(origin, CHOSEN, (bot, standing) -> view(origin, bot, standing)));
  }

  private Reply chosen(Interaction.Component choice) {
    return new Reply.UpdateMessage(
        chooser.show(
            choice.origin(),
            chooser.own(choice.origin(), choice.chosen()),
            (bot, standing) -> view(choice.origin(), bot, standing)));
  }

  private MessageBody view(Origin origin, WhitelabelBot bot, Premium standing) {
    MessageBody status =
        StatusView.of(
            origin.bot(),
            bot,
            look(origin, bot),
            new StatusView.Known(
                registrar.standing(bot.botId()),
                servers.serversOf(bot.botId()).size(),
                standing,
                desk.way(origin),
                identifies.sentToday(bot.botId()),
                rules.address().endpoint(bot.botId()),
                origin.bot().id() == rules.mainBotId()));
    return desk.withOffer(status, origin, standing);
  }

  private Standing look(Origin origin, WhitelabelBot bot) {
    Optional<Secret> token = tokens.open(bot);
    if (token.isEmpty()) {
      return new Unreadable();
    }
    return switch (portal.look(token.get())) {
      case Portal.Told told -> seen(origin, bot, token.get(), told.application());
      case Portal.TokenRefused refused -> new TokenRefused();
      case Portal.Refused refused -> new Refused();
      case Portal.Silent silence -> new Unknown();
    };
  }

  private Standing seen(
      Origin origin, WhitelabelBot bot, Secret token, ApplicationInfo application) {
    bots.presented(bot.botId(), application.botName(), application.avatar(), application.flags());
    // What the bot itself was sent, came by its endpoint, whatever the address is.
    boolean comesHere =
        origin.bot().id() == bot.botId() || rules.address().isEndpointOf(application);
    return new Seen(application, endpoint(bot, token, application, comesHere));
  }

  /** Where nobody could say it yet, a setup was cut short: Discord is told now. */
  private EndpointState endpoint(
      WhitelabelBot bot, Secret token, ApplicationInfo application, boolean comesHere) {
    if (!comesHere && bot.endpoint() == EndpointState.UNKNOWN) {
      return endpoints.settle(token, application);
    }
    EndpointState now = comesHere ? EndpointState.SET : EndpointState.REFUSED;
    if (bot.endpoint() != now) {
      bots.endpoint(bot.botId(), now);
    }
    return now;
  }
}
