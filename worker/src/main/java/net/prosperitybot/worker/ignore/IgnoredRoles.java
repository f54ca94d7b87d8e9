package net.prosperitybot.worker.ignore;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import net.prosperitybot.worker.interactions.GivenRole;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.servers.BotStanding;
import net.prosperitybot.worker.servers.ServerSight;
import net.prosperitybot.worker.servers.Sight;
import net.prosperitybot.worker.servers.SightWords;
import org.jooq.DSLContext;

/** Roles whose holders earn nothing. */
final class IgnoredRoles {
  static final CustomId DROP = CustomId.template("ignore/roles/drop");

  private static final Option<GivenRole> ROLE =
      Option.required(Option.role(Wording.english("role", "The role")));
  private static final IgnoreListView VIEW =
      new IgnoreListView("role", "Ignored roles", IgnoredRoles::mention, DROP.with());

  private final AnswerStore answers;
  private final GuildSettingsStore settings;
  private final ServerSight sight;

  IgnoredRoles(AnswerStore answers, GuildSettingsStore settings, ServerSight sight) {
    this.answers = answers;
    this.settings = settings;
    this.sight = sight;
  }

  SlashCommand.Group group() {
    return new SlashCommand.Group(
        Wording.english("roles", "Roles whose holders earn no XP"),
        List.of(
            Action.privately(
                Wording.english("add", "Who has a role earns no XP any more"),
                List.of(ROLE),
                CommandHandler.inServer(this::add)),
            Action.privately(
                Wording.english("remove", "Who has a role earns XP again"),
                List.of(ROLE),
                CommandHandler.inServer(this::remove)),
            Action.privately(
                Wording.english("list", "Shows the ignored roles"),
                List.of(),
                CommandHandler.inServer(this::list))));
  }

  private Reply add(CommandCall call, long guildId) {
    long role = call.get(ROLE).id();
    if (role == guildId) {
      return Reply.privately(
          "Everyone has @everyone, so nobody would earn XP. If that is what you want, use"
              + " `/settings multiplier` with 0.");
    }
    return Reply.privately(
        once(
            call.origin(),
            guildId,
            tx ->
                IgnoreLists.addRole(tx, guildId, role)
                    ? "Members with " + mention(role) + " earn no XP from now on."
                    : mention(role) + " is ignored already."));
  }

  private Reply remove(CommandCall call, long guildId) {
    long role = call.get(ROLE).id();
    return Reply.privately(
        once(
            call.origin(),
            guildId,
            tx ->
                IgnoreLists.removeRole(tx, guildId, role)
                    ? "Members with " + mention(role) + " earn XP again."
                    : mention(role) + " is not ignored. `/ignore roles list` shows which are."));
  }

  private Reply list(CommandCall call, long guildId) {
    Set<Long> ignored = settings.load(guildId).ignoredRoles();
    if (ignored.isEmpty()) {
      return Reply.privately("No role is ignored. `/ignore roles add` adds one.");
    }
    Set<Long> gone =
        sight
            .standing(guildId, call.origin().bot())
            .seen()
            .map(standing -> gone(ignored, standing))
            .orElse(Set.of());
    return Reply.privately(VIEW.list(call.origin().bot(), ignored, gone));
  }

  private static Set<Long> gone(Set<Long> ignored, BotStanding standing) {
    return ignored.stream()
        .filter(role -> standing.role(role).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** One that is ignored only after Discord was asked may be of a role that was not there yet. */
  Reply drop(Interaction.Component click, long guildId) {
    Origin origin = click.origin();
    Set<Long> before = settings.load(guildId).ignoredRoles();
    Sight<BotStanding> look = sight.standing(guildId, origin.bot());
    String words =
        once(
            origin,
            guildId,
            tx ->
                look.seen()
                    .map(standing -> drop(tx, guildId, gone(before, standing)))
                    .orElseGet(() -> SightWords.excuse(look, "roles")));
    return new Reply.UpdateMessage(MessageBody.text(words));
  }

  private static String drop(DSLContext tx, long guildId, Set<Long> gone) {
    return VIEW.dropped(
        gone.stream().filter(role -> IgnoreLists.removeRole(tx, guildId, role)).count());
  }

  private String once(Origin origin, long guildId, Function<DSLContext, String> change) {
    return answers.once(guildId, origin.interactionId(), change);
  }

  private static String mention(long id) {
    return "<@&" + id + ">";
  }
}
