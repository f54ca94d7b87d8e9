package net.prosperitybot.demo;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.demo.FaultScene.FAULT;
import static net.prosperitybot.demo.FaultScene.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.prosperitybot.demo.Askers.Asked;
import net.prosperitybot.demo.FaultScene.Trouble;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both services are told to stop (SIGTERM) while something goes wrong, and started again when it is
 * over: they end in time, and what they had heard has earned once in the end. With {@code
 * -Dfaults.seconds=10} or more in the midst of every fault, else of one of each kind.
 */
class StopsAmidFaultsIT {
  private static final Set<String> ONE_OF_EACH_KIND =
      Set.of("database silent", "Discord limits all", "gateway is cut");

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration AMID = Duration.ofSeconds(1);

  /** Who looks after them kills after 25. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(24);

  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** 128 and the number of the signal. */
  private static final int TOLD_TO_STOP = 143;

  /** Of 512 bytes; the awards of so many rounds need twice as many. */
  private static final int BLOCKS_OF_A_FULL_DISK = 128;

  private static final int ROUNDS_OF_A_FULL_DISK = 25;
  private static final Pattern KEPT = Pattern.compile("(\\d+) awards could not be written");
  private static final Pattern RECOVERED =
      Pattern.compile("(\\d+) awards that an earlier process kept are written");
  private static final Pattern LOST = Pattern.compile("(\\d+) of \\d+ awards that waited are lost");

  private final List<String> table = new ArrayList<>();

  @TempDir private Path folder;

  private FaultScene scene;

  @BeforeEach
  void start() {
    scene = FaultScene.start(folder);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void whoeverIsToldToStopInTheMidstOfItEndsInTimeAndTheNextOneHasAll() {
    scene.troubles().stream()
        .filter(each -> FAULT.compareTo(LONG) >= 0 || ONE_OF_EACH_KIND.contains(each.name()))
        .forEach(this::stopsAmid);
    aFullDisk();
    scene.askers.close();
    scene.talk.close();
    await(() -> scene.talk.missing(0).isEmpty());
    await(() -> scene.stack.database().dsl().fetchCount(LEVEL_UPS) == 0);
    scene.talk.assertAllAgrees();
    print();
  }

  private void print() {
    System.out.println(
        "| told to stop in the midst of | events ended after | worker ended after | awards kept"
            + " | lost | commands without an answer until both were back | all earned after |");
    System.out.println("|---".repeat(7) + "|");
    table.forEach(System.out::println);
    System.out.printf(
        "%d messages and %d commands: nothing heard was lost, none counted twice%n",
        scene.talk.sent(), scene.askers.count());
  }

  private void stopsAmid(Trouble trouble) {
    long at = System.nanoTime();
    boolean isOfTheGateway = trouble.name().startsWith("gateway");
    if (isOfTheGateway) {
      scene.hushUntilAllIsHeard();
    }
    trouble.begin().run();
    if (!isOfTheGateway) {
      FaultScene.pause(AMID);
      scene.hushUntilAllIsHeard();
    }
    String before = scene.events.log();
    CompletableFuture<Duration> workerEnd = supplyAsync(() -> told(scene.worker));
    Duration eventsEnd = told(scene.events);
    Duration workerEnded = workerEnd.join();
    int kept = number(KEPT, scene.events.log().substring(before.length())).orElse(0);
    trouble.end().run();
    restartBoth();
    int lost = trouble.lost().getAsInt();
    report(trouble.name(), at, seconds(eventsEnd), seconds(workerEnded), kept, lost);
  }

  private void restartBoth() {
    scene.forgetIdentifies();
    CompletableFuture<ServiceProcess> nextWorker = supplyAsync(scene.stack::startWorker);
    scene.events = scene.stack.startEvents("events");
    scene.worker = nextWorker.join();
  }

  /** In a line, once all that was heard has earned and people hear answers again. */
  private void report(
      String what, long at, String eventsEnd, String workerEnd, int kept, int lost) {
    long started = System.nanoTime();
    scene.talk.goOnTalking();
    int said = scene.talk.sent();
    await(() -> scene.commits.grewSince(started) && scene.talk.missing(0, said).isEmpty());
    LocalMember another = scene.room.members().getLast();
    await(() -> another.run(scene.channel, "/level").awaitAnswer(ANSWER).state() == State.ANSWERED);
    table.add(
        "| %s | %s | %s | %d | %d | %d | %s |"
            .formatted(
                what,
                eventsEnd,
                workerEnd,
                kept,
                lost,
                scene.askers.since(at).stream().filter(Asked::failed).count(),
                seconds(Duration.ofNanos(System.nanoTime() - started))));
    System.out.println(table.getLast());
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1e3);
  }

  /** Tells a process to stop; how long it took. */
  private static Duration told(ServiceProcess process) {
    long begin = System.nanoTime();
    assertTrue(process.endsWhenAsked(LONGEST_STOP), process.endOfLog());
    assertEquals(TOLD_TO_STOP, process.exitCode(), process.endOfLog());
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Optional<Integer> number(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .reduce((one, next) -> next)
        .map((MatchResult found) -> Integer.valueOf(found.group(1)));
  }

  /** The database is away at the end, and the disk takes only a part of what waits. */
  private void aFullDisk() {
    long at = System.nanoTime();
    scene.hushUntilAllIsHeard();
    await(() -> scene.talk.missing(0).isEmpty());
    told(scene.events);
    scene.forgetIdentifies();
    scene.stack.startedBy(
        service -> onAFullDisk(ServiceProcess.hurried(ProjectHome.find(), service)));
    // By another name, for its log has to fit, too.
    ServiceProcess confined = scene.stack.startEvents("events-on-a-full-disk");
    scene.way.cut();
    for (int i = 0; i < ROUNDS_OF_A_FULL_DISK; i++) {
      scene.talk.round();
    }
    scene.hushUntilAllIsHeard();
    scene.talk.goOnTalking(); // this thread has hushed twice
    Duration ended = told(confined);
    scene.way.mend();
    int lost = number(LOST, confined.log()).orElseThrow();
    int kept = number(KEPT, confined.log()).orElseThrow();
    scene.stack.startedBy(service -> ServiceProcess.hurried(ProjectHome.find(), service));
    scene.forgetIdentifies();
    scene.events = scene.stack.startEvents("events-on-a-full-disk");
    await(() -> number(RECOVERED, scene.events.log()).isPresent());
    assertEquals(kept, number(RECOVERED, scene.events.log()).orElseThrow());
    Set<Long> missing = Set.copyOf(scene.talk.missing(0));
    assertEquals(lost, missing.size());
    scene.talk.giveUp(missing);
    report("database away, and a disk that is full", at, seconds(ended), "-", kept, lost);
  }

  /** Its files may not grow beyond what the kernel is told here. */
  private static List<String> onAFullDisk(List<String> command) {
    String confine = "ulimit -f " + BLOCKS_OF_A_FULL_DISK + " && exec \"$@\"";
    List<String> confined = new ArrayList<>(List.of("/bin/sh", "-c", confine, "sh"));
    confined.addAll(command);
    return confined;
  }
}
