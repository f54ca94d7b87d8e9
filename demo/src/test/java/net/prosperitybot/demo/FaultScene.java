package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.Conversation.Room;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.InvocationResult;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;

/**
 * The packaged services while people talk and ask, and all that can go wrong between them, their
 * database and Discord.
 */
final class FaultScene implements AutoCloseable {
  /** How long each fault lasts. */
  static final Duration FAULT = Duration.ofSeconds(Integer.getInteger("faults.seconds", 3));

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TALKERS = 20;
  private static final int LEVELS = 40;
  private static final int GIFTS = 2;
  private static final int ASKERS = 4;

  /** Discord's, a load balancer's, and one that nobody knows. */
  private static final List<Integer> RESUMABLE =
      List.of(4000, 4001, 4002, 4003, 4005, 4008, 1000, 1001, 4999);

  private static final List<Integer> BEGINNING_ANEW = List.of(4007, 4009, 4012);

  /** More than 120 in a minute end the connection. */
  private static final Duration BETWEEN_HEARTBEATS = Duration.ofMillis(400);

  private static final int FEWEST_ODD_EVENTS = 300;

  private final CloseStack open = new CloseStack();
  final LocalStack stack;
  final FaultyWay way;
  final Conversation talk;
  final Room room;
  final LocalChannel channel;
  final CommitWatch commits;
  final Askers askers;
  private final DatabaseRights rights;
  private final OddEvents oddEvents;
  ServiceProcess events;
  ServiceProcess worker;
  private int gifts;
  private int unheard;

  private FaultScene(Path folder) {
    stack = open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    way = open.add(FaultyWay.to(Integer.parseInt(stack.eventsSettings("port").get("DB_PORT"))));
    stack.set("DB_PORT", Integer.toString(way.port()));
    stack.set("COMMANDS_PER_MEMBER", "0").set("COMMANDS_PER_SERVER", "0");
    rights = DatabaseRights.separate(stack);
    LocalServer server =
        stack.discord().createServer("Riverside", stack.discord().createUser("mara", "Mara"));
    stack.invite(server);
    talk = open.add(new Conversation(stack.database()));
    room = talk.room(server, TALKERS, LEVELS);
    channel = server.createTextChannel("commands");
    oddEvents = new OddEvents(stack, server.id());
    worker = stack.startWorker();
    events = stack.startEvents("events");
    await(() -> !stack.bot().commands().isEmpty());
    commits = open.add(CommitWatch.start(stack.database(), List.of(server.id())));
    askers = open.add(new Askers(FAULT.plusSeconds(15)));
  }

  /** Everybody talks and asks, and is answered. */
  static FaultScene start(Path folder) {
    FaultScene scene = new FaultScene(folder);
    try {
      scene.begin();
      return scene;
    } catch (RuntimeException | Error e) {
      scene.close();
      throw e;
    }
  }

  private void begin() {
    for (int i = 0; i < ASKERS; i++) {
      LocalMember asker = room.members().get(i);
      askers.begin(() -> asker.run(channel, "/level"));
    }
    talk.start();
    long begin = System.nanoTime();
    await(() -> commits.grewSince(begin) && askers.count() > ASKERS);
  }

  /**
   * Something that goes wrong for a while.
   *
   * @param lost after it has begun, how many messages were said that nobody could hear
   */
  record Trouble(String name, Runnable begin, Runnable end, IntSupplier lost) {
    Trouble(String name, Runnable begin, Runnable end) {
      this(name, begin, end, () -> 0);
    }
  }

