package net.prosperitybot.worker.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.signatures.PublicKey;
import org.junit.jupiter.api.Test;

class BotDirectoryTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger askedForBot = new AtomicInteger();
  private final AtomicInteger askedForIds = new AtomicInteger();
  private final Set<Long> there = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> beside = new ArrayDeque<>();
  private volatile Set<Long> lastAsked = Set.of();
  private volatile boolean away;

  /** What happens between the database's answer and its use. */
  private volatile Runnable afterReading = () -> {};

  /** What the bot's key was changed to. */
  private volatile Optional<PublicKey> changedKey = Optional.empty();

  private final BotDirectory directory =
      new BotDirectory(
          new MainBot(1, PublicKey.parse(new SigningBot(1).publicKeyHex())),
          new BotSource() {
            @Override
            public Map<Long, RegisteredBot> find(Collection<Long> botIds) {
              askedForBot.incrementAndGet();
              lastAsked = Set.copyOf(botIds);
              if (away) {
                throw new IllegalStateException("The database is away");
              }
              Map<Long, RegisteredBot> found =
                  botIds.stream()
                      .filter(there::contains)
                      .collect(Collectors.toMap(id -> id, id -> withItsKey(registered(id))));
              afterReading.run();
              return found;
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
          nanos::get,
          beside::add);

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

  @Test
  void botsInUseAreReadAgainTogetherSoThatNobodyWaits() {
    LongStream.range(10, 1210).forEach(there::add);
    there.forEach(directory::find);
    assertEquals(1200, askedForBot.getAndSet(0), "each once at first");
    for (int times = 0; times < 10; times++) {
      pass(BotDirectory.FRESH);
      there.forEach(directory::find);
      renew();
    }
    assertEquals(10 * 3, askedForBot.get(), "%d at once".formatted(BotDirectory.RENEWED_TOGETHER));
  }

  @Test
  void aChangeOfABotInUseIsTakenUpBeside() {
    there.addAll(Set.of(5L, 6L));
    RegisteredBot known = directory.find(5).orElseThrow();
    directory.find(6);
    PublicKey another = PublicKey.parse(new SigningBot(7).publicKeyHex());
    changedKey = Optional.of(another);
    there.remove(6L);
    pass(BotDirectory.FRESH);
    assertEquals(known, directory.find(5).orElseThrow(), "nobody waits");
    renew();
    assertEquals(another, directory.find(5).orElseThrow().key());
    assertTrue(directory.find(6).isEmpty());
  }

  @Test
  void aBotThatNobodyAsksForIsForgotten() {
    there.addAll(Set.of(5L, 6L));
    directory.find(5);
    directory.find(6);
    pass(BotDirectory.FRESH);
    directory.find(5);
    renew();
    renew();
    assertEquals(Set.of(5L), lastAsked);
  }

  @Test
  void whatWasReadBeforeAChangeDoesNotComeBackAfterIt() {
    there.add(5L);
    directory.find(5);
    PublicKey another = PublicKey.parse(new SigningBot(7).publicKeyHex());
    pass(BotDirectory.FRESH);
    directory.find(5);
    afterReading =
        () -> {
          changedKey = Optional.of(another);
          directory.changed(5);
        };
    renew();
    afterReading = () -> {};
    assertEquals(another, directory.find(5).orElseThrow().key());
  }

  @Test
  void whileTheDatabaseIsAwayABotInUseIsKnownToTheEndOfItsLife() {
    there.add(5L);
    directory.find(5);
    away = true;
    pass(BotDirectory.FRESH);
    assertTrue(directory.find(5).isPresent());
    renew();
    pass(BotDirectory.KNOWN_LIFE.minus(BotDirectory.FRESH).minusMillis(1));
    assertTrue(directory.find(5).isPresent());
    renew();
    pass(Duration.ofMillis(2));
    assertThrows(IllegalStateException.class, () -> directory.find(5));
    away = false;
    pass(KnownIds.LIFE);
    assertTrue(directory.find(5).isPresent());
  }

  /** Lets what was given to the executor run. */
  private void renew() {
    for (Runnable work = beside.poll(); work != null; work = beside.poll()) {
      work.run();
    }
  }

  private static RegisteredBot registered(long id) {
    return new SigningBot(id).registered();
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
