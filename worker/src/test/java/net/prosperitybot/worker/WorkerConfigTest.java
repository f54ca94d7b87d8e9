package net.prosperitybot.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.worker.limits.LimitsConfig;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {
  private static final String KEY = new SigningBot(1).publicKeyHex();
  private final Map<String, String> env =
      new HashMap<>(
          Map.of(
              "DB_NAME", "prosperity",
              "DB_USER", "worker",
              "BOT_TOKEN", "very-secret",
              "DISCORD_APPLICATION_ID", "1000000000000000001",
              "DISCORD_PUBLIC_KEY", KEY,
              "WORKER_BASE_URL", "https://bot.example/"));

  @Test
  void whatIsNotSetHasItsDefault() {
    WorkerConfig config = WorkerConfig.read(Env.of(env));
    assertEquals(3000, config.port());
    assertEquals(3001, config.managementPort());
    assertEquals("0.0.0.0", config.bindAddress());
    assertEquals(URI.create("https://discord.com/api/v10"), config.discordApi());
    assertEquals(Optional.of(URI.create("https://bot.example")), config.baseUrl());
    assertEquals(OptionalLong.empty(), config.registerIn());
  }

  @Test
  void developmentRegistersInItsServer() {
    env.put("ENV", "dev");
    env.put("DEVGUILD_ID", "2000000000000000001");
    env.remove("WORKER_BASE_URL");
    WorkerConfig config = WorkerConfig.read(Env.of(env));
    assertEquals(OptionalLong.of(2_000_000_000_000_000_001L), config.registerIn());
    assertEquals(Optional.empty(), config.baseUrl());
  }

  @Test
  void productionRegistersGloballyWhateverTheDevelopmentServer() {
    env.put("DEVGUILD_ID", "2000000000000000001");
    assertEquals(OptionalLong.empty(), WorkerConfig.read(Env.of(env)).registerIn());
  }

  @Test
  void withoutKeysThereIsNothingToSealWithAndACustomerHasOneBot() {
    WorkerConfig config = WorkerConfig.read(Env.of(env));
    assertTrue(config.vault().isEmpty());
    assertEquals(OptionalLong.empty(), config.premium().sku());
    assertEquals(Duration.ofDays(3), config.premium().grace());
    assertEquals(1, config.botsPerUser());
  }

  @Test
  void howMuchMayBeAskedHasDefaultsAndBounds() {
    assertEquals(LimitsConfig.DEFAULT, WorkerConfig.read(Env.of(env)).limits());
    env.put("COMMANDS_PER_MEMBER", "0");
    env.put("CONNECTIONS", "100");
    LimitsConfig limits = WorkerConfig.read(Env.of(env)).limits();
    assertEquals(0, limits.memberPerMinute());
    assertEquals(100, limits.connections());
    env.put("REQUESTS_AT_ONCE", "0");
    assertThrows(ConfigException.class, () -> WorkerConfig.read(Env.of(env)));
  }

  @Test
  void signaturesAreFastUnlessThatIsTurnedOff() {
    assertTrue(WorkerConfig.read(Env.of(env)).fastSignatures());
    env.put("FAST_SIGNATURES", "false");
    assertFalse(WorkerConfig.read(Env.of(env)).fastSignatures());
    env.put("FAST_SIGNATURES", "perhaps");
    ConfigException wrong =
        assertThrows(ConfigException.class, () -> WorkerConfig.read(Env.of(env)));
    assertEquals(List.of("FAST_SIGNATURES must be one of true, false."), wrong.problems());
  }

  @Test
  void keysProductAndBotsOfACustomerAreRead() {
    env.put("TOKEN_KEYS", WorkerRig.TOKEN_KEYS);
    env.put("PREMIUM_SKU_ID", "3000000000000000001");
    env.put("PREMIUM_GRACE_DAYS", "7");
    env.put("WHITELABEL_BOTS_PER_USER", "25");
    WorkerConfig config = WorkerConfig.read(Env.of(env));
    assertEquals(Set.of("k1"), config.vault().keyIds());
    assertEquals(OptionalLong.of(3_000_000_000_000_000_001L), config.premium().sku());
    assertEquals(Duration.ofDays(7), config.premium().grace());
    assertEquals(25, config.botsPerUser());
    env.put("WHITELABEL_BOTS_PER_USER", "26");
    assertThrows(ConfigException.class, () -> WorkerConfig.read(Env.of(env)));
  }

  @Test
  void allProblemsAreReportedTogether() {
    ConfigException wrong =
        assertThrows(
            ConfigException.class,
            () -> WorkerConfig.read(Env.of(Map.of("PORT", "70000", "DISCORD_PUBLIC_KEY", "abc"))));
    assertEquals(
        List.of(
            "DB_NAME is not set.",
            "DB_USER is not set.",
            "BOT_TOKEN is not set.",
            "DISCORD_APPLICATION_ID is not set.",
            "DISCORD_PUBLIC_KEY must be the application's public key (64 hex digits).",
            "PORT must be a whole number from 0 to 65535."),
        wrong.problems());
  }

  @Test
  void theTokenIsNeverPrinted() {
    assertFalse(WorkerConfig.read(Env.of(env)).toString().contains("very-secret"));
  }
}
