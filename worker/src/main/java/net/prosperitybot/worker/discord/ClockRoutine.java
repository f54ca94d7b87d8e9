package net.prosperitybot.worker.discord;

import java.time.Duration;
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
  private final Pause pause;
  private final Thread thread;

  public ClockRoutine(DiscordRest discord, Pause pause) {
    this.discord = discord;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("clock").unstarted(this::run);
  }

  /** Starts; the first look is a minute later, for a start asks Discord much. */
  public ClockRoutine start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (true) {
        pause.pause(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
