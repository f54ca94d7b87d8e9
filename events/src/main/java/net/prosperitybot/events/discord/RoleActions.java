package net.prosperitybot.events.discord;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.members.MemberKey;

/**
 * Members' roles at Discord. Every call waits for Discord's answer.
 *
 * <p>All of them throw {@link DiscordUnavailableException} when the same call may succeed later.
 */
public interface RoleActions {
  /** As many members as {@link #heldRoles(long, Collection)} takes at once. */
  int MOST_AT_ONCE = 100;

  /** Whether this session receives the server's events. */
  boolean holds(long guildId);

  /** The roles that the member holds now; empty when they are not in the server. */
  Optional<Set<Long>> heldRoles(MemberKey member);

  /**
   * The roles that these members hold now, by user id; who is not in the server is missing.
   *
   * @param userIds at most {@link #MOST_AT_ONCE}
   */
  Map<Long, Set<Long>> heldRoles(long guildId, Collection<Long> userIds);

  /** Whether the bot could give and take the role, by what the session knows. Asks nobody. */
  Reach reach(long guildId, long roleId);

  RoleResult addRole(MemberKey member, long roleId);

  RoleResult removeRole(MemberKey member, long roleId);

  /** Whether a role can be given and taken at all. */
  enum Reach {
    FREE,
    /** The bot lacks Manage Roles. */
    NO_PERMISSION,
    /** The role is not below the bot's own highest one. */
    TOO_HIGH,
    /** The role belongs to a bot, a subscription or the boosters: nobody can give it. */
    MANAGED,
    /** There is no such role. */
    GONE
  }

  /** What became of a change of one role. */
  enum RoleResult {
    DONE,
    /** The bot may not: its permissions, or the order of the roles. */
    FORBIDDEN,
    /** Discord finds the request itself wrong; that says nothing of the role. */
    REJECTED,
    ROLE_GONE,
    MEMBER_GONE
  }
}
