package net.prosperitybot.worker.ignore;

import java.util.List;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.servers.ServerSight;

/**
 * {@code /ignore channels add|remove|list}, {@code /ignore roles add|remove|list} and the buttons
 * under the lists.
 */
public final class IgnoreCommand {
  private final IgnoredChannels channels;
  private final IgnoredRoles roles;

  public IgnoreCommand(AnswerStore answers, GuildSettingsStore settings, ServerSight sight) {
    this.channels = new IgnoredChannels(answers, settings, sight);
    this.roles = new IgnoredRoles(answers, settings, sight);
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("ignore", "Channels and roles that earn no XP"),
                List.of(),
                List.of(channels.group(), roles.group())),
            Permission.MANAGE_SERVER),
        ComponentRoute.forOwner(
            IgnoredChannels.DROP, (click, guildId, variables) -> channels.drop(click, guildId)),
        ComponentRoute.forOwner(
            IgnoredRoles.DROP, (click, guildId, variables) -> roles.drop(click, guildId)));
  }
}
