package net.prosperitybot.events.servers;

import java.util.Set;
import java.util.function.LongPredicate;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.events.background.OrderedWrites;

/** Records which servers one of our bots is in. Called on the gateway's thread; never waits. */
public final class ServerRecorder {
  private final long botId;
  private final GuildStore guilds;
  private final OrderedWrites writes;

  public ServerRecorder(long botId, GuildStore guilds, OrderedWrites writes) {
    this.botId = botId;
    this.guilds = guilds;
    this.writes = writes;
  }

  public void present(long guildId, String name) {
    writes.submit(guildId, () -> guilds.present(botId, guildId, name));
  }

  public void renamed(long guildId, String name) {
    writes.submit(guildId, () -> guilds.renamed(guildId, name));
  }

  /** The bot was removed; not that the server is out for a moment. */
  public void left(long guildId) {
    writes.submit(guildId, () -> guilds.left(botId, guildId));
  }

  /**
   * A session began, and these are all the servers of its shard. A server may be joined before the
   * others are read, so each of them is asked for again when its turn comes on its own lane.
   *
   * @param ours whether a server belongs to that shard
   * @param isThereNow whether the session knows the server at the time of asking; safe for use by
   *     another thread
   */
  public void onlyIn(LongPredicate ours, Set<Long> guildIds, LongPredicate isThereNow) {
    writes.submit(
        0,
        () ->
            guilds.serversOf(botId).stream()
                .filter(guildId -> ours.test(guildId) && !guildIds.contains(guildId))
                .forEach(guildId -> leftUnless(isThereNow, guildId)));
  }

  private void leftUnless(LongPredicate isThereNow, long guildId) {
    writes.submit(
        guildId,
        () -> {
          if (!isThereNow.test(guildId)) {
            guilds.left(botId, guildId);
          }
        });
  }
}
