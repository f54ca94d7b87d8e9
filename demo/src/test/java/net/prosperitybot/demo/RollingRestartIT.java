package net.prosperitybot.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import net.prosperitybot.common.database.schema.Tables;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.Conversation.Room;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.InvocationResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both services are replaced while people talk and ask: the new process is ready before the old one
 * is told to stop, so two hear everything for a while.
 */
class RollingRestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
  private static final int TALKERS = 60;
  private static final int REPLACEMENTS = 3;
  private static final int ROUNDS_BETWEEN = 4;
  private static final int ASKERS = 8;
  private static final int ANSWERS_BETWEEN = 300;

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final List<Duration> stops = new ArrayList<>();
  private LocalStack stack;
  private Conversation talk;
  private Room room;

  @BeforeEach
  void start() {
    stack = open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    // A few people ask more than people do.
    stack.set("COMMANDS_PER_MEMBER", "0").set("COMMANDS_PER_SERVER", "0");
    LocalServer server =
        stack.discord().createServer("Riverside", stack.discord().createUser("mara", "Mara"));
    stack.invite(server);
    stack
        .database()
        .dsl()
        .execute(
            "INSERT INTO guilds (id, name, created_at, updated_at)"
                + " VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
            server.id(),
            server.name());
    talk = new Conversation(stack.database());
    room = talk.room(server, TALKERS, 3);
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void aReplacedEventsServiceLosesNothingAndRepeatsNothing() {
    ServiceProcess events = stack.startEvents("events-0");
    talk.start();
    for (int i = 1; i <= REPLACEMENTS; i++) {
      awaitRounds(ROUNDS_BETWEEN);
      ServiceProcess next = stack.startEvents("events-" + i);
      assertEquals(2, sessions(), "both hear");
      awaitRounds(ROUNDS_BETWEEN);
      stops.add(timeToStop(events));
      events = next;
      assertEquals(1, sessions());
    }
    awaitRounds(ROUNDS_BETWEEN);
    talk.close();
    await().atMost(PATIENCE).until(() -> talk.missingOfFirst(talk.sent()) == 0 && outbox() == 0);
    talk.assertAllAgrees();
    assertStoppedInTime();
    System.out.printf(
        "%d messages while the events service was replaced %d times: each earned once; it stopped"
            + " within %s%n",
        talk.sent(), REPLACEMENTS, stops);
  }

  @Test
  void aReplacedWorkerAnswersWhatItHasAndTheNextOneTheRest() {
    ServiceProcess worker = stack.startWorker();
    await().atMost(PATIENCE).until(() -> !stack.bot().commands().isEmpty());
    List<InvocationResult> answers = new CopyOnWriteArrayList<>();
    List<Thread> askers = new ArrayList<>();
    AtomicBoolean enough = new AtomicBoolean();
    for (LocalMember asker : room.members().subList(0, ASKERS)) {
      askers.add(Thread.ofVirtual().start(() -> ask(asker, answers, enough)));
    }
    for (int i = 1; i <= REPLACEMENTS; i++) {
      awaitMore(answers);
      // Discord calls the next one from now on; what it has asked the first is still under way.
      ServiceProcess next = stack.startWorker();
      stops.add(timeToStop(worker));
      worker = next;
    }
    awaitMore(answers);
    enough.set(true);
    askers.forEach(RollingRestartIT::join);
    assertEquals(
        List.of(),
        answers.stream().filter(each -> each.state() != InvocationResult.State.ANSWERED).toList());
    assertStoppedInTime();
    System.out.printf(
        "%d commands while the worker was replaced %d times: each answered; it stopped within %s%n",
        answers.size(), REPLACEMENTS, stops);
  }

  private void ask(LocalMember asker, List<InvocationResult> answers, AtomicBoolean enough) {
    while (!enough.get()) {
      answers.add(asker.run(room.channel(), "/about").await());
    }
  }

  private static void awaitMore(List<InvocationResult> answers) {
    int until = answers.size() + ANSWERS_BETWEEN;
    await().atMost(PATIENCE).until(() -> answers.size() >= until);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRounds(int rounds) {
    int until = talk.sent() + rounds * TALKERS;
    await().atMost(PATIENCE).until(() -> talk.sent() >= until);
  }

  private long sessions() {
    return stack.bot().sessions().stream().filter(SessionView::connected).count();
  }

  private int outbox() {
    return stack.database().dsl().fetchCount(Tables.LEVEL_UPS);
  }

  /** As the orchestrator stops it: it is asked, and would be killed after 20 s. */
  private static Duration timeToStop(ServiceProcess process) {
    long begin = System.nanoTime();
    process.close();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void assertStoppedInTime() {
    for (Duration stop : stops) {
      assertTrue(stop.compareTo(LONGEST_STOP) < 0, "was killed after " + stop);
    }
  }
}
