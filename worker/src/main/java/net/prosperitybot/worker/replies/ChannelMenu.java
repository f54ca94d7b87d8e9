package net.prosperitybot.worker.replies;

import java.util.Set;
import net.prosperitybot.worker.discord.ChannelKind;

/**
 * A menu in which one channel of the server is chosen.
 *
 * @param customId comes back with the choice; 1 to 100 characters
 * @param placeholder shown while nothing is chosen; 150 characters at most are shown
 * @param kinds which kinds of channels are offered; not empty
 */
public record ChannelMenu(String customId, String placeholder, Set<ChannelKind> kinds)
    implements ComponentRow {
  public ChannelMenu {
    Limits.requireCustomId(customId);
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("A menu of channels needs a kind of channel");
    }
  }
}
