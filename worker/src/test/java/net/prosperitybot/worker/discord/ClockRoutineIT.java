package net.prosperitybot.worker.discord;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;
import org.junit.jupiter.api.Test;

class ClockRoutineIT {
  @Test
  void aClockThatJumpsIsSeenThoughNothingElseIsAskedOfDiscord() {
    AtomicReference<Duration> jump = new AtomicReference<>(Duration.ZERO);
    try (LocalDiscord local = LocalDiscord.start(Options.generous());
        DiscordRest discord =
            new DiscordRest(
                URI.create(local.apiUrl()),
                () -> Instant.now().plus(jump.get()),
                pause -> Thread.sleep(1));
        ClockRoutine routine = new ClockRoutine(discord, pause -> Thread.sleep(1))) {
      routine.start();
      for (int hours : List.of(0, 1, -1)) {
        jump.set(Duration.ofHours(hours));
        await("at " + hours).until(() -> Math.abs(discord.clockAhead() - hours * 3600) < 5);
      }
    }
  }
}
