package net.prosperitybot.events.servers;

import java.util.List;

/** Discord's list of a server's members. */
public interface MemberListSource {
  /** As many as Discord gives at once. */
  int PAGE_SIZE = 1000;

  /**
   * The ids of up to {@link #PAGE_SIZE} members with an id above {@code after}, rising. Waits for
   * Discord's answer.
   *
   * @throws RuntimeException when Discord does not answer
   */
  List<Long> page(long guildId, long after);
}
