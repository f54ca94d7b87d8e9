package net.prosperitybot.worker.whitelabel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.ModalRoute;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.Button;
import net.prosperitybot.worker.replies.ButtonRow;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Modal;
import net.prosperitybot.worker.replies.Reply;
import org.jooq.DSLContext;

/**
 * {@code /whitelabel actions}: start, stop, restart, delete, and the status text.
 *
 * <p>Whose bot it is, is read from the database with each click; who clicks, Discord has signed.
 */
final class BotActions {
  static final int LONGEST_STATUS_TEXT = 128;

  private static final CustomId CHOSEN = CustomId.template("whitelabel/actions");
  private static final CustomId START = CustomId.template("whitelabel/start/{bot}");
  private static final CustomId STOP = CustomId.template("whitelabel/stop/{bot}");
  private static final CustomId RESTART = CustomId.template("whitelabel/restart/{bot}");
  private static final CustomId DELETE = CustomId.template("whitelabel/delete/{bot}");
  private static final CustomId DELETE_SURELY = CustomId.template("whitelabel/delete/{bot}/surely");
  private static final CustomId KEEP = CustomId.template("whitelabel/keep/{bot}");
  private static final CustomId TEXT = CustomId.template("whitelabel/text/{bot}");
  private static final String TEXT_FIELD = "text";

  private final AnswerStore answers;
  private final BotChooser chooser;
  private final PremiumDesk premium;
  private final Farewell farewell;
  private final BotDirectory directory;
  private final BrandedTokens tokens;

  BotActions(
      AnswerStore answers,
      BotChooser chooser,
      PremiumDesk premium,
      Farewell farewell,
      BotDirectory directory,
      BrandedTokens tokens) {
    this.answers = answers;
    this.chooser = chooser;
    this.premium = premium;
    this.farewell = farewell;
    this.directory = directory;
    this.tokens = tokens;
  }

  List<ComponentRoute> components() {
    return List.of(
        ComponentRoute.forOwner(CHOSEN, (choice, guildId, none) -> chosen(choice)),
        ComponentRoute.forOwner(
            START, (click, guildId, of) -> run(click, guildId, of, BotAction.START)),
        ComponentRoute.forOwner(
            STOP, (click, guildId, of) -> act(click, guildId, of, BotAction.STOP)),
        ComponentRoute.forOwner(
            RESTART, (click, guildId, of) -> run(click, guildId, of, BotAction.RESTART)),
        ComponentRoute.forOwner(DELETE, (click, guildId, of) -> askBeforeDeleting(click, of)),
        ComponentRoute.forOwner(DELETE_SURELY, this::delete),
        ComponentRoute.forOwner(KEEP, (click, guildId, of) -> kept(click, of)),
        ComponentRoute.forOwner(TEXT, (click, guildId, of) -> askForText(of)));
  }

  ModalRoute modal() {
    return new ModalRoute(TEXT, this::setText);
  }

  Reply answer(Origin origin) {
    return Reply.privately(chooser.choose(origin, CHOSEN, BotActions::buttons));
  }

  private Reply chosen(Interaction.Component choice) {
    return new Reply.UpdateMessage(
        chooser.show(
            choice.origin(), chooser.own(choice.origin(), choice.chosen()), BotActions::buttons));
  }

  private static MessageBody buttons(WhitelabelBot bot, Premium standing) {
    long id = bot.botId();
    boolean isWanted = bot.wanted() == Wanted.RUNNING;
    return MessageBody.text(
            "%s · %s. What shall it do?"
                .formatted(name(bot), StateWords.inShort(bot, standing.works())))
        .with(
            ButtonRow.of(
                // One that failed is started by its owner, though that was wanted all along.
                new Button(START.with(id), "Start", !isWanted || !isUp(bot)),
                new Button(STOP.with(id), "Stop", isWanted),
                new Button(RESTART.with(id), "Restart", isWanted),
                new Button(TEXT.with(id), "Status text", true),
                new Button(DELETE.with(id), "Delete", true)));
  }

  private static boolean isUp(WhitelabelBot bot) {
    return switch (bot.state()) {
      case STARTING, RUNNING, INTERRUPTED -> true;
      case STOPPED, WAITING, FAILED -> false;
    };
  }

  private static String name(WhitelabelBot bot) {
    return "**" + DiscordText.shortName(bot.name()) + "**";
  }

  /** Running needs premium; ending does not. */
  private Reply run(
      Interaction.Component click, long guildId, CustomId.Variables of, BotAction action) {
    return premium.of(click.origin()).works()
        ? act(click, guildId, of, action)
        : premium.invitation(click.origin());
  }

  private Reply act(
      Interaction.Component click, long guildId, CustomId.Variables of, BotAction action) {
    return withOwn(
        click.origin(),
        guildId,
        of,
        bot -> tx -> words(bot, action, want(tx, click.origin(), bot, action)));
  }

  /** False when the bot is not the caller's any more. */
  private static boolean want(DSLContext tx, Origin origin, WhitelabelBot bot, BotAction action) {
    return WhitelabelStore.act(tx, origin.caller().userId(), bot.botId(), action);
  }

