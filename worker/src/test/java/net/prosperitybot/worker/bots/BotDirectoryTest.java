package net.prosperitybot.worker.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.worker.SigningBot;
import org.junit.jupiter.api.Test;

class BotDirectoryTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Optional<RegisteredBot> there = Optional.empty();
  private final BotDirectory directory =
      new BotDirectory(
          id -> {
            asked.incrementAndGet();
            return there;
          },
          nanos::get);

  @Test
  void aKnownBotIsAskedForOnceInItsLife() {
    there = Optional.of(new SigningBot(5).registered());
    directory.find(5);
    pass(BotDirectory.KNOWN_LIFE.minusMillis(1));
    assertEquals(there, directory.find(5));
    assertEquals(1, asked.get());
    pass(Duration.ofMillis(2));
    directory.find(5);
    assertEquals(2, asked.get());
  }

  @Test
  void anUnknownBotIsForgottenAfterTwoSeconds() {
    assertTrue(directory.find(5).isEmpty());
    there = Optional.of(new SigningBot(5).registered());
    pass(Duration.ofMillis(1999));
    assertTrue(directory.find(5).isEmpty());
    pass(Duration.ofMillis(2));
    assertEquals(there, directory.find(5));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