  /** All that goes wrong, in its order. */
  List<Trouble> troubles() {
    CloseStack locks = new CloseStack();
    List<Trouble> all = new ArrayList<>();
    all.add(new Trouble("database away", way::cut, way::mend));
    all.add(new Trouble("database silent", way::silence, way::mend));
    all.add(
        new Trouble(
            "database slow, 2 s a question", () -> way.slow(Duration.ofSeconds(2)), way::mend));
    all.add(
        new Trouble(
            "database deadlocks", () -> locks.add(Deadlocks.start(stack, room)), locks::close));
    all.add(new Trouble("database read-only", this::readOnly, rights::mend));
    all.add(new Trouble("database out of connections", rights::noConnections, rights::mend));
    all.add(discord("Discord answers 500", new Fault.Fail(500, 0, "Internal Server Error")));
    all.add(discord("Discord answers 502", new Fault.Fail(502, 0, "Bad Gateway")));
    all.add(discord("Discord limits all", new Fault.RateLimited(Duration.ofSeconds(1), true)));
    all.add(
        discord("Discord limits each route", new Fault.RateLimited(Duration.ofSeconds(1), false)));
    all.add(discord("Discord cuts requests", new Fault.Cut()));
    all.add(discord("Discord loses its answers", new Fault.CutAfter()));
    all.add(discord("Discord is slow, 4 s", new Fault.Delay(Duration.ofSeconds(4))));
    all.add(gateway("gateway closes, with each code that allows a resume", this::closeAndResume));
    all.add(
        new Trouble(
            "gateway closes, with each code after which a session begins anew",
            this::closeAndBeginAnew,
            () -> {},
            () -> unheard));
    all.add(gateway("gateway is cut", () -> session(id -> stack.discord().gateway().cut(id))));
    all.add(
        gateway(
            "gateway asks to reconnect",
            () -> session(id -> stack.discord().gateway().requestReconnect(id))));
    all.add(
        gateway(
            "gateway says everything twice",
            () -> stack.discord().gateway().duplicateNext(stack.bot().id(), 100)));
    all.add(
        gateway(
            "gateway sends what nobody knows, nulls, and frames of 10 MB",
            () -> assertTrue(oddEvents.send() > FEWEST_ODD_EVENTS)));
    return all;
  }

  /** Who changes something is told that it was not done. */
  private void readOnly() {
    rights.readOnly();
    LocalMember member = room.members().getLast();
    InvocationResult answer =
        room.server()
            .owner()
            .run(channel, "/xp give user:" + member.mention() + " xp:1")
            .awaitAnswer(PATIENCE);
    assertTrue(answer.content().startsWith(Askers.FAULT), answer.content());
  }

  private static Trouble gateway(String name, Runnable begin) {
    return new Trouble(name, begin, () -> {});
  }

  private Trouble discord(String what, Fault fault) {
    AtomicReference<DiscordFault> running = new AtomicReference<>();
    return new Trouble(
        what,
        () -> {
          running.set(DiscordFault.begin(stack.discord(), fault));
          giveToSome();
        },
        () -> {
          running.get().close();
          assertTrue(running.get().hits() > 0, what + " met nobody");
        });
  }

  /** So much that they reach another level, and roles have to be changed just now. */
  private void giveToSome() {
    // Others each time: the higher one is, the more it takes.
    for (int i = 0; i < GIFTS; i++) {
      LocalMember member = room.members().get(gifts++ % TALKERS);
      room.server().owner().run(channel, "/xp give user:" + member.mention() + " xp:2000");
    }
  }

  /** Each after the session has resumed from the one before. */
  private void closeAndResume() {
    for (int code : RESUMABLE) {
      int before = resumes();
      session(id -> stack.discord().gateway().close(id, code));
      await(() -> resumes() > before);
    }
  }

  private int resumes() {
    return stack.discord().gateway().sessions().stream().mapToInt(SessionView::resumed).sum();
  }

  /** Each after another session is there; what is said in between is never told to it. */
  private void closeAndBeginAnew() {
    unheard = 0;
    for (int code : BEGINNING_ANEW) {
      hushUntilAllIsHeard();
      String before = connected().orElseThrow().id();
      stack.discord().gateway().close(before, code);
      unheard += talk.roundUnheard();
      forgetIdentifies();
      await(() -> connected().filter(now -> !now.id().equals(before)).isPresent());
      await(() -> isHealthy(events));
      talk.goOnTalking();
    }
  }

  /** Afterwards the events service has heard all that was said. */
  void hushUntilAllIsHeard() {
    talk.hush();
    await(() -> connected().isPresent());
    SessionView now = connected().orElseThrow();
    await(
        () -> {
          session(stack.discord().gateway()::requestHeartbeat);
          pause(BETWEEN_HEARTBEATS);
          return connected().filter(it -> it.acknowledged() >= now.sequence()).isPresent();
        });
  }

  Optional<SessionView> connected() {
    return stack.discord().gateway().sessions().stream().filter(SessionView::connected).findFirst();
  }

  void session(Consumer<String> event) {
    connected().map(SessionView::id).ifPresent(event);
  }

  /** As if the last session had begun long ago: the next one need not wait for five seconds. */
  void forgetIdentifies() {
    stack.database().dsl().execute("DELETE FROM identify_buckets");
  }

  private boolean isHealthy(ServiceProcess service) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return ServiceProcess.answers(http, service.management().resolve("/health"));
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
  }

  @Override
  public void close() {
    open.close();
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