  private static String words(WhitelabelBot bot, BotAction action, boolean isDone) {
    if (!isDone) {
      return BotChooser.notYours().text();
    }
    return switch (action) {
      case START -> name(bot) + " starts within about 10 seconds.";
      case RESTART -> name(bot) + " restarts within about 10 seconds.";
      case STOP ->
          name(bot)
              + " stops within about 10 seconds; where the main bot is too, it takes over with the"
              + " same data. The stopped bot answers no commands, so start it again from a server"
              + " where the main bot is.";
      case DELETE ->
          name(bot)
              + " is deleted: its token is gone, and its session ends within about 10 seconds."
              + " Members keep their XP and levels. You may remove the bot from your servers.";
      case SETUP -> throw new IllegalArgumentException("A setup is no action");
    };
  }

  private Reply askBeforeDeleting(Interaction.Component click, CustomId.Variables of) {
    return new Reply.UpdateMessage(
        chooser
            .own(click.origin(), of.number("bot"))
            .map(
                bot ->
                    MessageBody.text(
                            "Delete %s? Its token is deleted here and it stops; members keep their XP. Another setup brings it back."
                                .formatted(name(bot)))
                        .with(
                            ButtonRow.of(
                                new Button(DELETE_SURELY.with(bot.botId()), "Delete it", true),
                                new Button(KEEP.with(bot.botId()), "Keep it", true))))
            .orElseGet(BotChooser::notYours));
  }

  private Reply kept(Interaction.Component click, CustomId.Variables of) {
    return new Reply.UpdateMessage(
        chooser.show(
            click.origin(), chooser.own(click.origin(), of.number("bot")), BotActions::buttons));
  }

  /**
   * The token goes first, and the farewell is said with what was read before: Discord may let us
   * wait. A call that comes again deletes nothing, and so says none.
   */
  private Reply delete(Interaction.Component click, long guildId, CustomId.Variables of) {
    AtomicReference<Optional<WhitelabelBot>> deleted = new AtomicReference<>(Optional.empty());
    Reply reply =
        withOwn(
            click.origin(),
            guildId,
            of,
            bot ->
                tx -> {
                  boolean isDone = want(tx, click.origin(), bot, BotAction.DELETE);
                  deleted.set(isDone ? Optional.of(bot) : Optional.empty());
                  return words(bot, BotAction.DELETE, isDone);
                });
    deleted.get().ifPresent(farewell::say);
    return reply;
  }

  private static Reply askForText(CustomId.Variables of) {
    return new Reply.OpenModal(
        new Modal(
            TEXT.with(of.number("bot")),
            "Status text",
            List.of(
                new Modal.TextInput(
                    TEXT_FIELD, "Under its name; empty for none", false, LONGEST_STATUS_TEXT))));
  }

  private Reply setText(Interaction.ModalSubmit form, CustomId.Variables of) {
    Origin origin = form.origin();
    if (origin.guildId().isEmpty()) {
      return Reply.privately(BotChooser.notYours());
    }
    Optional<String> text = statusText(form.fields(), TEXT_FIELD);
    Reply.UpdateMessage reply =
        withOwn(
            origin, origin.guildId().getAsLong(), of, bot -> tx -> textSet(tx, origin, bot, text));
    return Reply.privately(reply.body());
  }

  private static String textSet(
      DSLContext tx, Origin origin, WhitelabelBot bot, Optional<String> text) {
    if (!WhitelabelStore.setStatusText(tx, origin.caller().userId(), bot.botId(), text)) {
      return BotChooser.notYours().text();
    }
    return text.map(
            set ->
                "%s shows “%s” within about 10 seconds while it runs."
                    .formatted(name(bot), DiscordText.excerpt(set, LONGEST_STATUS_TEXT)))
        .orElseGet(() -> name(bot) + " shows no status text within about 10 seconds.");
  }

  /**
   * What stands in a field for a status text, on one line; empty when nothing does. Too long a one
   * is cut.
   */
  static Optional<String> statusText(Map<String, String> fields, String field) {
    return Optional.ofNullable(fields.get(field))
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .filter(text -> !text.isEmpty())
        .map(BotActions::cut);
  }

  /** Counted as the gateway and the database count: a character of two UTF-16 units is one. */
  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_STATUS_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_STATUS_TEXT)).strip();
  }

  /** Makes a change of the caller's own bot, once. */
  private Reply.UpdateMessage withOwn(
      Origin origin,
      long guildId,
      CustomId.Variables of,
      Function<WhitelabelBot, Function<DSLContext, String>> change) {
    Optional<WhitelabelBot> bot = chooser.own(origin, of.number("bot"));
    String words =
        answers.once(
            guildId,
            origin.interactionId(),
            bot.map(change).orElse(tx -> BotChooser.notYours().text()));
    directory.changed();
    tokens.changed(of.number("bot"));
    return new Reply.UpdateMessage(MessageBody.text(words));
  }
}
