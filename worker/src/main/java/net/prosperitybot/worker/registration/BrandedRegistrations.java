package net.prosperitybot.worker.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.discord.BotTokens;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Discord of the branded bots' commands when they have changed, one bot every {@link
 * #SPACING} in each process, each with its own token.
 *
 * <p>One that fails waits for 30 s, then twice as long each time, an hour at most, and holds up no
 * other. When nothing is behind, it looks again every {@link #LOOK_AGAIN}. {@code
 * prosperity.registrations.branded.behind} shows how many are left.
 */
public final class BrandedRegistrations implements AutoCloseable {
  static final Duration SPACING = Duration.ofSeconds(2);
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
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
  private final Map<Long, BackOff> backOffs = new HashMap<>();
  private final Thread thread;

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
    this.thread = Thread.ofVirtual().name("branded-registrations").unstarted(this::run);
  }

  private record BackOff(Duration length, Instant until) {}

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        pause.pause(roundSafely() ? SPACING : LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  /** Registers for one bot; false when there was none whose turn it is. */
  boolean round() throws InterruptedException {
    List<Long> behind = registrar.brandedBehind(mainBotId, mainBotOnlyIn);
    metrics.brandedBehind(behind.size());
    backOffs.keySet().retainAll(new HashSet<>(behind));
    for (long botId : behind) {
      if (isDue(botId) && attempt(botId)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDue(long botId) {
    BackOff backOff = backOffs.get(botId);
    return backOff == null || !backOff.until().isAfter(clock.instant());
  }

  /** False when Discord was not asked: then another bot may be. */
  private boolean attempt(long botId) throws InterruptedException {
    Optional<Secret> token = tokens.of(botId);
    if (token.isEmpty()) {
      backOff(botId, Duration.ZERO);
      return false;
    }
    try {
      return registrar.registerBranded(botId, token.get());
    } catch (DiscordException e) {
      // A refused token does not become good by itself, and refusals count against our address.
      backOff(botId, e.isTokenRefused() ? LONGEST_BACK_OFF : e.retryAfter());
      log.warn("Registering commands of {} failed: {}", botId, e.getMessage());
      return true;
    }
  }

  private void backOff(long botId, Duration atLeast) {
    BackOff before = backOffs.get(botId);
    Duration length = before == null ? FIRST_BACK_OFF : before.length().multipliedBy(2);
    if (length.compareTo(atLeast) < 0) {
      length = atLeast;
    }
    if (length.compareTo(LONGEST_BACK_OFF) > 0) {
      length = LONGEST_BACK_OFF;
    }
    backOffs.put(botId, new BackOff(length, clock.instant().plus(length)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
