package net.prosperitybot.common.shards;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A bot's shards that a process holds, and with them its part of the bot's servers.
 *
 * @param shardCount into how many shards the bot's servers are split
 * @param shards those of the process
 */
public record BotShards(long botId, int shardCount, Set<Integer> shards) {
  public BotShards {
    shards = Set.copyOf(shards);
  }

  /**
   * A condition in SQL: the server {@code g} is served by one of these bots, through one of these
   * shards.
   */
  public static String serving(Collection<BotShards> held) {
    String whole =
        held.stream()
            .filter(BotShards::isWhole)
            .map(bot -> Long.toString(bot.botId))
            .collect(Collectors.joining(", "));
    String parts =
        held.stream()
            .filter(bot -> !bot.isWhole() && !bot.shards.isEmpty())
            .map(BotShards::ofPart)
            .collect(Collectors.joining(" OR "));
    String any = whole.isEmpty() ? "FALSE" : "g.serving_bot_id IN (" + whole + ")";
    return parts.isEmpty() ? "(" + any + ")" : "(" + any + " OR " + parts + ")";
  }

  /** Most bots have one shard; their servers need no arithmetic. */
  private boolean isWhole() {
    return shards.size() == shardCount;
  }

  private String ofPart() {
    return "(g.serving_bot_id = %d AND (g.id >> 22) %% %d IN (%s))"
        .formatted(
            botId,
            shardCount,
            new TreeSet<>(shards).stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
