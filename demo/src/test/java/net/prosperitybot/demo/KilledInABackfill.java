package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.rankcounts.RankRecount;
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

  /** Roles that the first job gives: to those that have none by hand. */
  private static final int GIVEN_BY_FIRST_JOB = 5_000;

  /** The second role comes after this many, so that many hold the first one in its place. */
  private static final int FIRST_HALF = GIVEN_BY_FIRST_JOB / 2;

  /** The second job gives a fifth of what was given when its rule came; less some for a margin. */
  private static final int GIVEN_BY_SECOND_JOB = FIRST_HALF / 5 - 100;

  private static final Duration BETWEEN_CALLS = Duration.ofMillis(40);
  private static final Duration UNTIL_THE_JOB_IS_OFF = Duration.ofMillis(6);

  /** So long before a lease's end, nobody else may think that it has ended. */
  private static final Duration SURELY_HELD = Duration.ofMillis(500);

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

  /** That a job has said how it ended. */
  private final CountDownLatch lastWords = new CountDownLatch(1);

  private final RandomGenerator random =
      Seed.announce("kill -9 in a back-fill of %d members".formatted(REACHED));

  /** Which of the kills is waited out to the end of its lease; the others' leases are cut short. */
  private final int waitedOut = random.nextInt(KILLS);

  private int kills;
  private LocalStack stack;
  private ServiceProcess events;
  private LocalServer server;
  private LocalChannel general;
  private List<LocalMember> members = List.of();

  private long startNanos;

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
    new RankRecount(stack.database()).mend(server.id());
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

  private void hear(Exchange exchange) {
    if (exchange.method().equals("PATCH") && String.valueOf(exchange.body()).contains("Done")) {
      lastWords.countDown();
    }
    hearOfRole(exchange);
  }

  /** Discord answers 204 whether the role was held before or not. */
  private void hearOfRole(Exchange exchange) {
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
  void everybodyGetsTheRoleOnceHoweverOftenTheServiceDies() throws InterruptedException {
    startNanos = System.nanoTime();
    Invocation gold = add(GOLD_LEVEL);
    killAt("in the first half", random.nextInt(1, FIRST_HALF));
    killAt("in the second half", random.nextInt(FIRST_HALF, GIVEN_BY_FIRST_JOB - 100));
    Invocation diamond = add(DIAMOND_LEVEL);
    int byFirstJob = killAtTheLastWords();
    killAt("in the second job", byFirstJob + random.nextInt(1, GIVEN_BY_SECOND_JOB));
    awaitOrEnd(() -> false);

    assertEquals(List.of(), inVain, "role calls that changed nothing");
    members.forEach(
        member ->
            assertEquals(
                wanted(levels.getOrDefault(member.id(), 0)),
                Set.copyOf(member.roles()),
                member::name));
    assertSays(gold, holders(GOLD_LEVEL), GOLD_LEVEL);
    assertSays(diamond, holders(DIAMOND_LEVEL), DIAMOND_LEVEL);
    System.out.printf(
        "%d roles given and %d taken for %d members in %.1f s, none twice; “%s”%n",
        given.get(), taken.get(), REACHED, seconds(), gold.result().content());
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

  private void killAt(String when, int rolesGiven) {
    awaitOrEnd(() -> given.get() >= rolesGiven);
    killSoon(when, BETWEEN_CALLS);
  }

  /**
   * The service may or may not have heard that they arrived, and have taken the job off.
   *
   * @return how many roles had been given
   */
  private int killAtTheLastWords() throws InterruptedException {
    assertTrue(lastWords.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no last words");
    int before = given.get();
    killSoon("at the last words", UNTIL_THE_JOB_IS_OFF);
    return before;
  }

  /** Kills the service within a while, and starts it again. */
  private void killSoon(String when, Duration atMost) {
    LockSupport.parkNanos(random.nextLong(atMost.toNanos()));
    events.kill();
    assertTrue(jobs() > 0, "there was nothing left to kill");
    boolean waits = kills++ == waitedOut;
    System.out.printf(
        "  killed %s, at %d roles given and %d taken, after %.1f s; saved were %s%s%n",
        when,
        given.get(),
        taken.get(),
        seconds(),
        progress(),
        waits ? "; the lease is waited out" : "");
    if (waits) {
      Instant end = leaseEnd();
      events = stack.startEvents();
      assertNobodyWorksBefore(end);
    } else {
      // As the lease's end does: whoever was killed holds nothing any more.
      execute("UPDATE jobs SET lease_until = UTC_TIMESTAMP(3)");
      events = stack.startEvents();
    }
  }

  /** When the killed process no longer holds its job, or the past if it had just let it go. */
  private Instant leaseEnd() {
    return stack.database().dsl().fetchValues(JOBS.LEASE_UNTIL).stream()
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(Instant.now());
  }

  private void assertNobodyWorksBefore(Instant leaseEnd) {
    int before = given.get() + taken.get();
    if (Instant.now().isBefore(leaseEnd.minus(SURELY_HELD))) {
      await(() -> !Instant.now().isBefore(leaseEnd.minus(SURELY_HELD)));
      assertEquals(before, given.get() + taken.get(), "role calls in a dead process's job");
    }
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Waits for something, or for the end of all jobs, and sees that one runs at a time. */
  private void awaitOrEnd(BooleanSupplier happened) {
    await(
        () -> {
          int running =
              stack
                  .database()
                  .dsl()
                  .fetchCount(JOBS, DSL.condition("lease_until > UTC_TIMESTAMP(3)"));
          assertTrue(running <= 1, "one job at a time in a server");
          return happened.getAsBoolean() || jobs() == 0;
        });
  }

  private int jobs() {
    return stack.database().dsl().fetchCount(JOBS);
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
