package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.levelling.AuditMain;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.Askers.Asked;
import net.prosperitybot.demo.Conversation.Room;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.SessionView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services on three Galera nodes, while people talk and ask: nodes die, are cut off and come
 * back, and one of two events services, each with half the shards, is killed.
 *
 * <p>Each service begins with another node, so that they meet as seldom on one as it can be.
 */
abstract class ServicesOnACluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What "seconds" means: for longer nobody may see an error, and no award may wait. */
  private static final Duration SECONDS = Duration.ofSeconds(15);

  /** As long as a service waits for the answer to a statement, and what it takes to go on. */
  private static final Duration STATEMENT = Duration.ofSeconds(45);

  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final int SHARDS = 2;
  private static final int ROOMS_A_SHARD = 2;
  private static final int TALKERS = 30;
  private static final int LEVELS = 3;
  private static final int ROUNDS = 8;
  private static final int ASKERS = 6;

  /** The node that nothing happens to, which the test itself asks. */
  private static final int WITNESS = 3;

  private static GaleraCluster cluster;

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final List<List<Room>> roomsByShard = new ArrayList<>();
  private LocalStack stack;
  private Conversation talk;

  /**
   * What goes on meanwhile.
   *
   * @param commits one a shard
   */
  private record Load(List<CommitWatch> commits, Askers readers, Askers givers) {
    /** What was asked since then, in its order. */
    List<Asked> since(long nanoTime) {
      return Stream.concat(readers.since(nanoTime).stream(), givers.since(nanoTime).stream())
          .sorted(Comparator.comparingLong(Asked::at))
          .toList();
    }
  }

  @BeforeAll
  static void findCluster() {
    cluster = GaleraCluster.givenOrAbort("the services on a cluster of databases");
  }

  @BeforeEach
  void start() {
    cluster.empty();
    stack =
        open.add(
            new LocalStack(
                ProjectHome.find(),
                folder,
                Options.generous(),
                cluster.asOwner(WITNESS),
                cluster.settings()));
    // A few people ask more than people do.
    stack.set("COMMANDS_PER_MEMBER", "0").set("COMMANDS_PER_SERVER", "0");
    stack.set("SHARD_COUNT", Integer.toString(SHARDS));
    talk = open.add(new Conversation(stack.database()));
    for (int shard = 0; shard < SHARDS; shard++) {
      roomsByShard.add(rooms(shard));
    }
  }

  private List<Room> rooms(int shard) {
    List<Room> rooms = new ArrayList<>();
    while (rooms.size() < ROOMS_A_SHARD) {
      LocalServer server = stack.discord().createServer("Room");
      if (Long.remainderUnsigned(server.id() >>> 22, SHARDS) == shard) {
        stack.invite(server);
        rooms.add(talk.room(server, TALKERS, LEVELS));
      }
    }
    return rooms;
  }

  private ServiceProcess startEvents(int shard, String name) {
    stack.set("SHARD_IDS", Integer.toString(shard));
    stack.set("DB_HOST", cluster.hostsFrom(1 + shard));
    return stack.startEvents(name);
  }

  private ServiceProcess startWorker() {
    stack.set("DB_HOST", cluster.hostsFrom(2));
    ServiceProcess worker = stack.startWorker();
    await(() -> !stack.bot().commands().isEmpty());
    return worker;
  }

  @AfterEach
  void stop() {
    open.close();
    cluster.mend();
  }

  @Test
  void nodesDieAndComeBackWhilePeopleTalkAndAsk() {
    startWorker();
    startEvents(0, "events-0");
    startEvents(1, "events-1");
    List<CommitWatch> commits =
        List.of(
            open.add(CommitWatch.start(stack.database(), guildIds(0))),
            open.add(CommitWatch.start(stack.database(), guildIds(1))));
    Askers readers = open.add(new Askers());
    Askers givers = open.add(new Askers());
    Load load = new Load(commits, readers, givers);
    talk.start();
    awaitRounds(ROUNDS);
    beginToAsk(readers, givers);
    awaitRounds(ROUNDS);
    long conflictsBefore = conflicts();

    trouble("kill -9 of node 1", () -> cluster.kill(1), load, SECONDS);
    trouble("node 1 comes back", () -> cluster.restart(1), load, SECONDS);
    trouble("kill -9 of node 2", () -> cluster.kill(2), load, SECONDS);
    cluster.wipe(2);
    trouble("node 2 comes back empty", () -> cluster.restart(2), load, SECONDS);
    trouble("node 1 is cut off", () -> cluster.cutOff(1), load, SECONDS);
    trouble("node 1 takes part again", () -> cluster.join(1), load, SECONDS);
    // Whose services are on the second node by now: the first one was cut off.
    trouble("node 2 hangs", () -> cluster.freeze(2), load, STATEMENT);
    trouble("node 2 goes on", () -> cluster.thaw(2), load, SECONDS);

    readers.close();
    givers.close();
    talk.close();
    await(() -> talk.missing(0).isEmpty());
    await(() -> stack.database().dsl().fetchCount(LEVEL_UPS) == 0);
    talk.assertAllAgrees();
    assertGivenOnce(givers.all());
    assertEquals("", audit());
    GaleraCluster.tell(
        "%d messages and %d commands: no message lost, none counted twice; of %d /xp give, %d"
            + " failed; %d conflicts since the last start of each node",
        talk.sent(),
        readers.count() + givers.count(),
        givers.count(),
        givers.all().stream().filter(Asked::failed).count(),
        conflicts() - conflictsBefore);
  }

  private void beginToAsk(Askers readers, Askers givers) {
    for (int i = 0; i < ASKERS; i++) {
      Room room = roomsByShard.get(i % SHARDS).getFirst();
      LocalChannel commands = commandsOf(room);
      LocalMember asker = room.members().get(i);
      String line = i % 3 == 0 ? "/leaderboard" : "/level";
      readers.begin(() -> asker.run(commands, line));
    }
    // Of members who talk, so that the worker and the events service want the same rows.
    for (List<Room> rooms : roomsByShard) {
      Room room = rooms.getFirst();
      String line = "/xp give user:" + room.members().getFirst().mention() + " xp:1";
      LocalChannel commands = commandsOf(room);
      givers.begin(() -> room.server().owner().run(commands, line));
    }
  }

  /** Apart from where people talk and level-ups are told. */
  private static LocalChannel commandsOf(Room room) {
    return room.server().createTextChannel("commands");
  }

  /**
   * Does something to the cluster, waits until nobody has seen an error for a while, and tells.
   *
   * @param atMost for so long there may be errors, and awards may wait
   */
  private static void trouble(String what, Runnable event, Load load, Duration atMost) {
    long at = System.nanoTime();
    event.run();
    long done = System.nanoTime();
    await(
        () -> {
          long quietFrom = System.nanoTime() - QUIET.toNanos();
          return done < quietFrom
              && lastFailure(load.since(at), at) < quietFrom
              && load.commits.stream().allMatch(watch -> watch.grewSince(quietFrom));
        });
    List<Asked> asked = load.since(at);
    List<Asked> failed = asked.stream().filter(Asked::failed).toList();
    Duration errors =
        failed.isEmpty()
            ? Duration.ZERO
            : Duration.ofNanos(lastFailure(asked, at) - failed.getFirst().at());
    Duration slowest =
        asked.stream().map(Asked::took).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration pause =
        load.commits.stream()
            .map(watch -> watch.longestPauseSince(at))
            .max(Duration::compareTo)
            .orElseThrow();
    GaleraCluster.tell(
        "  %s (%.1f s): %d of %d commands failed, within %.1f s, the slowest answer took %.1f s;"
            + " awards of a shard waited %.1f s at most",
        what,
        seconds(Duration.ofNanos(done - at)),
        failed.size(),
        asked.size(),
        seconds(errors),
        seconds(slowest),
        seconds(pause));
    failed.stream()
        .map(each -> each.failure().replaceFirst("`.*", "..."))
        .distinct()
        .forEach(words -> GaleraCluster.tell("    %s", words));
    assertTrue(errors.compareTo(atMost) < 0, "errors lasted " + errors);
    assertTrue(pause.compareTo(atMost) < 0, "awards waited " + pause);
  }

  private static long lastFailure(List<Asked> asked, long otherwise) {
    return asked.stream().filter(Asked::failed).mapToLong(Asked::endedAt).max().orElse(otherwise);
  }

  /** What was answered was done once; what was not may have been done, but not twice either. */
  private void assertGivenOnce(List<Asked> gives) {
    List<Long> done =
        stack
            .database()
            .dsl()
            .select(XP_ADJUSTMENTS.CAUSE_ID)
            .from(XP_ADJUSTMENTS)
            .fetch(0, Long.class);
    Set<Long> asked = gives.stream().map(Asked::interactionId).collect(Collectors.toSet());
    Set<Long> answered =
        gives.stream()
            .filter(give -> !give.failed())
            .map(Asked::interactionId)
            .collect(Collectors.toSet());
    assertEquals(done.size(), Set.copyOf(done).size(), "given twice");
    assertTrue(asked.containsAll(done), "nobody asked for it");
    assertTrue(Set.copyOf(done).containsAll(answered), "answered, but not done");
  }

  @Test
  void anEventsServiceThatIsKilledIsMissedByItsOwnServersAlone() {
    ServiceProcess first = startEvents(0, "events-0");
    startEvents(1, "events-1");
    CommitWatch lost = open.add(CommitWatch.start(stack.database(), guildIds(0)));
    CommitWatch others = open.add(CommitWatch.start(stack.database(), guildIds(1)));
    talk.start();
    awaitRounds(ROUNDS);

    int heardBefore = talk.sent();
    await(() -> talk.missingOfFirst(heardBefore) == 0);
    first.kill();
    long at = System.nanoTime();
    awaitRounds(1); // what was under way at the database has ended
    long quietFrom = System.nanoTime();
    awaitRounds(2 * ROUNDS);
    assertEquals(List.of(1), connectedShards(), "the other one keeps to its shard");
    assertTrue(!lost.grewSince(quietFrom), "somebody wrote in servers of the killed one");
    Duration pause = others.longestPauseSince(at);

    long restart = System.nanoTime();
    startEvents(0, "events-0");
    Duration back = Duration.ofNanos(System.nanoTime() - restart);
    int heardAgain = talk.sent();
    assertEquals(List.of(0, 1), connectedShards());
    awaitRounds(ROUNDS);
    talk.close();
    await(() -> talk.missing(heardAgain).isEmpty());
    // What the killed one had claimed is free when its lease ends.
    await(() -> stack.database().dsl().fetchCount(LEVEL_UPS) == 0);

    Set<Long> missing = Set.copyOf(talk.missing(0));
    assertEquals(Set.of(), ofShard(1, missing), "lost in the other one's servers");
    assertTrue(talk.missing(0, heardBefore).isEmpty(), "lost before the kill");
    talk.assertRolesAndNotices();
    assertEquals("", audit());
    GaleraCluster.tell(
        "kill -9 of one of two events services: of %d messages its own servers missed %d, the"
            + " others' none, which never waited longer than %.1f s; it heard again after %.1f s",
        talk.sent(), missing.size(), seconds(pause), seconds(back));
    assertTrue(pause.compareTo(SECONDS) < 0, "the others waited " + pause);
  }

  private Set<Long> ofShard(int shard, Set<Long> messages) {
    return roomsByShard.get(shard).stream()
        .flatMap(room -> room.channel().messages().stream())
        .map(message -> message.id())
        .filter(messages::contains)
        .collect(Collectors.toSet());
  }

  private List<Integer> connectedShards() {
    return stack.bot().sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::shard)
        .sorted()
        .toList();
  }

  private List<Long> guildIds(int... shards) {
    List<Long> ids = new ArrayList<>();
    for (int shard : shards) {
      roomsByShard.get(shard).forEach(room -> ids.add(room.server().id()));
    }
    return ids;
  }

  private static long conflicts() {
    return cluster.conflicts(1) + cluster.conflicts(2) + cluster.conflicts(3);
  }

  /** {@code ./prosperity audit}; empty when all agrees, else what it says. */
  private String audit() {
    Path jar = new ServiceFiles(ProjectHome.find(), "worker").jar();
    ProcessBuilder builder =
        new ProcessBuilder(
                ServiceProcess.java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar.toString(),
                AuditMain.class.getName())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(cluster.settings());
    try {
      Process audit = builder.start();
      String words = new String(audit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return audit.waitFor() == 0 ? "" : words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitRounds(int rounds) {
    int until = talk.sent() + rounds * TALKERS * ROOMS_A_SHARD * SHARDS;
    await(() -> talk.sent() >= until);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
  }
}
