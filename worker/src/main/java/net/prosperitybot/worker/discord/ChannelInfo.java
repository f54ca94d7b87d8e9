package net.prosperitybot.worker.discord;

import java.util.List;

/** What Discord says about a channel of a server. */
public record ChannelInfo(long id, ChannelKind kind, List<Overwrite> overwrites) {
  public ChannelInfo {
    overwrites = List.copyOf(overwrites);
  }

  /**
   * What a role or a member is allowed and denied in the channel.
   *
   * @param id a role's or a user's; the two never share one
   */
  public record Overwrite(long id, long allow, long deny) {}
}
