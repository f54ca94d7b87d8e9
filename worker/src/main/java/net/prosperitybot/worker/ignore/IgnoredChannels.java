package net.prosperitybot.worker.ignore;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.IgnoreLists;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.interactions.GivenChannel;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.servers.ServerSight;
import net.prosperitybot.worker.servers.Sight;
import net.prosperitybot.worker.servers.SightWords;
import org.jooq.DSLContext;

/** Channels, with what they contain, in which nothing is earned. */
final class IgnoredChannels {
  static final CustomId DROP = CustomId.template("ignore/channels/drop");

  private static final Option<GivenChannel> CHANNEL =
      Option.required(
          Option.channel(
              Wording.english("channel", "A channel, category, forum or thread"), Set.of()));
  private static final IgnoreListView VIEW =
      new IgnoreListView("channel", "Ignored channels", IgnoredChannels::mention, DROP.with());

  private final AnswerStore answers;
  private final GuildSettingsStore settings;
  private final ServerSight sight;

  IgnoredChannels(AnswerStore answers, GuildSettingsStore settings, ServerSight sight) {
    this.answers = answers;
    this.settings = settings;
    this.sight = sight;
  }

  SlashCommand.Group group() {
    return new SlashCommand.Group(
        Wording.english("channels", "Channels in which nobody earns XP"),
        List.of(
            Action.privately(
                Wording.english("add", "Messages in a channel earn no XP any more"),
                List.of(CHANNEL),
                CommandHandler.inServer(this::add)),
            Action.privately(
                Wording.english("remove", "Messages in a channel earn XP again"),
                List.of(CHANNEL),
                CommandHandler.inServer(this::remove)),
            Action.privately(
                Wording.english("list", "Shows the ignored channels"),
                List.of(),
                CommandHandler.inServer(this::list))));
  }

  private Reply add(CommandCall call, long guildId) {
    GivenChannel channel = call.get(CHANNEL);
    String mention = mention(channel.id());
    return Reply.privately(
        once(
            call.origin(),
            guildId,
            tx ->
                IgnoreLists.addChannel(tx, guildId, channel.id())
                    ? "Messages in "
                        + mention
                        + covered(channel.kind())
                        + " earn no XP from now on."
                    : mention + " is ignored already."));
  }

  /** What an ignored channel takes with it. */
  private static String covered(ChannelKind kind) {
    return switch (kind) {
      case CATEGORY -> ", in its channels and their threads,";
      case TEXT, ANNOUNCEMENT, FORUM, MEDIA -> " and its threads";
      case VOICE,
          STAGE,
          ANNOUNCEMENT_THREAD,
          PUBLIC_THREAD,
          PRIVATE_THREAD,
          DIRECT,
          GROUP,
          DIRECTORY,
          UNKNOWN ->
          "";
    };
  }

  private Reply remove(CommandCall call, long guildId) {
    long channel = call.get(CHANNEL).id();
    return Reply.privately(
        once(
            call.origin(),
            guildId,
            tx ->
                IgnoreLists.removeChannel(tx, guildId, channel)
                    ? mention(channel)
                        + " is no longer ignored. What is in an ignored category stays ignored."
                    : mention(channel)
                        + " is not ignored itself. `/ignore channels list` shows what is."));
  }

  private Reply list(CommandCall call, long guildId) {
    Set<Long> ignored = settings.load(guildId).ignoredChannels();
    if (ignored.isEmpty()) {
      return Reply.privately("No channel is ignored. `/ignore channels add` adds one.");
    }
    Set<Long> gone =
        sight
            .goneChannels(guildId, call.origin().bot(), ignored)
            .seen()
            .map(ServerSight.GoneChannels::ids)
            .orElse(Set.of());
    return Reply.privately(VIEW.list(call.origin().bot(), ignored, gone));
  }

  Reply drop(Interaction.Component click, long guildId) {
    Origin origin = click.origin();
    Sight<ServerSight.GoneChannels> look =
        sight.goneChannels(guildId, origin.bot(), settings.load(guildId).ignoredChannels());
    String words =
        once(
            origin,
            guildId,
            tx ->
                look.seen()
                    .map(gone -> drop(tx, guildId, gone))
                    .orElseGet(() -> SightWords.excuse(look, "channels")));
    return new Reply.UpdateMessage(MessageBody.text(words));
  }

  private static String drop(DSLContext tx, long guildId, ServerSight.GoneChannels gone) {
    long dropped =
        gone.ids().stream().filter(id -> IgnoreLists.removeChannel(tx, guildId, id)).count();
    return VIEW.dropped(dropped) + unchecked(gone.unchecked());
  }

  private static String unchecked(int count) {
    return count == 0
        ? ""
        : " I look up %d at a time, so %s more that may be deleted were not looked up."
            .formatted(ServerSight.MOST_SINGLE_LOOKS, Figures.grouped(count));
  }

  private String once(Origin origin, long guildId, Function<DSLContext, String> change) {
    return answers.once(guildId, origin.interactionId(), change);
  }

  private static String mention(long id) {
    return "<#" + id + ">";
  }
}
