package net.prosperitybot.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.prosperitybot.common.database.schema.tables.records.GuildUsersRecord;
import net.prosperitybot.common.database.schema.tables.records.MessageLogsRecord;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events service as a process, ended in the middle of a lively chat and started again. */
class EventsProcessIT {
  private static final CloseStack OPEN = new CloseStack();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ENOUGH_TO_STOP = 200;
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  private static LocalStack stack;

  /** Runs before each test and after it, though not the same one. */
  private static ServiceProcess events;

  private final Instant firstDay = Instant.now().minus(Duration.ofDays(1));
  private final List<Room> rooms = new ArrayList<>();

  /** In the order of the gateway. */
  private final List<LocalMessage> sent = new CopyOnWriteArrayList<>();

  private int rounds;

  /** A server in which everybody writes, and its roles by level. */
  private record Room(
      LocalServer server,
      LocalChannel channel,
      List<LocalMember> members,
      NavigableMap<Integer, LocalRole> roles) {

    /** The role of the highest level reached, alone. */
    List<LocalRole> rolesOf(int level) {
      return roles.headMap(level, true).isEmpty()
          ? List.of()
          : List.of(roles.floorEntry(level).getValue());
    }
  }

  @BeforeAll
  static void start() {
    stack = OPEN.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    events = stack.startEvents();
  }

  @AfterAll
  static void stop() {
    OPEN.close();
  }

  @Test
  void aKilledProcessLosesNothingCommittedAndTheNextOneRepeatsNothing() throws Exception {
    open(1, 100);
    chat(5);
    awaitLogged(sent); // about half of them rise now: roles and notices are under way
    int sentInPeace = sent.size();

    Thread chat = start(() -> chat(5));
    await(() -> logged().size() > sentInPeace);
    Set<Long> committed = logged();
    int sentAtTheKill = sent.size();
    events.kill();
    chat.join();
    chat(2);
    int undelivered = outbox();
    LevelUpLeases.end(stack.database());
    int sentBeforeTheRestart = sent.size();

    events = stack.startEvents();
    chat(8);
    awaitLogged(sent.subList(sentBeforeTheRestart, sent.size()));
    await(() -> outbox() == 0);

    assertAllAgrees();
    assertTrue(logged().containsAll(committed), "what was committed is lost");
    System.out.printf(
        "kill -9 in a chat of %d messages: %d were committed just before, %d level changes were not"
            + " delivered; lost were %d of the %d written before and %d of the %d written while"
            + " nobody listened%n",
        sent.size(),
        committed.size(),
        undelivered,
        missing(sent.subList(0, sentAtTheKill)).size(),
        sentAtTheKill,
        missing(sent.subList(sentAtTheKill, sentBeforeTheRestart)).size(),
        sentBeforeTheRestart - sentAtTheKill);
  }

  @Test
  void aProcessThatIsToldToStopWritesAllThatItHasHeard() throws Exception {
    open(4, 10);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread chat = start(() -> chatUntil(stopped));
    await(() -> logged().size() > ENOUGH_TO_STOP);
    int committedBefore = newestCommitted();
    events.close();
    stopped.countDown();
    chat.join();
    assertTrue(events.endOfLog().contains("Stopped"), events.endOfLog());
    // The gateway keeps the order, so what was heard before the end is a beginning without a gap.
    int heard = newestCommitted();
    assertEquals(List.of(), missing(sent.subList(0, heard)));
    assertTrue(heard >= committedBefore);
    int sentBeforeTheRestart = sent.size();

    events = stack.startEvents();
    chat(2);
    awaitLogged(sent.subList(sentBeforeTheRestart, sent.size()));
    await(() -> outbox() == 0);

    assertAllAgrees();
    System.out.printf(
        "SIGTERM in a chat of %d messages: %d were committed just before, %d in the end, without a"
            + " gap; nobody heard the %d written after them until the restart%n",
        sent.size(), committedBefore, heard, sentBeforeTheRestart - heard);
  }

  private void open(int count, int membersEach) {
    for (int i = 0; i < count; i++) {
      LocalServer server = stack.discord().createServer("Room " + i);
      NavigableMap<Integer, LocalRole> roles = new TreeMap<>();
      for (int level = 1; level <= 3; level++) {
        roles.put(level, levelRole(server, level));
      }
      rooms.add(
          new Room(server, server.createTextChannel("chat"), server.populate(membersEach), roles));
      stack.invite(server);
    }
  }

