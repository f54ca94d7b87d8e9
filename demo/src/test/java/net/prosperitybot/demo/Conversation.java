package net.prosperitybot.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;

/**
 * People who go on talking in several servers, each message a cooldown after the one before; and
 * whether all that they said earned once, with the roles and notices that are due.
 */
final class Conversation implements AutoCloseable {
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 400;

  private final Database database;
  private final List<Room> rooms = new ArrayList<>();
  private final List<LocalMessage> sent = new CopyOnWriteArrayList<>();
  private final Instant firstDay = Instant.now().minus(Duration.ofDays(20));
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("conversation").unstarted(this::goOn);
  private final ReentrantLock talking = new ReentrantLock(true);
  private int rounds;

  Conversation(Database database) {
    this.database = database;
  }

  /**
   * A place where people talk.
   *
   * @param roles by the level that earns them; the highest takes the lower ones' place
   */
  record Room(
      LocalServer server,
      LocalChannel channel,
      List<LocalMember> members,
      NavigableMap<Integer, LocalRole> roles) {}

  /** A room with so many members, and roles for the first so many levels. */
  Room room(LocalServer server, int members, int levels) {
    NavigableMap<Integer, LocalRole> roles = new TreeMap<>();
    for (int level = 1; level <= levels; level++) {
      LocalRole role = server.createRole("Level " + level);
      roles.put(level, role);
      database
          .dsl()
          .execute(
              "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, ?)",
              server.id(),
              role.id(),
              level);
    }
    Room room = new Room(server, server.createTextChannel("chat"), server.populate(members), roles);
    rooms.add(room);
    return room;
  }

  /** Begins to talk, until it is closed. */
  void start() {
    thread.start();
  }

  private void goOn() {
    try {
      do {
        round();
      } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everybody says something, a cooldown later. */
  void round() {
    talking.lock();
    try {
      rounds++;
      rooms.forEach(room -> room.members().forEach(member -> say(room, member)));
    } finally {
      talking.unlock();
    }
  }

  /** From now on nobody says anything but what this thread has them say. */
  void hush() {
    talking.lock();
  }

  /** Everybody goes on talking. */
  void goOnTalking() {
    talking.unlock();
  }

  /** Everybody says something of which it is known that nobody hears it; how much. */
  int roundUnheard() {
    int before = sent.size();
    round();
    List<LocalMessage> unheard = List.copyOf(sent.subList(before, sent.size()));
    sent.removeAll(unheard);
    return unheard.size();
  }

  /** These are known to be lost. */
  void giveUp(Set<Long> messageIds) {
    sent.removeIf(message -> messageIds.contains(message.id()));
  }

  /** One message now, of a member who does not talk otherwise or before all others do. */
  LocalMessage say(Room room, LocalMember member) {
    LocalMessage message =
        member.send(room.channel(), "hello", firstDay.plus(BETWEEN_ROUNDS.multipliedBy(rounds)));
    sent.add(message);
    return message;
  }

  /** As {@link #say}, a cooldown later. */
  LocalMessage sayNext(Room room, LocalMember member) {
    rounds++;
    return say(room, member);
  }

  int sent() {
    return sent.size();
  }

  /** How many of the first messages have not earned. */
  long missingOfFirst(int count) {
    return missing(0, count).size();
  }

  /** The ids of messages that were said and have not earned. */
  List<Long> missing(int from) {
    return missing(from, sent.size());
  }

  /** The same of those from one number to before another. */
  List<Long> missing(int from, int to) {
    Set<Long> logged =
        database
            .dsl()
            .select(MESSAGE_LOGS.MESSAGE_ID)
            .from(MESSAGE_LOGS)
            .fetchSet(MESSAGE_LOGS.MESSAGE_ID);
    return sent.subList(from, to).stream()
        .map(LocalMessage::id)
        .filter(id -> !logged.contains(id))
        .toList();
  }

  /** What bots said where people talk: the notices. */
  Stream<LocalMessage> notices(Room room) {
    Set<Long> members = Set.copyOf(sent.stream().map(LocalMessage::authorId).distinct().toList());
    return room.channel().messages().stream()
        .filter(message -> !members.contains(message.authorId()));
  }

  /** Ends it; what was said has been said. */
  @Override
  public void close() {
    end.countDown();
    while (talking.isHeldByCurrentThread()) {
      talking.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything was said once, earned once, and led to one notice and the right role. */
  void assertAllAgrees() {
    assertEquals(List.of(), missing(0), "messages that earned nothing");
    assertEquals(sent.size(), database.dsl().fetchCount(MESSAGE_LOGS), "messages in the log");
    assertEquals(List.of(), new XpAudit(database).disagreements());
    assertRolesAndNotices();
  }

  /** Everybody holds the role of their level, and nothing was told twice. */
  void assertRolesAndNotices() {
    for (Room room : rooms) {
      room.members().forEach(member -> assertHoldsItsRole(room, member));
      Map<String, Long> told =
          notices(room).collect(groupingBy(LocalMessage::content, TreeMap::new, counting()));
      told.forEach((notice, times) -> assertEquals(1, times, notice));
    }
  }

  private void assertHoldsItsRole(Room room, LocalMember member) {
    int level =
        database
            .dsl()
            .select(GUILD_USERS.LEVEL)
            .from(GUILD_USERS)
            .where(GUILD_USERS.GUILD_ID.eq(room.server().id()))
            .and(GUILD_USERS.USER_ID.eq(member.id()))
            .fetchSingle()
            .value1();
    Map.Entry<Integer, LocalRole> highest = room.roles().floorEntry(level);
    assertEquals(
        highest == null ? List.of() : List.of(highest.getValue()), member.roles(), member::name);
  }
}
