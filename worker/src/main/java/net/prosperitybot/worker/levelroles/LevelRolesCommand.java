package net.prosperitybot.worker.levelroles;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.LevelRoleMembers;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
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

/**
 * {@code /levelroles add|remove|list} and the buttons under the list.
 *
 * <p>A change of the rules and the job that makes members' roles right are one transaction; what
 * Discord has to say is asked for before it.
 */
public final class LevelRolesCommand {
  static final CustomId TURN = CustomId.template("levelroles/page/{page}");
  static final CustomId DROP = CustomId.template("levelroles/drop");

  private static final Option<GivenRole> GIVEN =
      Option.required(Option.role(Wording.english("role", "The role to give")));
  private static final Option<Long> LEVEL =
      Option.required(
          Option.integer(
              Wording.english("level", "The level to give it at"), 1, LevelCurve.MAX_LEVEL));
  private static final Option<GivenRole> KEPT =
      Option.required(Option.role(Wording.english("role", "The role to give no longer")));

  private final AnswerStore answers;
  private final LevelRoleStore rules;
  private final JobStore jobs;
  private final ServerSight sight;

  public LevelRolesCommand(
      AnswerStore answers, LevelRoleStore rules, JobStore jobs, ServerSight sight) {
    this.answers = answers;
    this.rules = rules;
    this.jobs = jobs;
    this.sight = sight;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("levelroles", "Roles that members get at a level"),
                List.of(
                    Action.privately(
                        Wording.english("add", "Gives a role from a level on"),
                        List.of(GIVEN, LEVEL),
                        CommandHandler.inServer(this::add)),
                    Action.privately(
                        Wording.english("remove", "Stops giving a role; whoever has it keeps it"),
                        List.of(KEPT),
                        CommandHandler.inServer(this::remove)),
                    Action.privately(
                        Wording.english("list", "Shows the level roles and how they fare"),
                        List.of(),
                        CommandHandler.inServer(this::list))),
                List.of()),
            Permission.MANAGE_SERVER),
        ComponentRoute.forOwner(TURN, this::turn),
        ComponentRoute.forOwner(DROP, (click, guildId, variables) -> drop(click, guildId)));
  }

  private Reply add(CommandCall call, long guildId) {
    Origin origin = call.origin();
    GivenRole role = call.get(GIVEN);
    LevelRole rule = new LevelRole(role.id(), Math.toIntExact(call.get(LEVEL)));
    Optional<String> refusal =
        RoleRefusals.never(role, guildId)
            .or(() -> RoleRefusals.now(sight.standing(guildId, origin.bot()), role.id()));
    return once(origin, guildId, tx -> refusal.orElseGet(() -> add(tx, origin, guildId, rule)));
  }

  private static String add(DSLContext tx, Origin origin, long guildId, LevelRole rule) {
    Optional<String> refusal = RoleRefusals.of(rule, LevelRoleStore.add(tx, guildId, rule));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    RoleReconciles.ask(
        tx,
        guildId,
        origin.interactionId(),
        rule.level(),
        OptionalLong.of(rule.roleId()),
        Optional.of(
            ProgressPlace.answerTo(origin.interactionId(), origin.bot().id(), origin.token())));
    return "%s is now given at level %s. %s"
        .formatted(
            RoleRefusals.mention(rule.roleId()),
            Figures.grouped(rule.level()),
            checking(LevelRoleMembers.count(tx, guildId, rule.level())));
  }

  private Reply remove(CommandCall call, long guildId) {
    Origin origin = call.origin();
    long roleId = call.get(KEPT).id();
    return once(origin, guildId, tx -> remove(tx, origin, guildId, roleId));
  }

  private static String remove(DSLContext tx, Origin origin, long guildId, long roleId) {
    Optional<LevelRole> removed = LevelRoleStore.remove(tx, guildId, roleId);
    if (removed.isEmpty()) {
      return RoleRefusals.mention(roleId)
          + " is no level role. `/levelroles list` shows those that are.";
    }
    reconcile(tx, origin, guildId, removed.get().level());
    return "%s is no longer given at level %s. Whoever has it keeps it."
        .formatted(RoleRefusals.mention(roleId), Figures.grouped(removed.get().level()));
  }

  /** Where members hold one level role alone, a lower one takes the place of what went. */
  private static void reconcile(DSLContext tx, Origin origin, long guildId, int fromLevel) {
    switch (GuildSettingsStore.roleMode(tx, guildId)) {
      case SINGLE ->
          RoleReconciles.ask(
              tx,
              guildId,
              origin.interactionId(),
              fromLevel,
              OptionalLong.empty(),
              Optional.empty());
      case STACK -> {}
    }
  }

  private Reply list(CommandCall call, long guildId) {
    return Reply.privately(page(call.origin(), guildId, 1));
  }

  private Reply turn(Interaction.Component click, long guildId, CustomId.Variables variables) {
    return new Reply.UpdateMessage(page(click.origin(), guildId, variables.number("page")));
  }

  private MessageBody page(Origin origin, long guildId, long page) {
    List<LevelRoleStore.Listed> listed = rules.list(guildId);
    if (listed.isEmpty()) {
      return MessageBody.text("There are no level roles yet. `/levelroles add` adds one.");
    }
    return LevelRolesView.of(
        listed, sight.standing(guildId, origin.bot()), jobs.running(guildId), page, origin.bot());
  }

  /**
   * Which roles are deleted is asked again: the list may be old. A rule that is made only after
   * that may be of a role that Discord did not have yet, so it stays.
   */
  private Reply drop(Interaction.Component click, long guildId) {
    Origin origin = click.origin();
    List<LevelRoleStore.Listed> before = rules.list(guildId);
    Sight<BotStanding> look = sight.standing(guildId, origin.bot());
    Optional<List<LevelRole>> gone = look.seen().map(standing -> gone(before, standing));
    String words =
        answers.once(
            guildId,
            origin.interactionId(),
            tx ->
                gone.map(deleted -> drop(tx, origin, guildId, deleted))
                    .orElseGet(() -> SightWords.excuse(look, "roles")));
    return new Reply.UpdateMessage(MessageBody.text(words));
  }

  private static List<LevelRole> gone(List<LevelRoleStore.Listed> listed, BotStanding standing) {
    return listed.stream()
        .map(LevelRoleStore.Listed::rule)
        .filter(rule -> standing.role(rule.roleId()).isEmpty())
        .toList();
  }

  private static String drop(DSLContext tx, Origin origin, long guildId, List<LevelRole> gone) {
    List<LevelRole> deleted =
        gone.stream()
            .flatMap(rule -> LevelRoleStore.remove(tx, guildId, rule.roleId()).stream())
            .toList();
    if (deleted.isEmpty()) {
      return "No level role is deleted in Discord any more, so nothing was dropped.";
    }
    int lowest = deleted.stream().mapToInt(LevelRole::level).min().orElseThrow();
    reconcile(tx, origin, guildId, lowest);
    return deleted.size() == 1
        ? "Dropped the level role of level "
            + Figures.grouped(lowest)
            + ", which was deleted in Discord."
        : "Dropped " + deleted.size() + " level roles, which were deleted in Discord.";
  }

  private Reply once(Origin origin, long guildId, Function<DSLContext, String> change) {
    return Reply.privately(answers.once(guildId, origin.interactionId(), change));
  }

  private static String checking(long count) {
    if (count == 0) {
      return "Nobody has reached it yet.";
    }
    return count == 1 ? "Checking 1 member…" : "Checking " + Figures.grouped(count) + " members…";
  }
}
