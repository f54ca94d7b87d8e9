package net.prosperitybot.worker.ignore;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.IgnoreLists;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.discord.ServerInfo;
import net.prosperitybot.worker.interactions.GivenChannel;
import net.prosperitybot.worker.interactions.GivenRole;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.FittingList;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.servers.BotStanding;
import net.prosperitybot.worker.servers.ServerSight;
import net.prosperitybot.worker.servers.Sight;
import org.jooq.DSLContext;

/** {@code /ignore channels add|remove|list} and {@code /ignore roles add|remove|list}. */
public final class IgnoreCommand {
  private static final int LONGEST_LIST = 3500;

  private static final Option<GivenChannel> CHANNEL =
      Option.required(
          Option.channel(
              Wording.english("channel", "A channel, category, forum or thread"), Set.of()));
  private static final Option<GivenRole> ROLE =
      Option.required(Option.role(Wording.english("role", "The role")));

  private final AnswerStore answers;
  private final GuildSettingsStore settings;
  private final ServerSight sight;

  public IgnoreCommand(AnswerStore answers, GuildSettingsStore settings, ServerSight sight) {
    this.answers = answers;
    this.settings = settings;
    this.sight = sight;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("ignore", "Channels and roles that earn no XP"),
                List.of(),
                List.of(channels(), roles())),
            Permission.MANAGE_SERVER));
  }

  private SlashCommand.Group channels() {
    return new SlashCommand.Group(
        Wording.english("channels", "Channels in which nobody earns XP"),
        List.of(
            Action.privately(
                Wording.english("add", "Messages in a channel earn no XP any more"),
                List.of(CHANNEL),
                CommandHandler.inServer(this::addChannel)),
            Action.privately(
                Wording.english("remove", "Messages in a channel earn XP again"),
                List.of(CHANNEL),
                CommandHandler.inServer(this::removeChannel)),
            Action.privately(
                Wording.english("list", "Shows the ignored channels"),
                List.of(),
                CommandHandler.inServer(this::listChannels))));
  }

  private SlashCommand.Group roles() {
    return new SlashCommand.Group(
        Wording.english("roles", "Roles whose holders earn no XP"),
        List.of(
            Action.privately(
                Wording.english("add", "Who has a role earns no XP any more"),
                List.of(ROLE),
                CommandHandler.inServer(this::addRole)),
            Action.privately(
                Wording.english("remove", "Who has a role earns XP again"),
                List.of(ROLE),
                CommandHandler.inServer(this::removeRole)),
            Action.privately(
                Wording.english("list", "Shows the ignored roles"),
                List.of(),
                CommandHandler.inServer(this::listRoles))));
  }

  private Reply addChannel(CommandCall call, long guildId) {
    GivenChannel channel = call.get(CHANNEL);
    String mention = channelMention(channel.id());
    return once(
        call,
        guildId,
        tx ->
            IgnoreLists.addChannel(tx, guildId, channel.id())
                ? "Messages in " + mention + covered(channel.kind()) + " earn no XP from now on."
                : mention + " is ignored already.");
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

  private Reply removeChannel(CommandCall call, long guildId) {
    GivenChannel channel = call.get(CHANNEL);
    String mention = channelMention(channel.id());
    return once(
        call,
        guildId,
        tx ->
            IgnoreLists.removeChannel(tx, guildId, channel.id())
                ? mention + " is no longer ignored. What is in an ignored category stays ignored."
                : mention + " is not ignored itself. `/ignore channels list` shows what is.");
  }

  private Reply addRole(CommandCall call, long guildId) {
    GivenRole role = call.get(ROLE);
    if (role.id() == guildId) {
      return Reply.privately(
          "Everyone has @everyone, so nobody would earn XP. If that is what you want, use"
              + " `/settings multiplier` with 0.");
    }
    String mention = roleMention(role.id());
    return once(
        call,
        guildId,
        tx ->
            IgnoreLists.addRole(tx, guildId, role.id())
                ? "Members with " + mention + " earn no XP from now on."
                : mention + " is ignored already.");
  }

  private Reply removeRole(CommandCall call, long guildId) {
    GivenRole role = call.get(ROLE);
    String mention = roleMention(role.id());
    return once(
        call,
        guildId,
        tx ->
            IgnoreLists.removeRole(tx, guildId, role.id())
                ? "Members with " + mention + " earn XP again."
                : mention + " is not ignored. `/ignore roles list` shows which are.");
  }

  private Reply once(CommandCall call, long guildId, Function<DSLContext, String> change) {
    return Reply.privately(answers.once(guildId, call.origin().interactionId(), change));
  }

  private Reply listChannels(CommandCall call, long guildId) {
    ServingBot bot = call.origin().bot();
    Set<Long> ignored = settings.load(guildId).ignoredChannels();
    if (ignored.isEmpty()) {
      return Reply.privately("No channel is ignored. `/ignore channels add` adds one.");
    }
    Set<Long> gone =
        switch (sight.goneChannels(guildId, bot, ignored)) {
          case Sight.Seen<Set<Long>> seen -> seen.it();
          case Sight.OutOfReach<Set<Long>> unseen -> Set.of();
          case Sight.NoAnswer<Set<Long>> unseen -> Set.of();
        };
    return list(
        bot,
        "Ignored channels",
        ignored.stream()
            .sorted()
            .map(id -> gone.contains(id) ? deleted(id) : channelMention(id))
            .toList());
  }

  private Reply listRoles(CommandCall call, long guildId) {
    ServingBot bot = call.origin().bot();
    Set<Long> ignored = settings.load(guildId).ignoredRoles();
    if (ignored.isEmpty()) {
      return Reply.privately("No role is ignored. `/ignore roles add` adds one.");
    }
    Set<Long> existing =
        switch (sight.standing(guildId, bot)) {
          case Sight.Seen<BotStanding> seen ->
              seen.it().server().roles().stream()
                  .map(ServerInfo.Role::id)
                  .collect(Collectors.toSet());
          case Sight.OutOfReach<BotStanding> unseen -> ignored;
          case Sight.NoAnswer<BotStanding> unseen -> ignored;
        };
    return list(
        bot,
        "Ignored roles",
        ignored.stream()
            .sorted()
            .map(id -> existing.contains(id) ? roleMention(id) : deleted(id))
            .toList());
  }

  private static Reply list(ServingBot bot, String title, List<String> entries) {
    return Reply.privately(
        MessageBody.of(
            Embed.by(bot)
                .title(title)
                .description(FittingList.of(entries, ", ", LONGEST_LIST))
                .build()));
  }

  private static String channelMention(long id) {
    return "<#" + id + ">";
  }

  private static String roleMention(long id) {
    return "<@&" + id + ">";
  }

  private static String deleted(long id) {
    return "`" + id + "` (deleted)";
  }
}
