package net.prosperitybot.demo;

import java.net.URI;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.simulator.world.Applications;
import net.prosperitybot.simulator.world.SigningKey;

/**
 * What a local Discord and services that run elsewhere are told alike, under the same names.
 *
 * @param bot the main bot's application, which the services have known since before it was made
 * @param premium the product's id that is premium
 * @param worker where interactions go
 */
record CommonSettings(
    DatabaseConfig database, Applications.Identity bot, long premium, URI worker) {
  /** The one that services don't get: they have its public half. */
  static final String PRIVATE_KEY = "DISCORD_PRIVATE_KEY";

  private static final String PLACEHOLDER_KEY = "00".repeat(32);
  private static final String PLACEHOLDER_URL = "http://localhost";

  /**
   * Reads all settings.
   *
   * @throws ConfigException with everything that is wrong
   */
  static CommonSettings read(Env env) {
    ConfigReader read = new ConfigReader(env);
    read.text("WORKER_BASE_URL");
    read.text("PREMIUM_SKU_ID");
    CommonSettings settings =
        new CommonSettings(
            DatabaseConfig.read(read),
            new Applications.Identity(
                read.snowflake("DISCORD_APPLICATION_ID"),
                read.secret("BOT_TOKEN").reveal(),
                privateKey(read)),
            read.optionalSnowflake("PREMIUM_SKU_ID").orElse(0),
            read.url("WORKER_BASE_URL", PLACEHOLDER_URL));
    read.check();
    return settings;
  }

  private static SigningKey privateKey(ConfigReader read) {
    return read.value(
        PRIVATE_KEY,
        read.text(PRIVATE_KEY),
        SigningKey.parse(PLACEHOLDER_KEY),
        SigningKey::parse,
        "must be an Ed25519 private key (64 hex digits)");
  }
}
