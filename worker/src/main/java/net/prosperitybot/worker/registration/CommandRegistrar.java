package net.prosperitybot.worker.registration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.registration.RegistrationStore.AlreadyDone;
import net.prosperitybot.worker.registration.RegistrationStore.Claim;
import net.prosperitybot.worker.registration.RegistrationStore.Granted;
import net.prosperitybot.worker.registration.RegistrationStore.HeldByAnother;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers command definitions with Discord, in the background and once over all replicas.
 *
 * <p>A failure is tried again after 1 s, then after twice as long each time, 60 s at most, until it
 * works or the worker stops; {@code prosperity.registrations.waiting} shows what is not done yet.
 * One whose lease another holds looks again every second.
 */
public final class CommandRegistrar implements AutoCloseable {
  /** Longer than a registration takes with all its retries, so that a lease outlives its work. */
  static final Duration LEASE = Duration.ofSeconds(90);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);
  private static final Logger log = LoggerFactory.getLogger(CommandRegistrar.class);

  private final RegistrationStore store;
  private final DiscordRest discord;
  private final URI apiUrl;
  private final Supplier<ArrayNode> definition;
  private final String owner;
  private final WorkerMetrics metrics;
  private final Pause pause;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param apiUrl which Discord is told: another one knows nothing of what this one was told
   * @param definition all commands, as Discord's bulk overwrite takes them; asked for only when it
   *     is needed, because commands that register others are among them
   * @param owner names this process in the lease
   */
  public CommandRegistrar(
      Database database,
      DiscordRest discord,
      URI apiUrl,
      Supplier<ArrayNode> definition,
      String owner,
      WorkerMetrics metrics,
      Pause pause) {
    this.store = new RegistrationStore(database);
    this.discord = discord;
    this.definition = definition;
    this.apiUrl = apiUrl;
    this.owner = owner;
    this.metrics = metrics;
    this.pause = pause;
  }

  /** Sees to it that Discord holds the definition for this bot; returns at once. */
  public void register(long botId, Secret botToken, OptionalLong onlyInGuild) {
    RegistrationKey key = new RegistrationKey(botId, onlyInGuild.orElse(0));
    metrics.registrationWaits();
    threads.execute(() -> registerUntilDone(key, botToken));
  }

  private void registerUntilDone(RegistrationKey key, Secret botToken) {
    Duration backOff = FIRST_BACK_OFF;
    try {
      while (true) {
        try {
          if (registerOnce(key, botToken)) {
            metrics.registrationDone();
            return;
          }
          pause.pause(LOOK_AGAIN);
        } catch (RuntimeException e) {
          Duration wait = waitAfter(e, backOff);
          log.warn(
              "Registering commands of {} failed, again in {} s: {}",
              key.botId(),
              wait.toSeconds(),
              e.getMessage());
          pause.pause(wait);
          Duration doubled = backOff.multipliedBy(2);
          backOff = doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.info("Stopped before the commands of {} were registered", key.botId());
    }
  }

  private static Duration waitAfter(RuntimeException failure, Duration backOff) {
    return failure instanceof DiscordException discord
            && discord.retryAfter().compareTo(backOff) > 0
        ? discord.retryAfter()
        : backOff;
  }

  /**
   * Tells Discord of a branded bot's commands when it does not have these.
   *
   * @return false when another process is at it
   * @throws DiscordException when Discord did not take them
   */
  boolean registerBranded(long botId, Secret botToken) throws InterruptedException {
    return registerOnce(RegistrationKey.everywhere(botId), botToken);
  }

  /** The branded bots that Discord has other commands of, by rising id. */
  List<Long> brandedBehind() {
    return store.brandedBehind(hash(definition.get()));
  }

  /** Whether Discord has this definition of the bot's commands. */
  boolean isTold(long botId, OptionalLong onlyIn) {
    return store
        .toldHash(new RegistrationKey(botId, onlyIn.orElse(0)))
        .equals(Optional.of(hash(definition.get())));
  }

  /** What Discord has of a bot's commands in all servers. */
  public enum Standing {
    NEVER_TOLD,
    BEHIND,
    UP_TO_DATE
  }

  /** What Discord has of a branded bot's commands. */
  public Standing standing(long botId) {
    return store
        .toldHash(RegistrationKey.everywhere(botId))
        .map(told -> told.equals(hash(definition.get())) ? Standing.UP_TO_DATE : Standing.BEHIND)
        .orElse(Standing.NEVER_TOLD);
  }

  /** True when Discord holds the definition; false when it is not known yet whether it does. */
  private boolean registerOnce(RegistrationKey key, Secret botToken) throws InterruptedException {
    ArrayNode commands = definition.get();
    String hash = hash(commands);
    Claim claim = store.claim(key, hash, owner, LEASE);
    return switch (claim) {
      case AlreadyDone done -> true;
      case HeldByAnother held -> false;
      case Granted granted -> tell(key, botToken, commands, hash, granted);
    };
  }

  private boolean tell(
      RegistrationKey key, Secret botToken, ArrayNode commands, String hash, Granted claim)
      throws InterruptedException {
    try {
      discord.overwriteCommands(botToken, key.botId(), key.guild(), commands);
    } catch (DiscordException | InterruptedException e) {
      store.release(key, claim);
      throw e;
    }
    boolean recorded = store.complete(key, hash, claim);
    if (recorded) {
      log.info("Registered {} commands of {}", commands.size(), key.botId());
    }
    return recorded;
  }

  private String hash(ArrayNode commands) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(apiUrl.toString().getBytes(StandardCharsets.UTF_8));
      sha256.update(commands.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
