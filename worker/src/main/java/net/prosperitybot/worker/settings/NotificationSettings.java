package net.prosperitybot.worker.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.OutdatedCallException;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.discord.ChannelInfo;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.interactions.GivenChannel;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.ChannelMenu;
import net.prosperitybot.worker.replies.ChoiceMenu;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.servers.BotStanding;
import net.prosperitybot.worker.servers.Right;
import net.prosperitybot.worker.servers.ServerSight;
import net.prosperitybot.worker.servers.Sight;
import net.prosperitybot.worker.servers.SightWords;
import org.jooq.DSLContext;

/**
 * Where level-ups are told: {@code /settings notifications} with a channel, or its menus without.
 *
 * <p>A channel is taken only when the bot may write there, as Discord shows it at that moment.
 */
public final class NotificationSettings {
  static final CustomId KIND = CustomId.template("settings/notifications");
  static final CustomId CHOSEN_CHANNEL = CustomId.template("settings/notifications/channel");

  private static final Set<ChannelKind> WRITABLE =
      Set.of(ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT, ChannelKind.VOICE);

  static final Option<Optional<GivenChannel>> CHANNEL =
      Option.channel(
          Wording.english("channel", "Tells them all in this channel; left out, you can choose"),
          WRITABLE);

  private final AnswerStore answers;
  private final GuildSettingsStore settings;
  private final ServerSight sight;

  public NotificationSettings(AnswerStore answers, GuildSettingsStore settings, ServerSight sight) {
    this.answers = answers;
    this.settings = settings;
    this.sight = sight;
  }

  Reply answer(CommandCall call, long guildId) {
    return call.get(CHANNEL)
        .map(channel -> Reply.privately(setChannel(call.origin(), guildId, channel)))
        .orElseGet(() -> Reply.privately(menu(settings.load(guildId))));
  }

  private static MessageBody menu(GuildSettings now) {
    List<ChoiceMenu.Entry> entries =
        Arrays.stream(NoticeKind.values()).map(kind -> entry(kind, kind == now.notice())).toList();
    return MessageBody.text(
            "Where should level-ups be told? Now: %s."
                .formatted(NoticeWords.where(now.notice(), now.noticeChannelId())))
        .with(new ChoiceMenu(KIND.with(), "Choose where", entries));
  }

  /**
   * Discord sends nothing when what is marked as chosen is chosen again. So a channel is never
   * marked: another one may be wanted.
   */
  private static ChoiceMenu.Entry entry(NoticeKind kind, boolean chosen) {
    return switch (kind) {
      case REPLY ->
          new ChoiceMenu.Entry(
              kind.key(), "Reply to message", "Answers the message that earned the level", chosen);
      case CHANNEL ->
          new ChoiceMenu.Entry(
              kind.key(), "A channel", "Tells them all in a channel that you choose next", false);
      case DM ->
          new ChoiceMenu.Entry(kind.key(), "Direct message", "Tells the member alone", chosen);
      case OFF -> new ChoiceMenu.Entry(kind.key(), "Off", "Tells nobody", chosen);
    };
  }

  Reply chosenKind(Interaction.Component choice, long guildId) {
    String chosen = choice.chosen();
    NoticeKind kind =
        Arrays.stream(NoticeKind.values())
            .filter(each -> each.key().equals(chosen))
            .findFirst()
            .orElseThrow(() -> new OutdatedCallException("There is no such notification"));
    Origin origin = choice.origin();
    return switch (kind) {
      case CHANNEL ->
          new Reply.UpdateMessage(
              MessageBody.text("Which channel should level-ups be told in?")
                  .with(new ChannelMenu(CHOSEN_CHANNEL.with(), "Choose a channel", WRITABLE)));
      case REPLY, DM, OFF ->
          update(once(origin, guildId, tx -> set(tx, guildId, kind, OptionalLong.empty())));
    };
  }

  Reply chosenChannel(Interaction.Component choice, long guildId) {
    return update(setChannel(choice.origin(), guildId, choice.chosenChannel()));
  }

  /** The menu goes: what was chosen is done, or is tried again from the start. */
  private static Reply update(String words) {
    return new Reply.UpdateMessage(MessageBody.text(words));
  }

  private String setChannel(Origin origin, long guildId, GivenChannel channel) {
    Optional<String> refusal = refusal(origin, guildId, channel);
    return once(
        origin,
        guildId,
        tx ->
            refusal.orElseGet(
                () -> set(tx, guildId, NoticeKind.CHANNEL, OptionalLong.of(channel.id()))));
  }

  private Optional<String> refusal(Origin origin, long guildId, GivenChannel channel) {
    return switch (sight.standing(guildId, origin.bot())) {
      case Sight.Seen<BotStanding> seen -> refusal(origin, guildId, channel, seen.it());
      case Sight.OutOfReach<BotStanding> away ->
          Optional.of("I am not a member of this server, so I can't write here. Invite me first.");
      case Sight.NoAnswer<BotStanding> silence -> Optional.of(noAnswer());
      case Sight.NoToken<BotStanding> refused -> Optional.of(SightWords.noToken());
    };
  }

  private Optional<String> refusal(
      Origin origin, long guildId, GivenChannel channel, BotStanding standing) {
    return switch (sight.channel(guildId, origin.bot(), channel.id())) {
      case Sight.Seen<Optional<ChannelInfo>> seen ->
          seen.it().isPresent()
              ? refusal(channel, standing.missingToWrite(seen.it().get()))
              : Optional.of("That channel is gone. Choose another.");
      case Sight.OutOfReach<Optional<ChannelInfo>> hidden ->
          refusal(channel, Set.of(Right.VIEW_CHANNEL));
      case Sight.NoAnswer<Optional<ChannelInfo>> silence -> Optional.of(noAnswer());
      case Sight.NoToken<Optional<ChannelInfo>> refused -> Optional.of(SightWords.noToken());
    };
  }

  private static Optional<String> refusal(GivenChannel channel, Set<Right> missing) {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String rights =
        missing.stream().sorted().map(Right::label).collect(Collectors.joining(" and "));
    return Optional.of(
        "I can't write in <#%d>: I lack %s there. Allow me that in the channel's settings, then run `/settings notifications` again."
            .formatted(channel.id(), rights));
  }

  private static String noAnswer() {
    return "Discord does not tell me right now whether I may write there. Nothing was changed;"
        + " please try again in a minute.";
  }

  private static String set(DSLContext tx, long guildId, NoticeKind kind, OptionalLong channelId) {
    boolean changed = GuildSettingsStore.setNotice(tx, guildId, kind, channelId);
    return NoticeWords.of(kind, channelId) + (changed ? " from now on." : ", as before.");
  }

  private String once(Origin origin, long guildId, Function<DSLContext, String> change) {
    return answers.once(guildId, origin.interactionId(), change);
  }
}
