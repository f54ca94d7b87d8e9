package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Close codes after which Discord wants no reconnect: somebody has to do something first. */
class RefusedSessionIT {
  private static final String TOKEN_REFUSED =
      "Discord refuses the token: it was reset, or the application is gone. Copy the token again"
          + " from the application's Bot page and restart.";

  private final World world;
  private final Instant start = Instant.now();
  private final Logger ours = (Logger) LoggerFactory.getLogger("net.prosperitybot.events");
  private final Logger ofRequests = (Logger) LoggerFactory.getLogger(RestRateLimiter.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  RefusedSessionIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    heard.list = new CopyOnWriteArrayList<>(); // read while others write
  }

  @BeforeEach
  void listen() {
    heard.start();
    ours.addAppender(heard);
    ofRequests.setLevel(Level.INFO);
    ofRequests.addAppender(heard);
  }

  @AfterEach
  void stop() {
    ours.detachAppender(heard);
    ofRequests.detachAppender(heard);
    ofRequests.setLevel(null); // as before: its parent's
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4004 | Discord refuses the token: it was reset, or the application is gone. Copy the \
          token again from the application's Bot page and restart.
          4013 | Discord calls the intents invalid: this release is too old for it. Install a \
          newer one.
          4014 | Discord does not grant the Server Members intent any more. Switch it on at the \
          application's Bot page, or restart to run without it.
          """)
  void aRefusedIdentifyEndsTheSessionInWordsThatSayWhatToDo(int code, String advice)
      throws Exception {
    world.discord.gateway().refuseIdentify(code);
    try (Events events = world.startUnready()) {
      assertEndsWith(events, advice);
      assertEquals(1, world.discord.gateway().identifiesSince(world.bot.id(), start));
      assertFalse(events.needOfRestart().isDone(), "it would be refused again");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4004 | false | Discord refuses the token
          4010 | true  | Discord wants another number of shards by now: restart
          4011 | true  | Discord wants another number of shards by now: restart
          4013 | false | Discord calls the intents invalid
          4014 | true  | Discord does not grant the Server Members intent any more
          """)
  void aSessionThatWorkedAndIsRefusedWantsARestartWhereThatMendsIt(
      int code, boolean mends, String words) throws Exception {
    try (Events events = world.startEvents()) {
      world.discord.gateway().close(world.discord.gateway().sessions().getFirst().id(), code);
      world.await(() -> world.get(events, "/health").contains("not connected, for good. " + words));
      assertEquals(mends, events.needOfRestart().isDone());
    }
  }

  @Test
  void whatIsUnderWayDoesNotKeepTheEndBack() throws Exception {
    world.levelRole("Level 1", 1);
    LocalMember ben = world.server.join("ben");
    LocalMember cleo = world.server.join("cleo");
    try (Events events = world.startEvents();
        Faults.Running slow =
            world.discord.fault(
                FaultPlan.on(
                    "PUT",
                    "/guilds/*/members/*/roles/*",
                    new Fault.Delay(Duration.ofMinutes(1))))) {
      world.chatToLevelOne(world.ann);
      world.await(() -> slow.hits() > 0);
      // The library asks for one of a server's roles after the other: these wait for the first.
      world.chatToLevelOne(ben);
      world.chatToLevelOne(cleo);
      world.discord.gateway().close(world.discord.gateway().sessions().getFirst().id(), 4014);
      // By itself the library tells of it after half a minute.
      events.needOfRestart().get(10, TimeUnit.SECONDS);
    }
    assertTrue(
        messages(Level.INFO).stream().anyMatch(each -> each.startsWith("Waiting for ")),
        "else there was nothing to wait for");
  }

  @Test
  void aRunningSessionWhoseTokenIsResetEndsInTheSameWords() throws Exception {
    try (Events events = world.startEvents()) {
      String session = world.discord.gateway().sessions().getFirst().id();
      world.discord.gateway().close(session, 4004);
      assertEndsWith(events, TOKEN_REFUSED);
      assertEquals(1, world.discord.gateway().identifiesSince(world.bot.id(), start));
    }
  }

  private void assertEndsWith(Events events, String advice) throws Exception {
    world.await(() -> !errors().isEmpty());
    assertEquals(
        List.of("Bot %d: shard 0 has ended for good. %s".formatted(world.bot.id(), advice)),
        errors());
    HttpResponse<String> health = world.answer(events, "/health");
    assertEquals(503, health.statusCode());
    assertEquals("database answers, gateway not connected, for good. " + advice, health.body());
    assertEquals("alive", world.get(events, "/live"));
    world.await(() -> gatewayThreads() == 0); // nothing is left that could connect again
  }

  private List<String> errors() {
    return messages(Level.ERROR);
  }

  private List<String> messages(Level level) {
    return heard.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static long gatewayThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().contains("MainWS"))
        .count();
  }
}
