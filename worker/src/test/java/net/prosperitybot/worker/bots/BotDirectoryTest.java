package net.prosperitybot.worker.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
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
import java.util.stream.Stream;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.signatures.PublicKey;
import org.junit.jupiter.api.Test;

class BotDirectoryTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger askedForBots = new AtomicInteger();
  private final AtomicInteger askedForIds = new AtomicInteger();
  private final Set<Long> there = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> beside = new ArrayDeque<>();
  private final Set<Long> notUsable = ConcurrentHashMap.newKeySet();
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
            public Map<Long, RegisteredBot> all() {
              askedForBots.incrementAndGet();
              if (away) {
                throw new IllegalStateException("The database is away");
              }
              Map<Long, RegisteredBot> found =
                  there.stream().collect(Collectors.toMap(id -> id, id -> withItsKey(bot(id))));
              afterReading.run();
              return found;
            }

            @Override
            public Set<Long> ids() {
              askedForIds.incrementAndGet();
              if (away) {
                throw new IllegalStateException("The database is away");
              }
              return Stream.concat(there.stream(), notUsable.stream()).collect(Collectors.toSet());
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
    assertEquals(1, askedForBots.get());
    pass(Duration.ofMillis(2));
    directory.find(5);
    assertEquals(2, askedForBots.get());
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
  void thousandsOfBotsAreReadTogetherAndNobodyWaits() {
    LongStream.range(10, 3010).forEach(there::add);
    there.forEach(directory::find);
    assertEquals(1, askedForBots.getAndSet(0));
    for (int times = 0; times < 10; times++) {
      pass(BotDirectory.FRESH);
      there.forEach(directory::find);
      assertEquals(times, askedForBots.get(), "nobody who asks reads");
      renew();
    }
    assertEquals(10, askedForBots.get());
    assertEquals(0, askedForIds.get());
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
  void whileNobodyAsksNothingIsRead() {
    there.add(5L);
    directory.find(5);
    pass(BotDirectory.KNOWN_LIFE.multipliedBy(3));
    renew();
    assertEquals(1, askedForBots.get());
    directory.find(5);
    assertEquals(2, askedForBots.get());
  }

  @Test
  void aRowThatIsNoBotCostsNoMoreThanTheIds() {
    notUsable.add(9L);
    assertTrue(directory.find(9).isEmpty());
    askedForBots.set(0);
    for (int times = 0; times < 1000; times++) {
      assertTrue(directory.find(9).isEmpty());
    }
    assertEquals(0, askedForBots.get());
    pass(BotDirectory.LIFE_OF_IDS);
    assertTrue(directory.find(9).isEmpty());
    assertEquals(1, askedForBots.get());
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
          afterReading = () -> {};
          changedKey = Optional.of(another);
          directory.changed();
        };
    renew();
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
    pass(BotDirectory.LIFE_OF_IDS);
    assertTrue(directory.find(5).isPresent());
  }

  /** Lets what was given to the executor run. */
  private void renew() {
    for (Runnable work = beside.poll(); work != null; work = beside.poll()) {
      work.run();
    }
  }

  private static RegisteredBot bot(long id) {
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
    directory.changed();
    assertTrue(directory.find(6).isPresent());
  }

  @Test
  void aDeletedBotThatIsSetUpAgainIsFoundWithinTwoSeconds() {
    there.add(5L);
    directory.find(5);
    there.remove(5L);
    pass(BotDirectory.KNOWN_LIFE);
    assertTrue(directory.find(5).isEmpty());
    there.add(5L);
    pass(Duration.ofSeconds(2));
    assertTrue(directory.find(5).isPresent());
  }

  @Test
  void aFloodOfMadeUpIdsAsksOnceInALifeOfTheIdsAndPushesNothingOut() {
    there.add(5L);
    directory.find(5);
    for (long id = 1000; id < 101_000; id++) {
      directory.find(id);
    }
    pass(BotDirectory.LIFE_OF_IDS);
    for (long id = 1000; id < 101_000; id++) {
      directory.find(id);
    }
    assertEquals(2, askedForIds.get());
    directory.find(5);
    assertEquals(1, askedForBots.get());
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
    assertEquals(1, askedForBots.get());
    assertEquals(0, askedForIds.get());
    away = false;
    pass(BotDirectory.LIFE_OF_IDS);
    assertTrue(directory.find(2).isEmpty());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
