package net.prosperitybot.worker.whitelabel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.ModalRoute;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.registration.BrandedRegistrations;
import net.prosperitybot.worker.registration.CommandRegistrar;
import net.prosperitybot.worker.replies.Modal;
import net.prosperitybot.worker.replies.Reply;

/** {@code /whitelabel setup|actions|status}. */
public final class WhitelabelCommand {
  private static final CustomId FORM = CustomId.template("whitelabel/setup");
  private static final String TOKEN_FIELD = "token";
  private static final String KEY_FIELD = "public_key";
  private static final String TEXT_FIELD = "status_text";
  private static final int LONGEST_TOKEN = 200;
  private static final int LONGEST_KEY = 100;

  private static final Option<Optional<String>> TOKEN =
      Option.text(
          Wording.english("token", "Your bot's token; left out, you are asked in private"),
          1,
          LONGEST_TOKEN);
  private static final Option<Optional<String>> PUBLIC_KEY =
      Option.text(
          Wording.english("public_key", "Its public key, to be compared; may be left out"),
          1,
          LONGEST_KEY);

  private final SetupDesk setup;
  private final BotActions actions;
  private final BotStatus status;

  /**
   * @param registrar knows which commands Discord has of a bot
   * @param registrations tells Discord of a new bot's commands
   * @param directory and {@code tokens} are told when a bot changes
   * @param pause how a setup waits before it tells Discord our address again
   */
  public WhitelabelCommand(
      WhitelabelRules rules,
      Database database,
      TokenVault vault,
      DiscordRest discord,
      CommandRegistrar registrar,
      BrandedRegistrations registrations,
      BotDirectory directory,
      BrandedTokens tokens,
      Pause pause) {
    AnswerStore answers = new AnswerStore(database);
    WhitelabelStore bots = new WhitelabelStore(database);
    PremiumStore premium = new PremiumStore(database, rules.premium());
    PremiumDesk desk = new PremiumDesk(premium, rules.premium().sku(), rules.mainBotId());
    BotChooser chooser = new BotChooser(bots, desk);
    Portal portal = new Portal(discord);
    Farewell farewell = new Farewell(discord, bots, portal, rules.address(), tokens);
    EndpointDesk endpoints = new EndpointDesk(bots, portal, rules.address(), pause);
    this.setup =
        new SetupDesk(
            rules,
            answers,
            bots,
            vault,
            desk,
            portal,
            registrations,
            endpoints,
            farewell,
            directory,
            tokens);
    this.actions = new BotActions(answers, chooser, desk, farewell, directory, tokens);
    this.status =
        new BotStatus(
            rules,
            chooser,
            bots,
            desk,
            new GuildStore(database, rules.mainBotId()),
            new IdentifyBudget(database),
            registrar,
            tokens,
            portal,
            endpoints);
  }

  public Feature feature() {
    List<ComponentRoute> components = new ArrayList<>(actions.components());
    components.add(status.component());
    return new Feature(
        List.of(
            SlashCommand.inServers(
                new SlashCommand.Parent(
                    Wording.english("whitelabel", "Runs all this under a bot of your own"),
                    List.of(
                        Action.privately(
                            Wording.english("setup", "Sets your own bot up, or up again"),
                            List.of(TOKEN, PUBLIC_KEY),
                            CommandHandler.inServer(this::setUp)),
                        Action.privately(
                            Wording.english(
                                "actions", "Starts, stops, restarts or deletes your own bot"),
                            List.of(),
                            CommandHandler.inServer(
                                (call, guildId) -> actions.answer(call.origin()))),
                        Action.privately(
                            Wording.english("status", "Shows how your own bot is, and what to do"),
                            List.of(),
                            CommandHandler.inServer(
                                (call, guildId) -> status.answer(call.origin())))),
                    List.of()),
                Permission.ADMINISTRATOR)),
        components,
        List.of(new ModalRoute(FORM, (form, none) -> setUp(form)), actions.modal()));
  }

  /** Without a token a form opens at once: nothing may be asked of anybody before it. */
  private Reply setUp(CommandCall call, long guildId) {
    if (!setup.isSwitchedOn()) {
      return Reply.privately(SetupWords.switchedOff());
    }
    return call.get(TOKEN)
        .map(
            token ->
                setup.setUp(
                    call.origin(),
                    guildId,
                    new SetupDesk.Given(new Secret(token), call.get(PUBLIC_KEY), Optional.empty())))
        .orElseGet(WhitelabelCommand::form);
  }

  private static Reply form() {
    return new Reply.OpenModal(
        new Modal(
            FORM.with(),
            "Your own bot",
            List.of(
                new Modal.TextInput(TOKEN_FIELD, "Bot token", true, LONGEST_TOKEN)
                    .describedAs("Your own bot is part of premium."),
                new Modal.TextInput(KEY_FIELD, "Public key (may be left out)", false, LONGEST_KEY),
                new Modal.TextInput(
                    TEXT_FIELD,
                    "Status text (may be left out)",
                    false,
                    BotActions.LONGEST_STATUS_TEXT))));
  }

  private Reply setUp(Interaction.ModalSubmit form) {
    if (!setup.isSwitchedOn() || form.origin().guildId().isEmpty()) {
      return Reply.privately(SetupWords.switchedOff());
    }
    return setup.setUp(
        form.origin(),
        form.origin().guildId().getAsLong(),
        new SetupDesk.Given(
            new Secret(form.fields().getOrDefault(TOKEN_FIELD, "")),
            Optional.ofNullable(form.fields().get(KEY_FIELD)),
            BotActions.statusText(form.fields(), TEXT_FIELD)));
  }
}
