package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import org.awaitility.Awaitility;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new level role for 10,000 members, typed in the local Discord, and an events service that is
 * killed at random moments of it: everybody gets what they should have, once.
 */
abstract class KilledInABackfill {
  private static final int REACHED = 10_000;
  private static final int BELOW = 400;
  private static final int GONE = 50;
  private static final int BRONZE_LEVEL = 2;
  private static final int GOLD_LEVEL = 5;
  private static final int DIAMOND_LEVEL = 9;
  private static final int KILLS = 4;

  /** In roles given, of which there are some 6,000; a restart takes the time of some hundreds. */
  private static final int FIRST_KILL = 200;

  private static final int BETWEEN_KILLS = 800;

  /** One of so many members has reached the highest role, or holds the lowest one still. */
  private static final int ONE_IN = 10;

  /** So many of {@link #ONE_IN} got the new role by hand before, which must cost no call. */
  private static final int BY_HAND = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern ROLE_OF_MEMBER =
      Pattern.compile("/guilds/(\\d+)/members/(\\d+)/roles/(\\d+)$");

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final NavigableMap<Integer, LocalRole> roles = new TreeMap<>();
  private final Map<Long, Integer> levels = new HashMap<>();
  private final AtomicInteger given = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /** Who holds which role, as Discord's answers tell it; and what they told a second time. */
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  private final List<String> inVain = new CopyOnWriteArrayList<>();

  private LocalStack stack;
  private ServiceProcess events;
  private LocalServer server;
  private LocalChannel general;
  private List<LocalMember> members = List.of();

  private record Held(long userId, long roleId) {}

  @BeforeEach
  void start() {
    stack = open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    server = stack.discord().createServer("Many");
    general = server.createTextChannel("general");
    for (int level : List.of(BRONZE_LEVEL, GOLD_LEVEL, DIAMOND_LEVEL)) {
      roles.put(level, server.createRole("Level " + level));
    }
    members = server.populate(BELOW + REACHED);
    stack.invite(server);
    writeWhatThereIs();
    stack.discord().requests().listen(this::hear);
    stack.startWorker();
    events = stack.startEvents();
  }

  @AfterEach
  void stop() {
    open.close();
  }

