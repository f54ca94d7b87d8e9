package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.Askers.Asked;
import net.prosperitybot.demo.Conversation.Room;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.gateway.SessionView;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services while people talk and ask, and what is between them, their database and
 * Discord fails. Each fault lasts {@code -Dfaults.seconds}; what it did is told in a line, of which
 * {@code docs/reliability.md} is made.
 */
class FaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration FAULT = Duration.ofSeconds(Integer.getInteger("faults.seconds", 3));

  /** After a fault of any kind all is well again within this time. */
  private static final Duration LONGEST_HEALING = Duration.ofSeconds(60);

  private static final int TALKERS = 20;
  private static final int LEVELS = 40;
  private static final int GIFTS = 2;
  private static final int ASKERS = 4;
  private static final List<Integer> RESUMABLE = List.of(4000, 4001, 4002, 4003, 4005, 4008);

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final List<String> table = new ArrayList<>();
  private LocalStack stack;
  private FaultyWay way;
  private Conversation talk;
  private Room room;
  private LocalChannel channel;
  private int gifts;
  private CommitWatch commits;
  private Askers askers;

  @BeforeEach
  void start() {
    stack = open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    way = open.add(FaultyWay.to(Integer.parseInt(stack.eventsSettings("port").get("DB_PORT"))));
    stack.set("DB_PORT", Integer.toString(way.port()));
    stack.set("COMMANDS_PER_MEMBER", "0").set("COMMANDS_PER_SERVER", "0");
    LocalServer server =
        stack.discord().createServer("Riverside", stack.discord().createUser("mara", "Mara"));
    stack.invite(server);
    talk = open.add(new Conversation(stack.database()));
    room = talk.room(server, TALKERS, LEVELS);
    stack.startWorker();
    stack.startEvents("events");
    await(() -> !stack.bot().commands().isEmpty());
    commits = open.add(CommitWatch.start(stack.database(), List.of(server.id())));
    askers = open.add(new Askers());
    channel = server.createTextChannel("commands");
    for (int i = 0; i < ASKERS; i++) {
      LocalMember asker = room.members().get(i);
      askers.begin(() -> asker.run(channel, "/level"));
    }
    talk.start();
    long begin = System.nanoTime();
    await(() -> commits.grewSince(begin) && askers.count() > ASKERS);
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void whateverFailsNothingIsLostAndNothingCountsTwice() {
    fault("database away", way::cut, way::mend);
    fault("database silent", way::silence, way::mend);
    fault("database slow, 2 s a question", () -> way.slow(Duration.ofSeconds(2)), way::mend);
    CloseStack locks = new CloseStack();
    fault("database deadlocks", () -> locks.add(Deadlocks.start(stack, room)), locks::close);
    discord("Discord answers 500", new Fault.Fail(500, 0, "Internal Server Error"));
    discord("Discord answers 502", new Fault.Fail(502, 0, "Bad Gateway"));
    discord("Discord limits all", new Fault.RateLimited(Duration.ofSeconds(1), true));
    discord("Discord limits each route", new Fault.RateLimited(Duration.ofSeconds(1), false));
    discord("Discord cuts requests", new Fault.Cut());
    discord("Discord loses its answers", new Fault.CutAfter());
    discord("Discord is slow, 4 s", new Fault.Delay(Duration.ofSeconds(4)));
    fault("gateway closes, with each code that allows a resume", this::closeWithEachCode, () -> {});
    fault("gateway is cut", () -> session(id -> stack.discord().gateway().cut(id)), () -> {});
    fault(
        "gateway asks to reconnect",
        () -> session(id -> stack.discord().gateway().requestReconnect(id)),
        () -> {});
    fault(
        "gateway says everything twice",
        () -> stack.discord().gateway().duplicateNext(stack.bot().id(), 100),
        () -> {});

    askers.close();
    talk.close();
    await(() -> talk.missing(0).isEmpty());
    await(() -> stack.database().dsl().fetchCount(LEVEL_UPS) == 0);
    talk.assertAllAgrees();
    System.out.println(
        "| for %d s | commands that failed | the slowest took | awards waited at most | well after |"
            .formatted(FAULT.toSeconds()));
    System.out.println("|---|---|---|---|---|");
    table.forEach(System.out::println);
    System.out.printf(
        "%d messages and %d commands: none lost, none counted twice%n",
        talk.sent(), askers.count());
  }

  private void discord(String what, Fault fault) {
    List<Faults.Running> running = new ArrayList<>();
    fault(
        what,
        () -> {
          // What answers interactions is the worker's; what the services ask for is theirs.
          running.add(stack.discord().fault(FaultPlan.on("*", "/channels/**", fault)));
          running.add(stack.discord().fault(FaultPlan.on("*", "/guilds/**", fault)));
          running.add(stack.discord().fault(FaultPlan.on("*", "/webhooks/**", fault)));
          giveToSome();
        },
        () -> running.forEach(Faults.Running::close));
    int hits = running.stream().mapToInt(Faults.Running::hits).sum();
    assertTrue(hits > 0, what + " met nobody");
  }

  /** So much that they reach another level, and roles have to be changed just now. */
  private void giveToSome() {
    // Others each time: the higher one is, the more it takes.
    for (LocalMember member : room.members().subList(gifts, gifts + GIFTS)) {
      room.server().owner().run(channel, "/xp give user:" + member.mention() + " xp:2000");
    }
    gifts += GIFTS;
  }

  /** Each after the session has resumed from the one before. */
  private void closeWithEachCode() {
    for (int code : RESUMABLE) {
      int before = resumes();
      session(id -> stack.discord().gateway().close(id, code));
      await(() -> resumes() > before);
    }
  }

  private int resumes() {
    return stack.discord().gateway().sessions().stream().mapToInt(SessionView::resumed).sum();
  }

  private void session(Consumer<String> event) {
    stack.discord().gateway().sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::id)
        .findFirst()
        .ifPresent(event);
  }

  /** Lets it last, ends it, and waits until all is well for a while. */
  private void fault(String what, Runnable begin, Runnable end) {
    long at = System.nanoTime();
    begin.run();
    pause(FAULT);
    end.run();
    long over = System.nanoTime();
    await(
        () -> {
          long quietFrom = System.nanoTime() - QUIET.toNanos();
          return over < quietFrom
              && lastTrouble(at, over) < quietFrom
              && commits.grewSince(quietFrom)
              && stack.database().dsl().fetchCount(LEVEL_UPS) == 0;
        });
    Duration healed = Duration.ofNanos(Math.max(0, System.nanoTime() - QUIET.toNanos() - over));
    List<Asked> asked = askers.since(at);
    table.add(
        "| %s | %d of %d | %.1f s | %.1f s | %.1f s |"
            .formatted(
                what,
                asked.stream().filter(Asked::failed).count(),
                asked.size(),
                asked.stream().mapToLong(each -> each.took().toMillis()).max().orElse(0) / 1e3,
                commits.longestPauseSince(at).toMillis() / 1e3,
                healed.toMillis() / 1e3));
    System.out.println(table.getLast());
    assertTrue(healed.compareTo(LONGEST_HEALING) < 0, what + " healed only after " + healed);
  }

  private long lastTrouble(long since, long otherwise) {
    return askers.since(since).stream()
        .filter(Asked::failed)
        .mapToLong(Asked::endedAt)
        .max()
        .orElse(otherwise);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
  }

  /** Somebody who wants the same rows as the services, the other way round, all the time. */
  private static final class Deadlocks implements AutoCloseable {
    private final Database database;
    private final Room room;
    private final Thread thread = Thread.ofPlatform().name("deadlocks").unstarted(this::goOn);
    private volatile boolean ended;

    private Deadlocks(Database database, Room room) {
      this.database = database;
      this.room = room;
    }

    static Deadlocks start(LocalStack stack, Room room) {
      Deadlocks deadlocks = new Deadlocks(stack.database(), room);
      deadlocks.thread.start();
      return deadlocks;
    }

    private void goOn() {
      while (!ended) {
        database.transaction(
            tx -> {
              room.members().reversed().forEach(member -> touch(tx, member));
              return 0;
            });
      }
    }

    private void touch(DSLContext tx, LocalMember member) {
      tx.selectFrom(GUILD_USERS)
          .where(GUILD_USERS.GUILD_ID.eq(room.server().id()))
          .and(GUILD_USERS.USER_ID.eq(member.id()))
          .forUpdate()
          .fetch();
    }

    @Override
    public void close() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
