package net.prosperitybot.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import org.junit.jupiter.api.Test;

class EventsConfigTest {

  @Test
  void whatIsLeftOutHasADefault() {
    EventsConfig config = read(Map.of());
    assertEquals(URI.create("https://discord.com/api/v10"), config.discordApi());
    assertEquals(0, config.shardCount());
    assertEquals(List.of(), config.shardIds());
    assertEquals(100_000, config.queueCapacity());
    assertEquals(4, config.writerLanes());
    assertEquals(90, config.messageLogDays());
    assertEquals(3002, config.managementPort());
    assertTrue(config.vault().isEmpty());
    assertEquals(OptionalLong.empty(), config.premium().sku());
    assertEquals(Duration.ofDays(3), config.premium().grace());
  }

  @Test
  void shardsAreGivenAsNumbersAndRanges() {
    assertEquals(
        List.of(0, 1, 2, 3, 7),
        read(Map.of("SHARD_COUNT", "8", "SHARD_IDS", "7, 0-3,2")).shardIds());
  }

  @Test
  void shardsThatDoNotExistAreRefused() {
    for (String ids : List.of("8", "3-1", "0-8", "-1", "a", "1-2-3", ",")) {
      Map<String, String> settings = Map.of("SHARD_COUNT", "8", "SHARD_IDS", ids);
      assertThrows(ConfigException.class, () -> read(settings), ids);
    }
    assertThrows(ConfigException.class, () -> read(Map.of("SHARD_IDS", "0")));
  }

  @Test
  void processesWithNumberedNamesShareTheShards() {
    Map<Integer, Integer> times = new HashMap<>();
    for (int process = 0; process < 3; process++) {
      read(numbered("prosperity-events-" + process, "8"))
          .shardIds()
          .forEach(id -> times.merge(id, 1, Integer::sum));
    }
    assertEquals(Map.of(0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7, 1), times);
    for (String name : List.of("", "events", "events-3", "events-x")) {
      assertThrows(ConfigException.class, () -> read(numbered(name, "8")), name);
    }
    assertThrows(ConfigException.class, () -> read(numbered("events-0", "2")));
    Map<String, String> both = new HashMap<>(numbered("events-0", "8"));
    both.put("SHARD_IDS", "0-3");
    assertThrows(ConfigException.class, () -> read(both));
  }

  private static Map<String, String> numbered(String name, String shards) {
    return Map.of("SHARD_PROCESSES", "3", "PROCESS_NAME", name, "SHARD_COUNT", shards);
  }

  @Test
  void theLogIsKeptForZeroToTenYears() {
    assertEquals(0, read(Map.of("MESSAGE_LOG_DAYS", "0")).messageLogDays());
    assertEquals(3650, read(Map.of("MESSAGE_LOG_DAYS", "3650")).messageLogDays());
    for (String days : List.of("-1", "3651", "90.5")) {
      assertThrows(ConfigException.class, () -> read(Map.of("MESSAGE_LOG_DAYS", days)), days);
    }
  }

  @Test
  void allProblemsAreReportedTogether() {
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () -> EventsConfig.read(Env.of(Map.of("XP_WRITERS", "0", "BOT_TOKEN", "hush"))));
    assertEquals(4, refusal.problems().size(), refusal.toString());
  }

  @Test
  void noSecretIsPrinted() {
    String key = "aHVzaGh1c2hodXNoaHVzaGh1c2hodXNoaHVzaGh1c2g=";
    String printed = read(Map.of("TOKEN_KEYS", "a:" + key)).toString();
    assertFalse(printed.contains("hush"));
    assertFalse(printed.contains(key));
  }

  private static EventsConfig read(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("DB_NAME", "prosperity");
    settings.put("DB_USER", "bot");
    settings.put("BOT_TOKEN", "hush-hush");
    settings.put("DISCORD_APPLICATION_ID", "123456789012345678");
    return EventsConfig.read(Env.of(settings));
  }
}
