package net.prosperitybot.worker.discord;

import java.time.Duration;
import net.prosperitybot.common.lifecycle.BackgroundLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has our clock compared with Discord's also while nothing else is asked of Discord: a worker whose
 * clock has jumped refuses all commands, and so has no other reason to ask.
 *
 * <p>A background loop. Period: a minute. When Discord does not answer, the next look is a minute
 * later. It stops with {@link #close}. What it found is in {@link DiscordRest#clockAhead}.
 */
public final class ClockRoutine implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(ClockRoutine.class);

  private final DiscordRest discord;
  private final BackgroundLoop loop;

  public ClockRoutine(DiscordRest discord, Pause pause) {
    this.discord = discord;
    this.loop =
        new BackgroundLoop(
            "clock",
            () -> {
              pause.pause(PERIOD);
              look();
            });
  }

  /** Starts; the first look is a minute later, for a start asks Discord much. */
  public ClockRoutine start() {
    loop.start();
    return this;
  }

  private void look() throws InterruptedException {
    try {
      discord.lookAtClock();
    } catch (RuntimeException e) {
      log.debug("Discord's clock was not seen: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
