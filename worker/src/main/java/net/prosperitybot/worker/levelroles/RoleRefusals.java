package net.prosperitybot.worker.levelroles;

import java.util.Optional;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.worker.discord.ServerInfo;
import net.prosperitybot.worker.interactions.GivenRole;
import net.prosperitybot.worker.servers.BotStanding;
import net.prosperitybot.worker.servers.Right;
import net.prosperitybot.worker.servers.Sight;
import net.prosperitybot.worker.servers.SightWords;

/** Why a role can't be a level role, and what to do about it. Pure. */
final class RoleRefusals {
  private RoleRefusals() {}

  /** Roles that no bot can ever give. */
  static Optional<String> never(GivenRole role, long guildId) {
    if (role.id() == guildId) {
      return Optional.of(
          "Everyone has @everyone already, so it can't be a level role. Choose another role.");
    }
    if (role.managed()) {
      return Optional.of(
          mention(role.id())
              + " belongs to a bot, an integration or Server Boosting, so nobody can give it."
              + " Choose another role.");
    }
    return Optional.empty();
  }

  /** What stands in the bot's way as Discord shows it now. */
  static Optional<String> now(Sight<BotStanding> sight, long roleId) {
    return switch (sight) {
      case Sight.Seen<BotStanding> seen -> now(seen.it(), roleId);
      case Sight.OutOfReach<BotStanding> away ->
          Optional.of(
              "I am not a member of this server, so I can't give roles here. Invite me with the"
                  + " permission Manage Roles, then try again.");
      case Sight.NoAnswer<BotStanding> silence -> Optional.of(SightWords.noAnswer("roles"));
      case Sight.NoToken<BotStanding> refused -> Optional.of(SightWords.noToken());
    };
  }

  private static Optional<String> now(BotStanding standing, long roleId) {
    Optional<ServerInfo.Role> role = standing.role(roleId);
    if (role.isEmpty()) {
      return Optional.of("That role is no longer there. Choose another one.");
    }
    if (!standing.has(Right.MANAGE_ROLES)) {
      return Optional.of(
          "I may not give roles here. Give me the permission Manage Roles in Server Settings ›"
              + " Roles, then try again.");
    }
    if (!standing.isAbove(role.get())) {
      return Optional.of(
          "%s is not below my highest role, so I can't give it. Move my role above %s in Server Settings › Roles, then try again."
              .formatted(mention(roleId), mention(roleId)));
    }
    return Optional.empty();
  }

  /** What the rules themselves say against a new one; empty when it was added. */
  static Optional<String> of(LevelRole rule, LevelRoleStore.AddOutcome outcome) {
    return switch (outcome) {
      case LevelRoleStore.AddOutcome.Added added -> Optional.empty();
      case LevelRoleStore.AddOutcome.RoleTaken taken ->
          Optional.of(
              "%s is given at level %s already. To change that, use `/levelroles remove` first."
                  .formatted(mention(rule.roleId()), Figures.grouped(taken.level())));
      case LevelRoleStore.AddOutcome.LevelTaken taken ->
          Optional.of(
              "Level %s gives %s already. Choose another level, or use `/levelroles remove` first."
                  .formatted(Figures.grouped(rule.level()), mention(taken.roleId())));
      case LevelRoleStore.AddOutcome.Full full ->
          Optional.of(
              "This server has %d level roles, and more there can't be. Use `/levelroles remove` first."
                  .formatted(LevelRoleStore.MOST_RULES));
    };
  }

  static String mention(long roleId) {
    return "<@&" + roleId + ">";
  }
}
