package net.prosperitybot.events.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.utils.SessionController.SessionConnectNode;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.identifies.IdentifyBudget.Exhausted;
import net.prosperitybot.common.identifies.IdentifyBudget.Wait;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentifyQueueIT {
  private static final long BOT = 900;

  private final TestDatabase test = TestDatabase.create();
  private final IdentifyBudget budget = new IdentifyBudget(test.database());
  private final SessionResources shared =
      new SessionResources(URI.create("http://127.0.0.1:9/api"), new IdentifyTurns(budget));
  private final BotIdentity identity =
      new BotIdentity(BotKind.MAIN, BOT, new Secret("token"), 0, List.of(), true);
  private final GatewayAddress gateway =
      new GatewayAddress("ws://127.0.0.1:9", 2, 1000, 1000, Duration.ZERO, 1);
  private final IdentifyQueue queue =
      new IdentifyQueue(identity, gateway, shared.turns, shared.lookup, cause -> {});
  private final Queue<Integer> connected = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    queue.close();
    shared.close();
    test.close();
  }

  @Test
  void whateverAShardDiesOfTheNextOfItsBucketHasItsTurn() {
    queue.appendSession(
        new Shard(
            0,
            shard -> {
              forgetTurns();
              queue.appendSession(new Shard(1, connected::add));
              throw new StackOverflowError("as a shard may");
            }));
    Awaitility.await().dontCatchUncaughtExceptions().until(() -> connected.contains(1));
    assertEquals(List.of(1), List.copyOf(connected));
  }

  @Test
  void aConnectionThatTookLongTakesItsTurnAnewBeforeItIdentifies() {
    Queue<Instant> asked = new ConcurrentLinkedQueue<>();
    queue.appendSession(
        new Shard(
            0,
            shard -> {
              // The library's own pause, and then its question for the address.
              Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
              asked.add(Instant.now());
              assertEquals(gateway.url(), queue.getGateway());
              connected.add(shard);
            }));
    Awaitility.await().until(() -> connected.contains(0));
    Wait wait = assertInstanceOf(Wait.class, budget.ask(BOT, 0, 0));
    Duration sinceAsked = Duration.between(asked.remove(), Instant.now());
    assertTrue(
        wait.time().plus(sinceAsked).plusMillis(200).compareTo(IdentifyBudget.SPACING) >= 0,
        wait.toString());
    assertEquals(1, budget.sentToday(BOT));
    assertEquals(gateway.url(), queue.getGateway(), "for a RESUME nobody waits");
  }

  @Test
  void whenADayIsUsedUpTheNextLookIsNeitherAtOnceNorLate() {
    assertEquals(Duration.ofMinutes(1), pauseFor(Duration.ZERO));
    assertEquals(Duration.ofMinutes(3), pauseFor(Duration.ofMinutes(3)));
    assertEquals(Duration.ofMinutes(5), pauseFor(Duration.ofHours(3)));
  }

  @Test
  void aSessionThatIsToHearNoMoreDoesNotBeginToHear() {
    try (BotSession session =
        new BotSession(
            identity,
            Optional.empty(),
            gateway,
            shared,
            new GaugeSums(new SimpleMeterRegistry()).of(BotKind.MAIN))) {
      assertTrue(session.hear(List.of()));
      session.stopHearing();
      assertFalse(session.hear(List.of()));
    }
  }

  private static Duration pauseFor(Duration until) {
    return IdentifyQueue.pauseFor(new Exhausted(1000, until));
  }

  private void forgetTurns() {
    test.database().dsl().execute("DELETE FROM identify_buckets");
  }

  /** One that begins its session in this way. */
  private record Shard(int id, Consumer<Integer> connection) implements SessionConnectNode {
    @Override
    public boolean isReconnect() {
      return false;
    }

    @Override
    public JDA getJDA() {
      throw new UnsupportedOperationException("It is none of the library's");
    }

    @Override
    public JDA.ShardInfo getShardInfo() {
      return new JDA.ShardInfo(id, 2);
    }

    @Override
    public void run(boolean isLast) {
      connection.accept(id);
    }
  }
}
