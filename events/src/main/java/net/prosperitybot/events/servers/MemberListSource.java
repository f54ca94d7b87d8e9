package net.prosperitybot.events.servers;

import java.time.Instant;
import java.util.List;
import net.prosperitybot.events.discord.DiscordUnavailableException;

/** Discord's list of a server's members. */
public interface MemberListSource {
  /** As many as Discord gives at once. */
  int PAGE_SIZE = 1000;

  /**
   * One on the list.
   *
   * @param joinedAt when they joined, which tells one rejoining from the next; Discord's epoch when
   *     it does not say
   */
  record ListedMember(long userId, Instant joinedAt) {}

  /**
   * Up to {@link #PAGE_SIZE} members with an id above {@code after}, rising. Waits for Discord's
   * answer.
   *
   * @throws DiscordUnavailableException when it may be had later
   * @throws RuntimeException when Discord refuses it
   */
  List<ListedMember> page(long guildId, long after);
}
