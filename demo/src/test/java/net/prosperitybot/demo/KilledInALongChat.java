package net.prosperitybot.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.schema.tables.records.MessageLogsRecord;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.gateway.SessionView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200,000 messages in several servers, and an events service that is killed at random moments: what
 * was committed stays, nothing counts twice, and what is lost was never committed.
 */
abstract class KilledInALongChat {
  private static final int SERVERS = 8;
  private static final int MEMBERS_EACH = 125;
  private static final int ROUNDS = 200;
  private static final int KILLS = 4;

  /** Messages a second; the gateway could bring more, but then the whole chat is over in a wink. */
  private static final int PACE = 20_000;

  private static final int PACE_WHILE_NOBODY_LISTENS = 400;

  private static final Duration COOLDOWN = Duration.ofSeconds(60);

  /** A round in which everybody earns, then one in which nobody does. */
  private static final List<Duration> BETWEEN_ROUNDS =
      List.of(Duration.ofSeconds(90), Duration.ofSeconds(30));

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern NOTICE = Pattern.compile("<@(\\d+)>.* level (\\d+)!");

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final List<Room> rooms = new ArrayList<>();

  /** In the order of the gateway. */
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());

  private final List<Kill> kills = new ArrayList<>();

  /** Level-up messages by their id, as the bot asked for them: by member and level. */
  private final Map<Long, Told> told = new ConcurrentHashMap<>();

  private final AtomicInteger roleChanges = new AtomicInteger();
  private volatile int pace = PACE;
  private LocalStack stack;
  private ServiceProcess events;

  /**
   * A server in which everybody writes.
   *
   * @param stacks whether members keep the roles of lower levels
   */
  private record Room(
      LocalServer server,
      LocalChannel channel,
      List<LocalMember> members,
      NavigableMap<Integer, LocalRole> roles,
      boolean stacks) {

    Set<LocalRole> rolesOf(int level) {
      NavigableMap<Integer, LocalRole> reached = roles.headMap(level, true);
      if (stacks || reached.isEmpty()) {
        return Set.copyOf(reached.values());
      }
      return Set.of(reached.lastEntry().getValue());
    }
  }

  private record Sent(long id, long guildId, long userId, Instant at) {}

  private record Told(long userId, int level) {}

  /**
   * A kill, in numbers of messages sent.
   *
   * @param heard by server, how many had been sent when the newest one was that is committed
   * @param onTheWay messages after these: in the gateway, in the queue, or in a cooldown
   * @param back how many had been sent when a session was there again
   * @param committed the messages that were in the log then
   */
  private record Kill(
      int at, Map<Long, Integer> heard, int onTheWay, int back, Set<Long> committed) {

    void print(int lost) {
      System.out.printf(
          "  killed at %d: %d were committed, %d more were on their way; %d were written until a"
              + " session was back; lost %d of these%n",
          at, committed.size(), onTheWay, back - at, lost);
    }
  }

  @BeforeEach
  void start() {
    stack =
        open.add(
            new LocalStack(ProjectHome.find(), folder, Options.generous().withKeptMessages(2_000)));
    stack.discord().requests().listen(this::hear);
    for (int i = 0; i < SERVERS; i++) {
      rooms.add(room(i));
    }
    events = stack.startEvents();
  }

  @AfterEach
  void stop() {
    open.close();
  }

  private Room room(int number) {
    LocalServer server = stack.discord().createServer("Room " + number);
    NavigableMap<Integer, LocalRole> roles = new TreeMap<>();
    boolean stacks = number % 2 == 1;
    stack
        .database()
        .dsl()
        .execute(
            """
            INSERT INTO guilds (id, name, role_mode, xp_multiplier, created_at, updated_at)
            VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            """,
            server.id(),
            server.name(),
            stacks ? "stack" : "single",
            number % 4 < 2 ? "1.00" : "0.60");
    for (int level : List.of(1, 3, 5)) {
      LocalRole role = server.createRole("Level " + level);
      roles.put(level, role);
      stack
          .database()
          .dsl()
          .execute(
              "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, ?)",
              server.id(),
              role.id(),
              level);
    }
    Room room =
        new Room(
            server, server.createTextChannel("chat"), server.populate(MEMBERS_EACH), roles, stacks);
    stack.invite(server);
    return room;
  }

  /** A message that is sent twice with one nonce has one id. */
  private void hear(Exchange exchange) {
    if (exchange.template().contains("/roles/{role_id}")) {
      roleChanges.incrementAndGet();
    }
    if (exchange.method().equals("POST") && exchange.path().endsWith("/messages")) {
      Matcher notice = NOTICE.matcher(String.valueOf(exchange.body()));
      var answer = exchange.response();
      if (exchange.status() == 200 && answer != null && notice.find()) {
        told.put(
            answer.path("id").asLong(),
            new Told(Long.parseLong(notice.group(1)), Integer.parseInt(notice.group(2))));
      }
    }
  }

  @Test
  void nothingCommittedIsLostNothingCountsTwiceAndTheRestAgrees() throws Exception {
    RandomGenerator random =
        Seed.announce("kill -9 in a chat of %d messages".formatted(messages()));
    List<Integer> killAt =
        random
            .ints(messages() / 20, messages() - messages() / 20)
            .distinct()
            .limit(KILLS)
            .sorted()
            .boxed()
            .toList();

    Thread chat = Thread.ofPlatform().name("chat").start(this::chat);
    for (int messages : killAt) {
      await(() -> sent.size() >= messages);
      LockSupport.parkNanos(random.nextLong(Duration.ofMillis(40).toNanos()));
      killAndStartAgain();
    }
    chat.join();
    await(this::theLastEarnersAreLogged);
    await(() -> stack.database().dsl().fetchCount(LEVEL_UPS) == 0);

    List<MessageLogsRecord> log = stack.database().dsl().fetch(MESSAGE_LOGS);
    assertNoMessageTwiceAndEachOfItsAuthor(log);
    assertEquals(List.of(), new XpAudit(stack.database()).disagreements());
    assertLostOnlyWhatWasNeverCommitted(log);
    Map<Long, Integer> levels = levels();
    assertRolesFit(levels);
    assertToldOnceAndUpToTheEnd(levels);
  }

  private static int messages() {
    return SERVERS * MEMBERS_EACH * ROUNDS;
  }

  // The chat

  private void chat() {
    Instant at = Instant.now().minus(Duration.ofDays(1));
    for (int round = 0; round < ROUNDS; round++) {
      at = at.plus(BETWEEN_ROUNDS.get(round % BETWEEN_ROUNDS.size()));
      for (int member = 0; member < MEMBERS_EACH; member++) {
        for (Room room : rooms) {
          LocalMember who = room.members().get(member);
          long id = who.send(room.channel(), "hello", at).id();
          sent.add(new Sent(id, room.server().id(), who.id(), at));
        }
        LockSupport.parkNanos(Duration.ofSeconds(SERVERS).toNanos() / pace);
      }
    }
  }

  /** All that earn in the last round in which anybody earns. */
  private boolean theLastEarnersAreLogged() {
    int round = SERVERS * MEMBERS_EACH;
    List<Sent> earners = sent.subList(messages() - 2 * round, messages() - round);
    return stack
            .database()
            .dsl()
            .fetchCount(
                MESSAGE_LOGS, MESSAGE_LOGS.MESSAGE_ID.in(earners.stream().map(Sent::id).toList()))
        == round;
  }

  // The kills

  private void killAndStartAgain() {
    Set<String> sessionsBefore = sessions();
    Set<Long> committed = logged();
    events.kill();
    pace = PACE_WHILE_NOBODY_LISTENS;
    int at = sent.size();
    Set<Long> left = logged();
    assertTrue(left.containsAll(committed), "what was committed is gone");
    LevelUpLeases.end(stack.database());
    events = stack.startEvents();
    await(() -> !sessionsBefore.containsAll(sessions()));
    Map<Long, Integer> heard = newestCommitted(left, at);
    kills.add(new Kill(at, heard, onTheWay(heard, at), sent.size(), left));
    pace = PACE;
  }

  private Set<String> sessions() {
    return stack.discord().gateway().sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::id)
        .collect(Collectors.toSet());
  }

  private Map<Long, Integer> newestCommitted(Set<Long> committed, int sentUntil) {
    Map<Long, Integer> newest = new HashMap<>();
    for (int i = 0; i < sentUntil; i++) {
      if (committed.contains(sent.get(i).id())) {
        newest.put(sent.get(i).guildId(), i + 1);
      }
    }
    return newest;
  }

  private int onTheWay(Map<Long, Integer> heard, int sentUntil) {
    return (int)
        IntStream.range(0, sentUntil)
            .filter(i -> i >= heard.getOrDefault(sent.get(i).guildId(), 0))
            .count();
  }

  private Set<Long> logged() {
    return stack
        .database()
        .dsl()
        .select(MESSAGE_LOGS.MESSAGE_ID)
        .from(MESSAGE_LOGS)
        .fetchSet(MESSAGE_LOGS.MESSAGE_ID);
  }

  // What must hold in the end

  private void assertNoMessageTwiceAndEachOfItsAuthor(List<MessageLogsRecord> log) {
    Map<Long, Sent> byId = sent.stream().collect(toMap(Sent::id, each -> each));
    Set<Long> seen = new HashSet<>();
    for (MessageLogsRecord row : log) {
      assertTrue(seen.add(row.getMessageId()), "twice: " + row);
      Sent message = byId.get(row.getMessageId());
      assertNotNull(message, "never sent: " + row);
      assertEquals(message.guildId(), row.getGuildId());
      assertEquals(message.userId(), row.getUserId());
    }
    kills.forEach(
        kill -> assertTrue(seen.containsAll(kill.committed()), "a committed row is gone"));
  }

  /**
   * A message that should have earned and did not is lost. Each lies after the newest committed one
   * of its server before a kill (it waited in the queue, or on the way to it) and before a session
   * was there again.
   */
  private void assertLostOnlyWhatWasNeverCommitted(List<MessageLogsRecord> log) {
    Set<Long> logged =
        log.stream().map(MessageLogsRecord::getMessageId).collect(Collectors.toSet());
    Map<Long, Instant> lastEarned = new HashMap<>();
    int[] lostByKill = new int[kills.size()];
    int waitedInVain = 0;
    int inCooldown = 0;
    for (int i = 0; i < sent.size(); i++) {
      Sent message = sent.get(i);
      Instant earnsFrom = lastEarned.getOrDefault(message.userId(), Instant.MIN).plus(COOLDOWN);
      if (logged.contains(message.id())) {
        assertFalse(message.at().isBefore(earnsFrom), "earned in the cooldown: " + message);
        lastEarned.put(message.userId(), message.at());
      } else if (message.at().isBefore(earnsFrom)) {
        inCooldown++;
      } else {
        int kill = killThatLost(i, message);
        lostByKill[kill]++;
        waitedInVain += i < kills.get(kill).at() ? 1 : 0;
      }
    }
    int lost = IntStream.of(lostByKill).sum();
    assertEquals(sent.size(), logged.size() + inCooldown + lost);
    assertTrue(waitedInVain > 0, "no kill met a message that was on its way");
    System.out.printf(
        "%d messages = %d logged + %d in a cooldown + %d lost, %d of these on their way at a kill%n",
        sent.size(), logged.size(), inCooldown, lost, waitedInVain);
    for (int i = 0; i < kills.size(); i++) {
      kills.get(i).print(lostByKill[i]);
    }
  }

  private int killThatLost(int index, Sent message) {
    for (int i = 0; i < kills.size(); i++) {
      Kill kill = kills.get(i);
      if (index >= kill.heard().getOrDefault(message.guildId(), 0) && index < kill.back()) {
        return i;
      }
    }
    throw new AssertionError("lost, though a session was there: number " + index + ", " + message);
  }

  private Map<Long, Integer> levels() {
    Map<Long, Integer> levels = new HashMap<>();
    stack
        .database()
        .dsl()
        .fetch(GUILD_USERS)
        .forEach(
            row -> {
              assertEquals(LevelCurve.levelAt(row.getXp()), row.getLevel());
              levels.put(row.getUserId(), row.getLevel());
            });
    assertEquals(SERVERS * MEMBERS_EACH, levels.size());
    return levels;
  }

  private void assertRolesFit(Map<Long, Integer> levels) {
    for (Room room : rooms) {
      for (LocalMember member : room.members()) {
        Set<LocalRole> wanted = room.rolesOf(levels.getOrDefault(member.id(), 0));
        assertEquals(wanted, Set.copyOf(member.roles()), member::name);
      }
    }
  }

  private void assertToldOnceAndUpToTheEnd(Map<Long, Integer> levels) {
    Map<Told, Long> times = told.values().stream().collect(groupingBy(each -> each, counting()));
    times.forEach((each, count) -> assertEquals(1, count, each::toString));
    Map<Long, Integer> highest = new HashMap<>();
    told.values().forEach(each -> highest.merge(each.userId(), each.level(), Math::max));
    assertEquals(levels, highest, "everybody rose, and was told of the level they have");
    System.out.printf("%d level-ups told, %d role changes%n", told.size(), roleChanges.get());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }
}
