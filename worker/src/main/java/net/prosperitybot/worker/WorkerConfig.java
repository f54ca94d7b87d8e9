package net.prosperitybot.worker;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.worker.limits.LimitsConfig;
import net.prosperitybot.worker.signatures.PublicKey;

/**
 * The worker's settings.
 *
 * @param botToken the main bot's token
 * @param applicationId the main bot's application
 * @param publicKey the key that Discord signs the main bot's interactions with
 * @param baseUrl where the public reaches this worker; the start then says what to tell Discord
 * @param registerIn the one server that commands are registered in while developing; empty for all
 * @param discordApi Discord's REST API, or another's that speaks like it
 * @param bindAddress the address that is listened on
 * @param port for Discord; 0 lets the system choose
 * @param managementPort for metrics; 0 lets the system choose
 * @param vault the keys of branded bots' tokens; without any, nobody can set a bot up
 * @param premium what is sold, and how long it goes on after its end
 * @param botsPerUser how many branded bots a customer may have; with 1, another replaces it
 * @param fastSignatures whether busy keys get tables; without, Bouncy Castle verifies everything
 * @param limits how much may be asked of this worker
 * @param owner who is told when something is wrong
 */
public record WorkerConfig(
    DatabaseConfig database,
    Secret botToken,
    long applicationId,
    PublicKey publicKey,
    Optional<URI> baseUrl,
    OptionalLong registerIn,
    URI discordApi,
    String bindAddress,
    int port,
    int managementPort,
    TokenVault vault,
    PremiumConfig premium,
    int botsPerUser,
    boolean fastSignatures,
    LimitsConfig limits,
    OwnerConfig owner) {

  private static final int DEFAULT_PORT = 3000;
  private static final int DEFAULT_MANAGEMENT_PORT = 3001;

  /** As many as a menu to choose from holds. */
  private static final int MOST_BOTS_PER_USER = 25;

  /** Any valid key; it stands in for one that can't be read until the problems are reported. */
  private static final String PLACEHOLDER_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private enum Mode {
    PROD,
    DEV
  }

  private enum Switch {
    TRUE,
    FALSE
  }

  /**
   * Reads all settings.
   *
   * @throws ConfigException with everything that is wrong
   */
  public static WorkerConfig read(Env env) {
    ConfigReader read = new ConfigReader(env);
    Mode mode = read.choice("ENV", Mode.PROD);
    OptionalLong devGuild = read.optionalSnowflake("DEVGUILD_ID");
    WorkerConfig config =
        new WorkerConfig(
            DatabaseConfig.read(read),
            read.secret("BOT_TOKEN"),
            read.snowflake("DISCORD_APPLICATION_ID"),
            publicKey(read),
            baseUrl(read),
            mode == Mode.DEV ? devGuild : OptionalLong.empty(),
            read.url("DISCORD_API_URL", "https://discord.com/api/v10"),
            read.text("BIND_ADDRESS", "0.0.0.0"),
            read.port("PORT", DEFAULT_PORT),
            read.port("MANAGEMENT_PORT", DEFAULT_MANAGEMENT_PORT),
            TokenVault.read(read),
            PremiumConfig.read(read),
            read.integer("WHITELABEL_BOTS_PER_USER", 1, 1, MOST_BOTS_PER_USER),
            read.choice("FAST_SIGNATURES", Switch.TRUE) == Switch.TRUE,
            LimitsConfig.read(read),
            OwnerConfig.read(read));
    read.check();
    return config;
  }

  private static PublicKey publicKey(ConfigReader read) {
    String hex = read.text("DISCORD_PUBLIC_KEY");
    PublicKey placeholder = PublicKey.parse(PLACEHOLDER_KEY);
    return read.value(
        "DISCORD_PUBLIC_KEY",
        hex,
        placeholder,
        PublicKey::parse,
        "must be the application's public key (64 hex digits)");
  }

  private static Optional<URI> baseUrl(ConfigReader read) {
    return read.text("WORKER_BASE_URL", "").isEmpty()
        ? Optional.empty()
        : Optional.of(read.url("WORKER_BASE_URL", "https://localhost"));
  }
}
