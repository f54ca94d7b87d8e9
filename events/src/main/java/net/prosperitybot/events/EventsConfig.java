package net.prosperitybot.events;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.tokens.TokenVault;

/**
 * The events service's settings.
 *
 * @param botToken the main bot's token
 * @param applicationId the main bot's application
 * @param discordApi Discord's REST API, or another's that speaks like it
 * @param shardCount into how many shards the bot's servers are split; 0 for what Discord recommends
 * @param shardIds the shards of this process; none for all
 * @param queueCapacity how many awards may wait
 * @param writerLanes how many transactions write awards at once
 * @param dataDir where awards are kept when the database is away at the end
 * @param messageLogDays how long the log of what messages earned is kept; 0 for ever
 * @param bindAddress the address that is listened on
 * @param managementPort for health and metrics; 0 lets the system choose
 * @param vault opens branded bots' tokens
 * @param owner who is told when something is wrong
 */
public record EventsConfig(
    DatabaseConfig database,
    Secret botToken,
    long applicationId,
    URI discordApi,
    int shardCount,
    List<Integer> shardIds,
    int queueCapacity,
    int writerLanes,
    Path dataDir,
    int messageLogDays,
    String bindAddress,
    int managementPort,
    TokenVault vault,
    PremiumConfig premium,
    OwnerConfig owner) {
  private static final int MOST_SHARDS = 100_000;
  private static final int DEFAULT_QUEUE_CAPACITY = 100_000;
  private static final int LARGEST_QUEUE_CAPACITY = 10_000_000;
  private static final int DEFAULT_WRITER_LANES = 4;
  private static final int MOST_WRITER_LANES = 64;
  private static final int DEFAULT_LOG_DAYS = 90;
  private static final int MOST_LOG_DAYS = 3650;
  private static final int DEFAULT_MANAGEMENT_PORT = 3002;

  public EventsConfig {
    shardIds = List.copyOf(shardIds);
  }

  /**
   * Reads all settings.
   *
   * @throws ConfigException with everything that is wrong
   */
  public static EventsConfig read(Env env) {
    ConfigReader read = new ConfigReader(env);
    int shardCount = read.integer("SHARD_COUNT", 0, 0, MOST_SHARDS);
    EventsConfig config =
        new EventsConfig(
            DatabaseConfig.read(read),
            read.secret("BOT_TOKEN"),
            read.snowflake("DISCORD_APPLICATION_ID"),
            read.url("DISCORD_API_URL", "https://discord.com/api/v10"),
            shardCount,
            shardIds(read, shardCount),
            read.integer("XP_QUEUE_CAPACITY", DEFAULT_QUEUE_CAPACITY, 1, LARGEST_QUEUE_CAPACITY),
            read.integer("XP_WRITERS", DEFAULT_WRITER_LANES, 1, MOST_WRITER_LANES),
            Path.of(read.text("DATA_DIR", "./data")),
            read.integer("MESSAGE_LOG_DAYS", DEFAULT_LOG_DAYS, 0, MOST_LOG_DAYS),
            read.text("BIND_ADDRESS", "0.0.0.0"),
            read.port("MANAGEMENT_PORT", DEFAULT_MANAGEMENT_PORT),
            TokenVault.read(read),
            PremiumConfig.read(read),
            OwnerConfig.read(read));
    read.check();
    return config;
  }

  /** Those that are listed; or, of several processes with numbered names, this one's share. */
  private static List<Integer> shardIds(ConfigReader read, int shardCount) {
    int processes = read.integer("SHARD_PROCESSES", 1, 1, MOST_SHARDS);
    if (processes > 1) {
      read.value(
          "SHARD_IDS",
          "",
          List.of(),
          EventsConfig::notBoth,
          "can't be set beside SHARD_PROCESSES; leave one of them out");
      return read.value(
          "PROCESS_NAME",
          read.text("PROCESS_NAME"),
          List.of(),
          name -> share(ordinal(name), processes, shardCount),
          "must end in a number below SHARD_PROCESSES, such as events-0, and needs a SHARD_COUNT of"
              + " at least SHARD_PROCESSES");
    }
    return read.value(
        "SHARD_IDS",
        "",
        List.of(),
        text -> parseShardIds(text, shardCount),
        "must list shards below SHARD_COUNT, such as 0-3,7, and needs SHARD_COUNT");
  }

  private static List<Integer> notBoth(String shardIds) {
    throw new IllegalArgumentException(shardIds);
  }

  private static int ordinal(String name) {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private static List<Integer> share(int ordinal, int processes, int shardCount) {
    if (ordinal >= processes || shardCount < processes) {
      throw new IllegalArgumentException(ordinal + " of " + processes);
    }
    return IntStream.range(0, shardCount).filter(id -> id % processes == ordinal).boxed().toList();
  }

  private static List<Integer> parseShardIds(String text, int shardCount) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (ends.length > 2 || first > last || first < 0 || last >= shardCount) {
        throw new IllegalArgumentException(part);
      }
      for (int id = first; id <= last; id++) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }
}
