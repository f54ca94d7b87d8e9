package net.prosperitybot.common.rankcounts;

import static net.prosperitybot.common.levelling.Ledger.NOON;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.database.TransientFailure;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.LeaderboardPage;
import net.prosperitybot.common.levelling.Ledger;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.PresenceStore;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.flywaydb.core.Flyway;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankCountsIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long GUILD = 1;
  private static final long OTHER = 2;
  private static final int USERS = 40;
  private static final List<XpAdjustment.Kind> KINDS = List.of(XpAdjustment.Kind.values());
  private static final Duration WEEK = Duration.ofDays(7);

  private final Database database = TEST.database();
  private final XpLedger ledger = new XpLedger(database);
  private final PresenceStore presence = new PresenceStore(database);
  private final RankRecount recount = new RankRecount(database);
  private final AtomicLong cause = new AtomicLong(1);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    for (String table :
        List.of(
            "guild_users",
            "message_logs",
            "xp_adjustments",
            "level_ups",
            "rank_counts",
            "rank_recounts",
            "guilds")) {
      database.dsl().execute("DELETE FROM " + table);
    }
  }

  @Test
  void everyRankIsTrueAfterAwardsAdjustmentsJoinsAndLeavesAllAtOnceWithAnswersLost()
      throws Exception {
    FailingConnections connections = new FailingConnections(database.source());
    AtomicInteger minute = new AtomicInteger();
    try (Database losing = Database.over(connections);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> all =
          List.of(
              work(1, random -> chat(new XpLedger(losing), minute.incrementAndGet(), random)),
              work(2, random -> chat(ledger, minute.incrementAndGet(), random)),
              work(3, this::adjust),
              work(4, this::come),
              work(5, this::go),
              work(6, this::compareMemberList),
              work(
                  7,
                  random -> {
                    if (random.nextInt(10) == 0) {
                      connections.loseCommitAnswers(1);
                    }
                    assertEquals(0, recount.differing(GUILD), "counts that differ meanwhile");
                    assertFalse(recount.mend(GUILD), "nothing is to be mended");
                  }),
              work(8, random -> assertIsInOrder(new Leaderboard(database).page(GUILD, 2))));
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    }
    Ledger.assertAgreesWithItsLog(database);
    Counts.assertEveryRankIsTrue(database, GUILD);
    Counts.assertEveryRankIsTrue(database, OTHER);
  }

  /** What one of those who do something at the same time does, again and again. */
  private interface Doing {
    void something(SplittableRandom random);
  }

  private static Callable<Void> work(long seed, Doing doing) {
    return () -> {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 60; i++) {
        untilItWorks(doing, random);
      }
      return null;
    };
  }

  /** As the writer of awards does: an answer may be lost, or a deadlock come, more than once. */
  private static void untilItWorks(Doing doing, SplittableRandom random) {
    while (true) {
      try {
        doing.something(random);
        return;
      } catch (DataAccessException e) {
        if (!TransientFailure.is(e)) {
          throw e;
        }
      }
    }
  }

  private void chat(XpLedger writer, int minute, SplittableRandom random) {
    List<XpAward> awards = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      awards.add(award(somebody(random), minute * 60, random.nextInt(1, 300)));
    }
    writer.award(awards, List.of());
  }

  private void adjust(SplittableRandom random) {
    MemberKey member = somebody(random);
    XpAdjustment.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    long amount = kind.key().startsWith("xp") ? random.nextLong(1, 5_000) : 1;
    XpAdjustment adjustment =
        new XpAdjustment(
            member,
            kind,
            amount,
            9,
            cause.incrementAndGet(),
            Optional.empty(),
            OptionalLong.empty(),
            true,
            new UserName(member.userId(), "user", "User"));
    database.transaction(tx -> XpLedger.adjust(tx, adjustment));
  }

  private void come(SplittableRandom random) {
    presence.joined(somebody(random));
  }

  private void go(SplittableRandom random) {
    presence.left(somebody(random));
  }

  private void compareMemberList(SplittableRandom random) {
    Map<Long, Instant> listed =
        LongStream.rangeClosed(1, USERS)
            .filter(user -> random.nextInt(4) > 0)
            .boxed()
            .collect(Collectors.toMap(user -> user, user -> Instant.EPOCH));
    database.transaction(tx -> PresenceStore.applyPage(tx, GUILD, 0, USERS, listed, Set.of()));
  }

  private static MemberKey somebody(SplittableRandom random) {
    return new MemberKey(random.nextBoolean() ? GUILD : OTHER, 1 + random.nextInt(USERS));
  }

  private static void assertIsInOrder(LeaderboardPage page) {
    for (int i = 1; i < page.rows().size(); i++) {
      LeaderboardPage.Row before = page.rows().get(i - 1);
      LeaderboardPage.Row row = page.rows().get(i);
      assertEquals(before.rank() + 1, row.rank());
      assertTrue(
          before.xp() > row.xp() || (before.xp() == row.xp() && before.userId() < row.userId()));
    }
  }

  @Test
  void membersWithTheSameXpShareSlotsAcrossPagesAndAreRankedById() {
    ledger.award(
        IntStream.rangeClosed(1, 35)
            .mapToObj(user -> award(new MemberKey(GUILD, user), 0, user <= 30 ? 20 : 700 + user))
            .toList(),
        List.of());
    Counts.assertEveryRankIsTrue(database, GUILD);
  }

  @Test
  void theMostXpThatThereIsIsRankedToo() {
    seed(1, LevelCurve.MAX_XP);
    seed(2, LevelCurve.MAX_XP - 1);
    seed(3, (1L << 52) + 1);
    seed(4, 1L << 52);
    seed(5, 1);
    assertTrue(recount.mend(GUILD));
    Counts.assertEveryRankIsTrue(database, GUILD);
  }

  @Test
  void theDatabaseFindsTheSameSlotsAsWeDo() {
    List<Long> amounts = new ArrayList<>(List.of(1L, LevelCurve.MAX_XP));
    SplittableRandom random = new SplittableRandom(1);
    for (int exponent = 1; exponent < 53; exponent++) {
      long power = 1L << exponent;
      amounts.addAll(List.of(power - 1, power, power + 1, random.nextLong(power, 2 * power)));
    }
    String slots =
        "SELECT t.xp, %s, %s, %s, %s FROM {rows}"
            .formatted(
                XpSlot.Sql.octaveOf("t.xp"),
                XpSlot.Sql.firstSlotOf("t.xp"),
                XpSlot.Sql.of("t.xp"),
                XpSlot.Sql.mostXpInSlotOf("t.xp"));
    MultiRow rows = new MultiRow("xp");
    amounts.forEach(rows::add);
    for (Record row : rows.query(database.dsl(), slots)) {
      long xp = row.get(0, Long.class);
      int slot = XpSlot.of(xp);
      assertEquals(
          List.of(
              XpSlot.octaveOf(xp), XpSlot.firstOf(XpSlot.octaveOf(xp)), slot, XpSlot.mostXp(slot)),
          List.of(
              row.get(1, Integer.class),
              row.get(2, Integer.class),
              row.get(3, Integer.class),
              row.get(4, Long.class)),
          xp + " XP");
    }
  }

  @Test
  void aServerThatEverybodyLeftHasOneEmptyPage() {
    ledger.award(
        List.of(award(new MemberKey(GUILD, 1), 0, 20), award(new MemberKey(GUILD, 2), 0, 30)),
        List.of());
    presence.left(new MemberKey(GUILD, 1));
    presence.left(new MemberKey(GUILD, 2));
    presence.left(new MemberKey(GUILD, 2));
    Counts.assertEveryRankIsTrue(database, GUILD);
  }

  @Test
  void whatAnEarlierReleaseWroteIsCountedAnewWhileAwardsGoOn() throws Exception {
    for (int user = 1; user <= 200; user++) {
      seed(user, 1 + user * 37L);
    }
    assertTrue(recount.differing(GUILD) > 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger minute = new AtomicInteger();
      Future<Void> chatting =
          threads.submit(work(1, random -> chat(ledger, minute.incrementAndGet(), random)));
      List<Future<Boolean>> counting =
          threads.invokeAll(
              List.of(
                  () -> recount.mend(GUILD), () -> recount.mend(GUILD), () -> recount.mend(GUILD)));
      int mended = 0;
      for (Future<Boolean> one : counting) {
        mended += one.get() ? 1 : 0;
      }
      assertEquals(1, mended, "how many of the three found something");
      chatting.get();
    }
    Counts.assertEveryRankIsTrue(database, GUILD);
  }

  @Test
  void theMigrationCountsTheMembersThatThereAre() {
    try (TestDatabase old = TestDatabase.createUnmigrated()) {
      Flyway.configure()
          .dataSource(old.database().source())
          .locations("classpath:db/migrations")
          .target("4")
          .load()
          .migrate();
      long user = 1;
      for (int exponent = 0; exponent < 53; exponent++) {
        for (long xp : new long[] {1L << exponent, (2L << exponent) - 1, 3L << exponent >> 1}) {
          seed(old.database(), user++, Math.max(1, xp));
        }
      }
      Migrations.migrate(old.database().source());
      Counts.assertEveryRankIsTrue(old.database(), GUILD);
    }
  }

  @Test
  void aServerIsDueForCountingUntilItWasCountedLately() {
    database
        .dsl()
        .execute(
            "INSERT INTO guilds (id, name, created_at, updated_at) VALUES"
                + " (?, 'Café', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
            GUILD);
    assertEquals(List.of(GUILD), recount.due(WEEK));
    recount.mend(GUILD);
    assertEquals(List.of(), recount.due(WEEK));
    database.dsl().execute("UPDATE rank_recounts SET counted_at = counted_at - INTERVAL 8 DAY");
    assertEquals(List.of(GUILD), recount.due(WEEK));
  }

  @Test
  void noPageAndNoRankOfALargeServerReadsMoreThanAPartOfIt() throws Exception {
    int members = 20_000;
    for (int from = 1; from <= members; from += 500) {
      ledger.award(
          IntStream.range(from, from + 500).mapToObj(user -> awardOf(user, members)).toList(),
          List.of());
    }
    database.dsl().resultQuery("ANALYZE TABLE guild_users, rank_counts").fetch();
    DatabaseConfig given = TEST.config();
    try (Database one =
        Database.open(
            new DatabaseConfig(given.jdbcUrl(), given.user(), given.password(), 1), "one")) {
      Leaderboard leaderboard = new Leaderboard(one);
      long asking = rowsRead(one, () -> {});
      for (long page : List.of(1L, 700L, 1000L, 2000L)) {
        assertReadsFew(one, asking, () -> leaderboard.page(GUILD, page));
      }
      for (long user : List.of(1L, 9_999L, 20_000L)) {
        assertReadsFew(one, asking, () -> leaderboard.standing(new MemberKey(GUILD, user)));
        assertReadsFew(one, asking, () -> leaderboard.pageOf(new MemberKey(GUILD, user)));
      }
    }
  }

  /** Half of them below level 3. */
  private static XpAward awardOf(int user, int members) {
    int xp = user % 2 == 0 ? 1 + user * 473 / members : 475 + user;
    return new XpAward(
        new MemberKey(GUILD, user),
        Snowflake.firstAt(NOON) + user,
        1,
        xp,
        Ledger.MINUTE,
        XpLedger.Presence.FROM_MESSAGES);
  }

  private static void assertReadsFew(Database one, long asking, Runnable question) {
    long read = rowsRead(one, question) - asking;
    assertTrue(read < 1_000, "rows read, where a look at every member reads 20,000: " + read);
  }

  private static long rowsRead(Database one, Runnable between) {
    long before = rowsRead(one);
    between.run();
    return rowsRead(one) - before;
  }

  private static long rowsRead(Database one) {
    return one.dsl().resultQuery("SHOW SESSION STATUS LIKE 'Handler_read%'").fetch().stream()
        .mapToLong(row -> row.get(1, Long.class))
        .sum();
  }

  /** As a release that keeps no counts writes a member. */
  private void seed(long user, long xp) {
    seed(database, user, xp);
  }

  private static void seed(Database into, long user, long xp) {
    into.dsl()
        .execute(
            """
            INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, message_count,
                                     created_at)
            VALUES (?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(3))
            """,
            GUILD,
            user,
            xp,
            xp,
            LevelCurve.levelAt(xp));
  }
}
