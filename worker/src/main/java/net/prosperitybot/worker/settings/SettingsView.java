package net.prosperitybot.worker.settings;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.levelroles.RoleCheckProgress;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.FittingList;

/** All settings of a server on one embed. */
final class SettingsView {
  /** Within a field's 1024, and three such lists within an embed's 6000. */
  private static final int LONGEST_LIST = 900;

  private SettingsView() {}

  /**
   * @param undelivered how many notices in a row failed, when the admin is to be told of it; else 0
   */
  static Embed of(
      GuildSettings settings, Optional<JobStore.Running> job, int undelivered, ServingBot bot) {
    Embed.Builder embed = Embed.by(bot).title("Settings");
    if (undelivered > 0) {
      embed.description(warning(settings, undelivered));
    }
    embed
        .wideField(
            "Notifications", NoticeWords.of(settings.notice(), settings.noticeChannelId()) + ".")
        .field("Multiplier", "×" + settings.multiplier().setScale(2).toPlainString())
        .field("Delay", Figures.grouped(settings.cooldown().toSeconds()) + " s")
        .field("Roles", settings.roleMode().key())
        .wideField(
            counted("Level roles", settings.levelRoles()),
            list(
                settings.levelRoles().stream()
                    .map(
                        rule ->
                            "Level " + Figures.grouped(rule.level()) + " <@&" + rule.roleId() + ">")
                    .toList()))
        .wideField(
            counted("Ignored channels", settings.ignoredChannels()),
            list(mentions(settings.ignoredChannels(), id -> "<#" + id + ">")))
        .wideField(
            counted("Ignored roles", settings.ignoredRoles()),
            list(mentions(settings.ignoredRoles(), id -> "<@&" + id + ">")));
    job.ifPresent(running -> embed.wideField("At work", RoleCheckProgress.of(running)));
    return embed.build();
  }

  private static String warning(GuildSettings settings, int undelivered) {
    String advice =
        switch (settings.notice()) {
          case REPLY -> "Check that I may view and write in the channels where members chat";
          case CHANNEL -> "Check that I may view and write in the channel below";
          case DM -> "Members may have closed their direct messages";
          case OFF -> "They are off now";
        };
    return "⚠ The last %s level-up notices could not be delivered. %s, or choose another way with `/settings notifications`."
        .formatted(Figures.grouped(undelivered), advice);
  }

  private static String counted(String title, Collection<?> entries) {
    return entries.isEmpty() ? title : title + " (" + Figures.grouped(entries.size()) + ")";
  }

  private static List<String> mentions(Collection<Long> ids, LongFunction<String> mention) {
    return ids.stream().sorted().map(mention::apply).toList();
  }

  private static String list(List<String> entries) {
    return entries.isEmpty() ? "None" : FittingList.of(entries, ", ", LONGEST_LIST);
  }
}
