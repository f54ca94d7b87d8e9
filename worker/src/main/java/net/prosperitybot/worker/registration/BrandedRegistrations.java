package net.prosperitybot.worker.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.lifecycle.BackgroundLoop;
import net.prosperitybot.worker.discord.BotTokens;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Discord of the branded bots' commands: of a new bot's at once, of all bots' when they have
 * changed, then one bot every {@link #SPACING} in each process, each with its own token.
 *
 * <p>One that fails waits for 30 s, then twice as long each time, an hour at most unless Discord
 * says longer, and holds up no other; with another token it need not wait. When nothing is behind,
 * it looks again every {@link #LOOK_AGAIN}. {@code prosperity.registrations.branded.behind} shows
 * how many are left.
 */
public final class BrandedRegistrations implements AutoCloseable {
  static final Duration SPACING = Duration.ofSeconds(2);
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  /** How often a setup looks whether another process is done with the bot. */
  private static final int MOST_LOOKS = 5;

  private static final Duration LOOK_WHEN_HELD = Duration.ofSeconds(1);
  static final Duration FIRST_BACK_OFF = Duration.ofSeconds(30);
  private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(BrandedRegistrations.class);

  private final CommandRegistrar registrar;
  private final BotTokens tokens;
  private final long mainBotId;
  private final OptionalLong mainBotOnlyIn;
  private final WorkerMetrics metrics;
  private final InstantSource clock;
  private final Pause pause;
  private final Map<Long, BackOff> backOffs = new ConcurrentHashMap<>();
  private final BackgroundLoop loop;

  /**
   * @param mainBotOnlyIn the one server that the main bot's commands are registered in while
   *     developing
   */
  public BrandedRegistrations(
      CommandRegistrar registrar,
      BotTokens tokens,
      long mainBotId,
      OptionalLong mainBotOnlyIn,
      WorkerMetrics metrics,
      InstantSource clock,
      Pause pause) {
    this.registrar = registrar;
    this.tokens = tokens;
    this.mainBotId = mainBotId;
    this.mainBotOnlyIn = mainBotOnlyIn;
    this.metrics = metrics;
    this.clock = clock;
    this.pause = pause;
    this.loop =
        new BackgroundLoop(
            "branded-registrations", () -> pause.pause(roundSafely() ? SPACING : LOOK_AGAIN));
  }

  /**
   * How long a bot waits.
   *
   * @param token the one that it did not work with, if there was one
   */
  private record BackOff(Optional<Secret> token, Duration length, Instant until) {}

  public void start() {
    loop.start();
  }

  /** A database that is away ends a round, not the loop. */
  private boolean roundSafely() throws InterruptedException {
    try {
      return round();
    } catch (RuntimeException e) {
      log.warn("Which bots lack the newest commands is not known: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Tells Discord now, for a bot whose setup has just asked for that.
   *
   * @return false when it did not work: it comes again in turn
   */
  public boolean registerAnew(long botId, Secret botToken) throws InterruptedException {
    try {
      for (int look = 0; look < MOST_LOOKS; look++) {
        if (registrar.registerBranded(botId, botToken)) {
          return true;
        }
        pause.pause(LOOK_WHEN_HELD);
      }
    } catch (DiscordException e) {
      failed(botId, botToken, e);
    } catch (RuntimeException e) {
      log.warn("Registering commands of {} failed: {}", botId, e.getMessage());
    }
    return false;
  }

  /**
   * Registers for one bot; false when there was none whose turn it is. While the main bot's
   * commands are others, another release is the newer one, and the bots are its business.
   */
  boolean round() throws InterruptedException {
    List<Long> behind = registrar.brandedBehind();
    metrics.brandedBehind(behind.size());
    backOffs.keySet().retainAll(new HashSet<>(behind));
    if (!registrar.isTold(mainBotId, mainBotOnlyIn)) {
      return false;
    }
    for (long botId : behind) {
      Optional<Secret> token = tokens.of(botId);
      if (isDue(botId, token) && attempt(botId, token)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDue(long botId, Optional<Secret> token) {
    BackOff backOff = backOffs.get(botId);
    return backOff == null
        || !backOff.until().isAfter(clock.instant())
        || !backOff.token().equals(token);
  }

  /** False when Discord was not asked: then another bot may be. */
  private boolean attempt(long botId, Optional<Secret> token) throws InterruptedException {
    if (token.isEmpty()) {
      backOff(botId, token, Duration.ZERO);
      return false;
    }
    try {
      return registrar.registerBranded(botId, token.get());
    } catch (DiscordException e) {
      failed(botId, token.get(), e);
      return true;
    }
  }

  /** A refused token does not become good by itself, and refusals count against our address. */
  private void failed(long botId, Secret token, DiscordException e) {
    backOff(botId, Optional.of(token), e.isTokenRefused() ? LONGEST_BACK_OFF : e.retryAfter());
    log.warn("Registering commands of {} failed: {}", botId, e.getMessage());
  }

  /** Only what we have doubled ourselves is cut: what Discord asks for, it gets. */
  private void backOff(long botId, Optional<Secret> token, Duration atLeast) {
    BackOff before = backOffs.get(botId);
    Duration length =
        before == null || !before.token().equals(token)
            ? FIRST_BACK_OFF
            : before.length().multipliedBy(2);
    if (length.compareTo(LONGEST_BACK_OFF) > 0) {
      length = LONGEST_BACK_OFF;
    }
    if (length.compareTo(atLeast) < 0) {
      length = atLeast;
    }
    backOffs.put(botId, new BackOff(token, length, clock.instant().plus(length)));
  }

  /** Waits for what is under way, which gives its lease back. */
  @Override
  public void close() {
    loop.close();
  }
}
