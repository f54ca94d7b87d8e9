package net.prosperitybot.events.servers;

import java.time.Instant;
import java.util.List;

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
   * @throws RuntimeException when Discord does not answer
   */
  List<ListedMember> page(long guildId, long after);
}