  private LocalRole levelRole(LocalServer server, int level) {
    LocalRole role = server.createRole("Level " + level);
    stack
        .database()
        .dsl()
        .execute(
            "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, ?)",
            server.id(),
            role.id(),
            level);
    return role;
  }

  private static Thread start(Runnable chat) {
    return Thread.ofPlatform().name("chat").start(chat);
  }

  /** A round every tenth of a second. */
  private void chatUntil(CountDownLatch end) {
    try {
      do {
        chat(1);
      } while (!end.await(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everybody writes so many messages, each after the cooldown of the one before. */
  private void chat(int count) {
    for (int i = 0; i < count; i++) {
      Instant at = firstDay.plus(BETWEEN_ROUNDS.multipliedBy(++rounds));
      for (int member = 0; member < rooms.getFirst().members().size(); member++) {
        for (Room room : rooms) {
          sent.add(room.members().get(member).send(room.channel(), "hello", at));
        }
      }
    }
  }

  /** How many messages had been written when the newest one was that is committed now. */
  private int newestCommitted() {
    Set<Long> committed = logged();
    for (int i = sent.size(); i > 0; i--) {
      if (committed.contains(sent.get(i - 1).id())) {
        return i;
      }
    }
    return 0;
  }

  private List<LocalMessage> missing(List<LocalMessage> of) {
    Set<Long> committed = logged();
    return of.stream().filter(message -> !committed.contains(message.id())).toList();
  }

  private void awaitLogged(List<LocalMessage> messages) {
    await(() -> missing(messages).isEmpty());
  }

  /** How many level changes wait for their role and notice. */
  private int outbox() {
    return stack.database().dsl().fetchCount(LEVEL_UPS);
  }

  private Stream<LocalMessage> notices() {
    return rooms.stream()
        .flatMap(room -> room.channel().messages().stream())
        .filter(message -> message.authorId() == stack.bot().id());
  }

  /** The ids of the messages that earned. */
  private Set<Long> logged() {
    return stack
        .database()
        .dsl()
        .select(MESSAGE_LOGS.MESSAGE_ID)
        .from(MESSAGE_LOGS)
        .where(MESSAGE_LOGS.GUILD_ID.in(guildIds()))
        .fetchSet(MESSAGE_LOGS.MESSAGE_ID);
  }

  private List<Long> guildIds() {
    return rooms.stream().map(room -> room.server().id()).toList();
  }

  private void assertAllAgrees() {
    List<MessageLogsRecord> log =
        stack
            .database()
            .dsl()
            .selectFrom(MESSAGE_LOGS)
            .where(MESSAGE_LOGS.GUILD_ID.in(guildIds()))
            .fetch();
    Map<Long, Long> authors =
        sent.stream().collect(toMap(LocalMessage::id, LocalMessage::authorId));
    assertEquals(log.size(), log.stream().map(MessageLogsRecord::getMessageId).distinct().count());
    log.forEach(row -> assertEquals(authors.get(row.getMessageId()), row.getUserId()));
    rooms.forEach(room -> room.members().forEach(member -> assertAgrees(room, member, log)));
    Map<String, Long> told =
        notices().collect(groupingBy(LocalMessage::content, TreeMap::new, counting()));
    told.forEach((notice, times) -> assertEquals(1, times, notice));
  }

  private void assertAgrees(Room room, LocalMember member, List<MessageLogsRecord> log) {
    GuildUsersRecord now =
        stack
            .database()
            .dsl()
            .selectFrom(GUILD_USERS)
            .where(GUILD_USERS.GUILD_ID.eq(room.server().id()))
            .and(GUILD_USERS.USER_ID.eq(member.id()))
            .fetchSingle();
    List<MessageLogsRecord> own =
        log.stream()
            .filter(row -> row.getGuildId() == room.server().id())
            .filter(row -> row.getUserId() == member.id())
            .toList();
    assertEquals(own.stream().mapToLong(MessageLogsRecord::getXp).sum(), now.getXp(), member::name);
    assertEquals(own.size(), now.getMessageCount(), member::name);
    assertEquals(LevelCurve.levelAt(now.getXp()), now.getLevel(), member::name);
    assertEquals(room.rolesOf(now.getLevel()), member.roles(), member::name);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(condition);
  }
}
