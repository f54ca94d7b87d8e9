package net.prosperitybot.common.guilds;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;

/**
 * How a server wants its levelling.
 *
 * @param guildId the server
 * @param notice where level-ups are told
 * @param noticeChannelId the channel for {@link NoticeKind#CHANNEL}
 * @param multiplier 0.00 to 10.00, what a message's XP is multiplied with
 * @param cooldown 1 to 86400 s, the time after an award in which messages earn nothing
 * @param roleMode which level roles a member holds
 * @param servingBotId the one of our bots that gives roles and posts notices here; empty when none
 *     is in the server
 * @param version rises with every change
 * @param ignoredChannels channels (threads' parents and categories too) in which nothing is earned
 * @param ignoredRoles roles whose holders earn nothing
 * @param levelRoles by rising level
 * @param noticeFailures notices in a row that could not be delivered
 */
public record GuildSettings(
    long guildId,
    NoticeKind notice,
    OptionalLong noticeChannelId,
    BigDecimal multiplier,
    Duration cooldown,
    RoleMode roleMode,
    OptionalLong servingBotId,
    long version,
    Set<Long> ignoredChannels,
    Set<Long> ignoredRoles,
    List<LevelRole> levelRoles,
    int noticeFailures) {

  public GuildSettings {
    ignoredChannels = Set.copyOf(ignoredChannels);
    ignoredRoles = Set.copyOf(ignoredRoles);
    levelRoles = List.copyOf(levelRoles);
  }

  /** What a server has before anyone changed anything, or before its row exists. */
  public static GuildSettings defaults(long guildId) {
    return new GuildSettings(
        guildId,
        NoticeKind.REPLY,
        OptionalLong.empty(),
        BigDecimal.ONE,
        Duration.ofSeconds(60),
        RoleMode.SINGLE,
        OptionalLong.empty(),
        0,
        Set.of(),
        Set.of(),
        List.of(),
        0);
  }
}
