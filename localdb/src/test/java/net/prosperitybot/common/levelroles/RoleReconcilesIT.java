package net.prosperitybot.common.levelroles;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.levelroles.LevelRoleMembers.MemberLevel;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.PresenceStore;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleReconcilesIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SERVER = 1;

  private final Database database = TEST.database();
  private final JobStore jobs = new JobStore(database);
  private final LevelRoleStore rules = new LevelRoleStore(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    List.of(JOBS, LEVEL_ROLES, GUILD_USERS, MESSAGE_LOGS)
        .forEach(table -> database.dsl().deleteFrom(table).execute());
  }

  private void ask(long cause, int fromLevel, Optional<ProgressPlace> place) {
    database.transaction(
        tx -> {
          RoleReconciles.ask(tx, SERVER, cause, fromLevel, OptionalLong.of(55), place);
          return cause;
        });
  }

  private int waiting() {
    return database.dsl().fetchCount(JOBS);
  }

  @Test
  void theJobKnowsItsLevelAndItsRole() {
    ask(1, 10, Optional.empty());
    Job job = jobs.claim(SERVER, "a", Duration.ofSeconds(60)).orElseThrow();
    assertEquals(
        Map.of(RoleReconciles.FROM_LEVEL, 10L, RoleReconciles.ROLE_ID, 55L), job.parameters());
  }

  @Test
  void oneThatNobodyHasBegunAndCoversItIsEnough() {
    ask(1, 10, Optional.empty());
    ask(2, 10, Optional.empty());
    ask(3, 20, Optional.empty());
    assertEquals(1, waiting());
    ask(4, 5, Optional.empty());
    assertEquals(2, waiting());
  }

  @Test
  void oneThatIsUnderWayMayHavePassedSomeMembersAlready() {
    ask(1, 10, Optional.empty());
    Job job = jobs.claim(SERVER, "a", Duration.ofSeconds(60)).orElseThrow();
    ask(2, 10, Optional.empty());
    assertEquals(2, waiting());
    jobs.start(job, 5);
    jobs.postpone(job, Duration.ZERO);
    database.dsl().deleteFrom(JOBS).where(JOBS.ID.eq(2L)).execute();
    ask(3, 10, Optional.empty());
    assertEquals(2, waiting());
  }

  @Test
  void whoWantsToSeeProgressGetsAJobOfTheirOwn() {
    ask(1, 10, Optional.empty());
    ask(
        2,
        10,
        Optional.of(new ProgressPlace(9, new Secret("token"), Instant.now().plusSeconds(60))));
    assertEquals(2, waiting());
  }

  @Test
  void rolesThatCouldNotBeGivenAreTriedAgain() {
    database.transaction(
        tx -> {
          LevelRoleStore.add(tx, SERVER, new LevelRole(55, 10));
          return LevelRoleStore.add(tx, SERVER, new LevelRole(44, 5));
        });
    rules.refused(SERVER, 55);
    rules.refused(SERVER, 44);
    assertEquals(List.of(new LevelRole(44, 5), new LevelRole(55, 10)), rules.refusedRules(SERVER));
    ask(1, 10, Optional.empty());
    assertEquals(List.of(new LevelRole(44, 5)), rules.refusedRules(SERVER));
  }

  @Test
  void presentMembersAtOrPastTheLevelArePagedByTheirIds() {
    XpLedger ledger = new XpLedger(database);
    for (int user = 1; user <= 5; user++) {
      ledger.award(List.of(award(new MemberKey(SERVER, user), 0, user == 3 ? 20 : 300)), List.of());
    }
    ledger.award(List.of(award(new MemberKey(SERVER + 1, 2), 0, 300)), List.of());
    new PresenceStore(database).left(new MemberKey(SERVER, 4));
    LevelRoleMembers members = new LevelRoleMembers(database);
    assertEquals(3, members.count(SERVER, 2));
    assertEquals(
        List.of(new MemberLevel(1, 2), new MemberLevel(2, 2)), members.page(SERVER, 2, 0, 2));
    assertEquals(List.of(new MemberLevel(5, 2)), members.page(SERVER, 2, 2, 2));
    assertEquals(Map.of(3L, 0, 4L, 2), members.levels(SERVER, List.of(3L, 4L, 99L)));
  }

  @Test
  void countingReadsThoseWhoAreCountedAndNoOther() {
    XpLedger ledger = new XpLedger(database);
    ledger.award(
        IntStream.rangeClosed(1, 2000)
            .mapToObj(user -> award(new MemberKey(SERVER, user), 0, user > 1997 ? 300 : 20))
            .toList(),
        List.of());
    database.dsl().resultQuery("ANALYZE TABLE guild_users").fetch();
    DatabaseConfig given = TEST.config();
    try (Database one =
        Database.open(
            new DatabaseConfig(given.jdbcUrl(), given.user(), given.password(), 1), "one")) {
      long before = rowsRead(one);
      assertEquals(3, new LevelRoleMembers(one).count(SERVER, 2));
      long read = rowsRead(one) - before;
      assertTrue(read < 1000, "rows read, where a look at every member reads 2000: " + read);
    }
  }

  /** By this only connection; reading the number reads some hundred rows itself, more on MySQL. */
  private static long rowsRead(Database one) {
    return one.dsl().resultQuery("SHOW SESSION STATUS LIKE 'Handler_read%'").fetch().stream()
        .mapToLong(row -> row.get(1, Long.class))
        .sum();
  }
}
