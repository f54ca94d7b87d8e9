package net.prosperitybot.common.members;

import java.util.Comparator;

/**
 * A user in a server.
 *
 * <p>Ordered by server, then user: the order in which rows are locked everywhere.
 */
public record MemberKey(long guildId, long userId) implements Comparable<MemberKey> {
  private static final Comparator<MemberKey> ORDER =
      Comparator.comparingLong(MemberKey::guildId).thenComparingLong(MemberKey::userId);

  @Override
  public int compareTo(MemberKey other) {
    return ORDER.compare(this, other);
  }
}
