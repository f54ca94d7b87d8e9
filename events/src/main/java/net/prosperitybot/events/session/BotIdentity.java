package net.prosperitybot.events.session;

import java.util.List;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.events.hosting.BotKind;

/**
 * A bot that is to have a session, and its part of the shards.
 *
 * @param botId its application id
 * @param shardCount into how many shards its servers are split; 0 for what Discord recommends
 * @param shards the shards that this process holds; none for all
 * @param seesMembers whether to ask for the Server Members intent
 */
public record BotIdentity(
    BotKind kind,
    long botId,
    Secret token,
    int shardCount,
    List<Integer> shards,
    boolean seesMembers) {
  public BotIdentity {
    shards = List.copyOf(shards);
  }
}
