package net.prosperitybot.worker.levelroles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.discord.ServerInfo;
import net.prosperitybot.worker.replies.Button;
import net.prosperitybot.worker.replies.ButtonRow;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.servers.BotStanding;
import net.prosperitybot.worker.servers.Right;
import net.prosperitybot.worker.servers.Sight;

/** The level roles as a message: by level, with what keeps a role from being given. */
final class LevelRolesView {
  private static final int PAGE_SIZE = 25;

  private LevelRolesView() {}

  /**
   * @param listed by rising level, not empty
   * @param wanted a page; below the first it is the first, past the end the last
   */
  static MessageBody of(
      List<LevelRoleStore.Listed> listed,
      Sight<BotStanding> sight,
      Optional<JobStore.Running> job,
      long wanted,
      ServingBot bot) {
    Optional<BotStanding> standing = sight.seen();
    int pages = (listed.size() + PAGE_SIZE - 1) / PAGE_SIZE;
    int page = Math.toIntExact(Math.clamp(wanted, 1, pages));
    List<String> paragraphs = new ArrayList<>(warnings(sight));
    job.ifPresent(running -> paragraphs.add(RoleCheckProgress.of(running)));
    paragraphs.add(
        listed.stream()
            .skip((page - 1L) * PAGE_SIZE)
            .limit(PAGE_SIZE)
            .map(each -> line(each, standing))
            .collect(Collectors.joining("\n")));
    MessageBody body =
        MessageBody.of(
            Embed.by(bot)
                .title("Level roles")
                .description(String.join("\n\n", paragraphs))
                .withFooterLine(
                    "%s of %d · Page %d of %d"
                        .formatted(
                            Figures.grouped(listed.size()),
                            LevelRoleStore.MOST_RULES,
                            page,
                            pages)));
    return buttons(listed, standing, page, pages).map(body::with).orElse(body);
  }

  private static List<String> warnings(Sight<BotStanding> sight) {
    return switch (sight) {
      case Sight.Seen<BotStanding> seen ->
          seen.it().has(Right.MANAGE_ROLES)
              ? List.of()
              : List.of(
                  "⚠ I may not give roles here. Give me the permission Manage Roles in Server"
                      + " Settings › Roles.");
      case Sight.OutOfReach<BotStanding> away ->
          List.of("⚠ I am not a member of this server, so nobody gets these roles. Invite me.");
      case Sight.NoAnswer<BotStanding> silence ->
          List.of("⚠ Discord does not tell me right now which of these roles I can give.");
      case Sight.NoToken<BotStanding> refused ->
          List.of(
              "⚠ I can't sign in to Discord as the bot that serves this server, so nobody gets"
                  + " these roles. Whoever runs that bot has to check its token.");
    };
  }

  private static String line(LevelRoleStore.Listed listed, Optional<BotStanding> standing) {
    long roleId = listed.rule().roleId();
    String level = "**Level " + Figures.grouped(listed.rule().level()) + "** · ";
    if (standing.isPresent() && standing.get().role(roleId).isEmpty()) {
      return level + "`" + roleId + "` ⚠ deleted in Discord";
    }
    Optional<ServerInfo.Role> role = standing.flatMap(seen -> seen.role(roleId));
    String line = level + RoleRefusals.mention(roleId);
    if (standing.isPresent() && role.filter(standing.get()::isAbove).isEmpty()) {
      return line + " ⚠ not below my highest role: move my role above it";
    }
    if (listed.refusedCount() > 0) {
      return line
          + " ⚠ could not be given %s: check my permissions and the order of roles"
              .formatted(times(listed.refusedCount()));
    }
    return line;
  }

  private static String times(int count) {
    return count == 1 ? "once" : Figures.grouped(count) + " times";
  }

  private static Optional<ButtonRow> buttons(
      List<LevelRoleStore.Listed> listed, Optional<BotStanding> standing, int page, int pages) {
    List<Button> buttons = new ArrayList<>();
    if (pages > 1) {
      buttons.add(new Button(LevelRolesCommand.TURN.with(page - 1), "◀", page > 1));
      buttons.add(new Button(LevelRolesCommand.TURN.with(page + 1), "▶", page < pages));
    }
    boolean someDeleted =
        standing.isPresent()
            && listed.stream()
                .anyMatch(each -> standing.get().role(each.rule().roleId()).isEmpty());
    if (someDeleted) {
      buttons.add(new Button(LevelRolesCommand.DROP.with(), "Drop deleted roles", true));
    }
    return buttons.isEmpty() ? Optional.empty() : Optional.of(new ButtonRow(buttons));
  }
}
