package net.prosperitybot.events.delivery;

import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.members.MemberKey;

/**
 * What delivery asks of Discord. Every call waits for Discord's answer.
 *
 * <p>All of them throw {@link DiscordUnavailableException} when the same call may succeed later.
 */
public interface DeliveryActions {
  /** Whether this session receives the server's events. */
  boolean holds(long guildId);

  /** The roles that the member holds now; empty when they are not in the server. */
  Optional<Set<Long>> heldRoles(MemberKey member);

  RoleResult addRole(MemberKey member, long roleId);

  RoleResult removeRole(MemberKey member, long roleId);

  NoticeResult send(Notice notice);

  /** What became of a change of one role. */
  enum RoleResult {
    DONE,
    /** The bot may not: its permissions, or the order of the roles. */
    FORBIDDEN,
    ROLE_GONE,
    MEMBER_GONE
  }

  /** What became of a notice. */
  enum NoticeResult {
    SENT,
    /** The channel is gone or closed to the bot, or the member takes no direct messages. */
    UNDELIVERABLE
  }
}
