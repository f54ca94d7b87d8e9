package net.prosperitybot.events.session;

import java.util.List;
import net.prosperitybot.common.config.Secret;

/**
 * A bot that is to have a session, and its part of the shards.
 *
 * @param botId its application id
 * @param shardCount into how many shards its servers are split; 0 for what Discord recommends
 * @param shards the shards that this process holds; none for all
 */
public record BotIdentity(long botId, Secret token, int shardCount, List<Integer> shards) {
  public BotIdentity {
    shards = List.copyOf(shards);
  }
}