  /** Members of all levels; those below the new role hold the one that they have reached. */
  private void writeWhatThereIs() {
    execute(
        """
        INSERT INTO guilds (id, name, role_mode, created_at, updated_at)
        VALUES (%d, 'Many', 'single', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
        """
            .formatted(server.id()));
    execute(
        "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (%d, %d, %d)"
            .formatted(server.id(), role(BRONZE_LEVEL).id(), BRONZE_LEVEL));
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      LocalMember member = members.get(i);
      int level = i < BELOW ? i % GOLD_LEVEL : i % ONE_IN == 1 ? DIAMOND_LEVEL : GOLD_LEVEL + i % 4;
      levels.put(member.id(), level);
      rows.add(row(member.id(), level, true));
      if (level >= BRONZE_LEVEL && (level < GOLD_LEVEL || i % ONE_IN == 0)) {
        holds(member, role(BRONZE_LEVEL));
      }
      if (level >= GOLD_LEVEL && i % ONE_IN >= ONE_IN - BY_HAND) {
        holds(member, role(GOLD_LEVEL));
      }
    }
    for (int i = 0; i < GONE; i++) {
      rows.add(row(stack.discord().createUser("gone" + i).id(), DIAMOND_LEVEL, false));
    }
    execute(
        """
        INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, present, created_at)
        VALUES %s
        """
            .formatted(String.join(", ", rows)));
  }

  private void holds(LocalMember member, LocalRole role) {
    member.give(role);
    held.add(new Held(member.id(), role.id()));
  }

  private String row(long userId, int level, boolean present) {
    long xp = LevelCurve.xpRequired(level);
    return "(%d, %d, %d, %d, %d, %b, UTC_TIMESTAMP(3))"
        .formatted(server.id(), userId, xp, xp, level, present);
  }

  private void execute(String sql) {
    stack
        .database()
        .dsl()
        .connection(
            connection -> {
              try (var statement = connection.createStatement()) {
                statement.execute(sql);
              }
            });
  }

  private LocalRole role(int level) {
    LocalRole role = roles.get(level);
    if (role == null) {
      throw new IllegalArgumentException("no role for level " + level);
    }
    return role;
  }

  /** Discord answers 204 whether the role was held before or not. */
  private void hear(Exchange exchange) {
    Matcher path = ROLE_OF_MEMBER.matcher(exchange.path());
    if (exchange.status() != 204 || !path.find()) {
      return;
    }
    Held role = new Held(Long.parseLong(path.group(2)), Long.parseLong(path.group(3)));
    boolean puts = exchange.method().equals("PUT");
    boolean changed = puts ? held.add(role) : held.remove(role);
    (puts ? given : taken).incrementAndGet();
    if (!changed) {
      inVain.add(exchange.method() + " " + role);
    }
  }

  @Test
  void everybodyGetsTheRoleOnceHoweverOftenTheServiceDies() {
    long seed = RandomGenerator.getDefault().nextLong();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    System.out.printf("kill -9 in a back-fill of %d members, seed %d%n", REACHED, seed);
    long start = System.nanoTime();
    Invocation gold = add(GOLD_LEVEL);
    Invocation diamond = null;
    for (int kill = 0; kill < KILLS; kill++) {
      awaitGiven(FIRST_KILL + kill * BETWEEN_KILLS + random.nextInt(BETWEEN_KILLS));
      LockSupport.parkNanos(random.nextLong(Duration.ofMillis(40).toNanos()));
      events.kill();
      assertTrue(stack.database().dsl().fetchCount(JOBS) > 0, "there was nothing left to kill");
      System.out.printf(
          "  killed at %d roles given and %d taken, after %.1f s; saved were %s%n",
          given.get(), taken.get(), (System.nanoTime() - start) / 1e9, progress());
      // As the lease's end does: whoever was killed holds nothing any more.
      execute("UPDATE jobs SET lease_until = UTC_TIMESTAMP(3)");
      events = stack.startEvents();
      if (diamond == null) {
        diamond = add(DIAMOND_LEVEL);
      }
    }
    awaitGiven(Integer.MAX_VALUE);

    assertEquals(List.of(), inVain, "role calls that changed nothing");
    members.forEach(
        member ->
            assertEquals(
                wanted(levels.getOrDefault(member.id(), 0)),
                Set.copyOf(member.roles()),
                member::name));
    assertSays(gold, holders(GOLD_LEVEL), GOLD_LEVEL);
    assertSays(Objects.requireNonNull(diamond), holders(DIAMOND_LEVEL), DIAMOND_LEVEL);
    System.out.printf(
        "%d roles given and %d taken for %d members in %.1f s, none twice; “%s”%n",
        given.get(),
        taken.get(),
        REACHED,
        (System.nanoTime() - start) / 1e9,
        gold.result().content());
  }

  private Invocation add(int level) {
    Invocation answer =
        server
            .owner()
            .run(
                general,
                "/levelroles add role:%s level:%d".formatted(role(level).mention(), level));
    InvocationResult result = answer.awaitAnswer(PATIENCE);
    assertEquals(InvocationResult.State.ANSWERED, result.state(), result.failure());
    assertTrue(result.message().orElseThrow().ephemeral(), "it is for the admin alone");
    return answer;
  }

  /**
   * Waits for so many given roles, or for the end of all jobs, and sees that one runs at a time.
   */
  private void awaitGiven(int changes) {
    await(
        () -> {
          int running =
              stack
                  .database()
                  .dsl()
                  .fetchCount(JOBS, DSL.condition("lease_until > UTC_TIMESTAMP(3)"));
          assertTrue(running <= 1, "one job at a time in a server");
          return given.get() >= changes || stack.database().dsl().fetchCount(JOBS) == 0;
        });
  }

  private String progress() {
    return stack.database().dsl().selectFrom(JOBS).orderBy(JOBS.ID).fetch().stream()
        .map(job -> "%d of %d".formatted(job.getDone(), job.getTotal()))
        .collect(Collectors.joining(" and "));
  }

  /** In single mode: the role of the highest level reached. */
  private Set<LocalRole> wanted(int level) {
    Map.Entry<Integer, LocalRole> reached = roles.floorEntry(level);
    return reached == null ? Set.of() : Set.of(reached.getValue());
  }

  private long holders(int level) {
    return members.stream().filter(member -> member.has(role(level))).count();
  }

  private void assertSays(Invocation answer, long holders, int level) {
    await(() -> answer.result().content().startsWith("Done"));
    String expected =
        String.format(Locale.ROOT, "%,d members have %s", holders, role(level).mention());
    assertTrue(answer.result().content().contains(expected), answer.result().content());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
