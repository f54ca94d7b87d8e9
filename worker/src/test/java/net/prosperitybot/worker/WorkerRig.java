package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.USERS;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.rankcounts.CountChanges;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.worker.limits.LimitsConfig;
import net.prosperitybot.worker.signatures.PublicKey;

/** What the tests of a whole worker share: its configuration and rows for it to read. */
public final class WorkerRig {
  /** A ring of one key. */
  public static final String TOKEN_KEYS = "k1:" + "A".repeat(43) + "=";

  private static final Duration GRACE = Duration.ofDays(3);
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private WorkerRig() {}

  /** A worker on free ports of loopback for this application, listening to this key. */
  public static WorkerConfig config(
      TestDatabase database, String apiUrl, LocalApplication bot, String publicKeyHex) {
    return new WorkerConfig(
        database.config(),
        new Secret(bot.token()),
        bot.id(),
        PublicKey.parse(publicKeyHex),
        Optional.empty(),
        OptionalLong.empty(),
        URI.create(apiUrl),
        "127.0.0.1",
        0,
        0,
        vault(""),
        new PremiumConfig(OptionalLong.empty(), GRACE),
        1,
        true,
        LimitsConfig.DEFAULT.withoutRates(),
        OwnerConfig.nobody());
  }

  /** The same with a key for tokens, something to buy, and an address that Discord can reach. */
  public static WorkerConfig withWhitelabel(WorkerConfig config, int port, long sku) {
    return new WorkerConfig(
        config.database(),
        config.botToken(),
        config.applicationId(),
        config.publicKey(),
        Optional.of(URI.create("http://127.0.0.1:" + port)),
        config.registerIn(),
        config.discordApi(),
        config.bindAddress(),
        port,
        config.managementPort(),
        vault(TOKEN_KEYS),
        new PremiumConfig(OptionalLong.of(sku), GRACE),
        config.botsPerUser(),
        config.fastSignatures(),
        config.limits(),
        OwnerConfig.nobody());
  }

  /** A vault with these keys, as the setting lists them. */
  public static TokenVault vault(String keys) {
    return TokenVault.read(
        new ConfigReader(Env.of(keys.isEmpty() ? Map.of() : Map.of(TokenVault.SETTING, keys))));
  }

  public static void guild(Database database, long id, boolean active) {
    database
        .dsl()
        .insertInto(GUILDS)
        .set(GUILDS.ID, id)
        .set(GUILDS.NAME, "Guild " + id)
        .set(GUILDS.ACTIVE, active)
        .set(GUILDS.CREATED_AT, LONG_AGO)
        .set(GUILDS.UPDATED_AT, LONG_AGO)
        .execute();
  }

  public static void member(Database database, long guild, long user, long xp, boolean present) {
    database
        .dsl()
        .insertInto(GUILD_USERS)
        .set(GUILD_USERS.GUILD_ID, guild)
        .set(GUILD_USERS.USER_ID, user)
        .set(GUILD_USERS.XP, xp)
        .set(GUILD_USERS.LEVEL, LevelCurve.levelAt(xp))
        .set(GUILD_USERS.MESSAGE_COUNT, xp / 20)
        .set(GUILD_USERS.PRESENT, present)
        .set(GUILD_USERS.CREATED_AT, LONG_AGO)
        .execute();
    CountChanges counts = new CountChanges();
    counts.moved(guild, 0, present ? xp : 0);
    counts.write(database.dsl());
  }

  public static void name(Database database, long user, String displayName) {
    database
        .dsl()
        .insertInto(USERS)
        .set(USERS.ID, user)
        .set(USERS.USERNAME, "user" + user)
        .set(USERS.DISPLAY_NAME, displayName)
        .set(USERS.UPDATED_AT, LONG_AGO)
        .execute();
  }
}
