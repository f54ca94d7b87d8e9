package net.prosperitybot.worker.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.signatures.PublicKey;
import org.junit.jupiter.api.Test;

class BotDirectoryTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger askedForBot = new AtomicInteger();
  private final AtomicInteger askedForIds = new AtomicInteger();
  private final Set<Long> there = ConcurrentHashMap.newKeySet();
  private volatile boolean away;

  /** What the bot's key was changed to. */
  private volatile Optional<PublicKey> changedKey = Optional.empty();

  private final BotDirectory directory =
      new BotDirectory(
          new MainBot(1, PublicKey.parse(new SigningBot(1).publicKeyHex())),
          new BotSource() {
            @Override
            public Optional<RegisteredBot> find(long botId) {
              askedForBot.incrementAndGet();
              return there.contains(botId)
                  ? Optional.of(withItsKey(new SigningBot(botId).registered()))
                  : Optional.empty();
            }

            @Override
            public Set<Long> ids() {
              askedForIds.incrementAndGet();
              if (away) {
                throw new IllegalStateException("The database is away");
              }
              return there;
            }
          },
          nanos::get);

  @Test
  void theMainBotIsThereWithoutAQuestion() {
    away = true;
    assertEquals(1, directory.find(1).orElseThrow().identity().id());
    assertEquals(0, askedForIds.get());
  }

  @Test
  void aKnownBotIsAskedForOnceInItsLife() {
    there.add(5L);
    directory.find(5);
    pass(BotDirectory.KNOWN_LIFE.minusMillis(1));
    assertEquals(5, directory.find(5).orElseThrow().identity().id());
    assertEquals(1, askedForBot.get());
    pass(Duration.ofMillis(2));
    directory.find(5);
    assertEquals(2, askedForBot.get());
  }

  @Test
  void aKeyThatChangesIsTakenUpWhenTheLifeOfTheKnownOneEnds() {
    there.add(5L);
    PublicKey known = directory.find(5).orElseThrow().key();
    PublicKey another = PublicKey.parse(new SigningBot(6).publicKeyHex());
    assertNotEquals(known, another);
    changedKey = Optional.of(another);
    pass(BotDirectory.KNOWN_LIFE.minusMillis(1));
    assertEquals(known, directory.find(5).orElseThrow().key());
    pass(Duration.ofMillis(2));
    assertEquals(another, directory.find(5).orElseThrow().key());
  }

  private RegisteredBot withItsKey(RegisteredBot bot) {
    return new RegisteredBot(bot.identity(), changedKey.orElse(bot.key()), bot.stopped());
  }

  @Test
  void aNewBotIsFoundWithinTwoSecondsAndAtOnceWhereItWasSetUp() {
    assertTrue(directory.find(5).isEmpty());
    there.add(5L);
    assertTrue(directory.find(5).isEmpty());
    pass(Duration.ofSeconds(2));
    assertTrue(directory.find(5).isPresent());

    assertTrue(directory.find(6).isEmpty());
    there.add(6L);
    directory.changed(6);
    assertTrue(directory.find(6).isPresent());
  }

  @Test
  void aDeletedBotThatIsSetUpAgainIsFoundWithinTwoSeconds() {
    there.add(5L);
    directory.find(7);
    there.remove(5L);
    assertTrue(directory.find(5).isEmpty(), "its id is remembered, its row is gone");
    there.add(5L);
    pass(Duration.ofSeconds(2));
    assertTrue(directory.find(5).isPresent());
  }

  @Test
  void aFloodOfMadeUpIdsAsksOnceInALifeOfTheIdsAndPushesNothingOut() {
    there.add(5L);
    directory.find(5);
    int before = askedForIds.get();
    for (long id = 1000; id < 101_000; id++) {
      directory.find(id);
    }
    pass(KnownIds.LIFE);
    for (long id = 1000; id < 101_000; id++) {
      directory.find(id);
    }
    assertEquals(before + 1, askedForIds.get());
    directory.find(5);
    assertEquals(1, askedForBot.get());
  }

  @Test
  void whileTheDatabaseIsAwayOneOfManyAsksIt() throws Exception {
    away = true;
    CountDownLatch done = new CountDownLatch(1000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long id = 2; id < 1002; id++) {
        long one = id;
        threads.execute(
            () -> {
              assertThrows(IllegalStateException.class, () -> directory.find(one));
              done.countDown();
            });
      }
      done.await();
    }
    assertEquals(1, askedForIds.get());
    away = false;
    pass(KnownIds.LIFE);
    assertTrue(directory.find(2).isEmpty());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
