package net.prosperitybot.events.levelroles;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobFailure;
import net.prosperitybot.events.discord.RoleActions.Reach;

/** What the job says to the admin who caused it. Pure; at most 2000 characters. */
final class ReconcileWords {
  /** As many members are named. */
  static final int MOST_NAMED = 10;

  private static final int MOST_ROLES_NAMED = 5;

  private ReconcileWords() {}

  /** A level role that could not be given, and why by what is known now. */
  record Refused(long roleId, Reach reach) {}

  static String heading(ReconcileScope scope, GuildSettings now) {
    return isRule(scope, now)
        ? "Giving <@&%d> to the members who have reached level %d…"
            .formatted(scope.roleId().orElseThrow(), scope.fromLevel())
        : "Putting the level roles of the members right…";
  }

  /** The last words of a job that could not be brought to its end. */
  static String gaveUp(JobCounts counts) {
    return ("Something kept going wrong on my side, so I stopped after %s of %s."
            + " To have me try again, use `/levelroles remove` and then `/levelroles add`.")
        .formatted(
            Figures.grouped(counts.done()),
            Figures.counted(Math.max(counts.total(), counts.done()), "member"));
  }

  /**
   * The last words.
   *
   * @param holders how many hold the role that the job was for; empty when it is no rule
   * @param named some of the failures
   * @param refused the roles that could not be given
   */
  static String end(
      ReconcileScope scope,
      GuildSettings now,
      JobCounts counts,
      OptionalLong holders,
      List<JobFailure> named,
      List<Refused> refused) {
    if (now.levelRoles().isEmpty()) {
      return "There are no level roles any more, so there is nothing left to do.";
    }
    return result(scope, now, counts, holders, refused)
        + failures(counts, named)
        + refused(refused);
  }

  private static String result(
      ReconcileScope scope,
      GuildSettings now,
      JobCounts counts,
      OptionalLong holders,
      List<Refused> refused) {
    if (!isRule(scope, now)) {
      String gone =
          scope.roleId().isPresent()
              ? "<@&%d> is not a level role any more. ".formatted(scope.roleId().getAsLong())
              : "";
      return gone
          + "Done: I checked the level roles of %s and changed those of %s."
              .formatted(
                  Figures.counted(counts.done(), "member"), Figures.grouped(counts.changed()));
    }
    long role = scope.roleId().orElseThrow();
    if (refused.stream().anyMatch(each -> each.roleId() == role)) {
      return "I could not give <@&%d> to everyone who should have it.".formatted(role);
    }
    long having = holders.orElse(0);
    if (having == 0) {
      return "Done: nobody has to have <@&%d> yet. Members get it when they reach level %d."
          .formatted(role, scope.fromLevel());
    }
    return "Done: %s <@&%d> now."
        .formatted(having == 1 ? "1 member has" : Figures.grouped(having) + " members have", role);
  }

  private static String failures(JobCounts counts, List<JobFailure> named) {
    if (named.isEmpty()) {
      return "";
    }
    String names =
        named.stream()
            .limit(MOST_NAMED)
            .map(
                failure ->
                    "<@%d> (%s)"
                        .formatted(failure.userId(), FailureReason.wordsOf(failure.reason())))
            .collect(Collectors.joining(", "));
    long more = counts.failed() - Math.min(named.size(), MOST_NAMED);
    return "\nIt did not work for %s: %s%s."
        .formatted(
            Figures.counted(Math.max(counts.failed(), named.size()), "member"),
            names,
            more > 0 ? " and " + Figures.grouped(more) + " more" : "");
  }

  private static String refused(List<Refused> refused) {
    String all =
        refused.stream()
            .limit(MOST_ROLES_NAMED)
            .map(ReconcileWords::advice)
            .collect(Collectors.joining());
    int more = refused.size() - MOST_ROLES_NAMED;
    return more > 0
        ? all + "\nThe same goes for %s more roles.".formatted(Figures.grouped(more))
        : all;
  }

  private static String advice(Refused refused) {
    return switch (refused.reach()) {
      case TOO_HIGH ->
          "\nMove my role above <@&%d> in Server Settings › Roles, and I'll carry on by myself."
              .formatted(refused.roleId());
      case NO_PERMISSION ->
          "\nTo give <@&%d> I need the Manage Roles permission. Switch it on for my role, and I'll carry on by myself."
              .formatted(refused.roleId());
      case MANAGED ->
          "\n<@&%d> belongs to a bot or an integration, so nobody can give it. Take it off with `/levelroles remove`."
              .formatted(refused.roleId());
      case FREE, GONE ->
          "\nDiscord refused me <@&%d> all the same. If the server asks moderators for two-factor login, my owner needs it too."
              .formatted(refused.roleId());
    };
  }

  private static boolean isRule(ReconcileScope scope, GuildSettings now) {
    return scope.roleId().isPresent()
        && now.levelRoles().stream().anyMatch(rule -> rule.roleId() == scope.roleId().getAsLong());
  }
}
