package net.prosperitybot.common.guilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.LevelRoleStore.AddOutcome;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.localdb.TestDatabase;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsChangesIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long SERVER = 1;

  private final Database database = TEST.database();
  private final GuildSettingsStore store = new GuildSettingsStore(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void empty() {
    List.of("guilds", "level_roles", "ignored_channels", "ignored_roles")
        .forEach(table -> database.dsl().execute("DELETE FROM " + table));
  }

  /** Makes a change twice: the first time it counts and is seen, the second time it is none. */
  private void assertChangesOnce(Function<DSLContext, Boolean> change) {
    long before = store.load(SERVER).version();
    assertTrue(database.transaction(change));
    assertEquals(before + 1, store.load(SERVER).version());
    assertFalse(database.transaction(change));
    assertEquals(before + 1, store.load(SERVER).version());
  }

  @Test
  void aChangeIsSeenOnceAndOneThatChangesNothingNever() {
    assertChangesOnce(
        tx -> GuildSettingsStore.setNotice(tx, SERVER, NoticeKind.CHANNEL, OptionalLong.of(77)));
    assertChangesOnce(
        tx -> GuildSettingsStore.setNotice(tx, SERVER, NoticeKind.CHANNEL, OptionalLong.of(78)));
    assertChangesOnce(tx -> GuildSettingsStore.setRoleMode(tx, SERVER, RoleMode.STACK));
    assertChangesOnce(tx -> GuildSettingsStore.setMultiplier(tx, SERVER, new BigDecimal("2.50")));
    assertChangesOnce(tx -> GuildSettingsStore.setCooldown(tx, SERVER, Duration.ofDays(1)));
    assertChangesOnce(tx -> IgnoreLists.addChannel(tx, SERVER, 5));
    assertChangesOnce(tx -> IgnoreLists.addRole(tx, SERVER, 6));
    GuildSettings now = store.load(SERVER);
    assertEquals(NoticeKind.CHANNEL, now.notice());
    assertEquals(OptionalLong.of(78), now.noticeChannelId());
    assertEquals(RoleMode.STACK, now.roleMode());
    assertEquals(new BigDecimal("2.50"), now.multiplier());
    assertEquals(Duration.ofDays(1), now.cooldown());
    assertEquals(Set.of(5L), now.ignoredChannels());
    assertEquals(Set.of(6L), now.ignoredRoles());
    assertChangesOnce(tx -> IgnoreLists.removeChannel(tx, SERVER, 5));
    assertChangesOnce(tx -> IgnoreLists.removeRole(tx, SERVER, 6));
    assertChangesOnce(
        tx -> GuildSettingsStore.setNotice(tx, SERVER, NoticeKind.OFF, OptionalLong.empty()));
    assertEquals(OptionalLong.empty(), store.load(SERVER).noticeChannelId());
  }

  @Test
  void aServerThatIsMetLaterKeepsWhatWasSetBefore() {
    database.transaction(tx -> GuildSettingsStore.setRoleMode(tx, SERVER, RoleMode.STACK));
    new GuildStore(database, 900).present(900, SERVER, "One");
    GuildSettings now = store.load(SERVER);
    assertEquals(RoleMode.STACK, now.roleMode());
    assertEquals(OptionalLong.of(900), now.servingBotId());
    assertEquals(
        "One", database.dsl().resultQuery("SELECT name FROM guilds").fetchSingle(0, String.class));
  }

  @Test
  void aRoleAndALevelAreInOneRuleAtMost() {
    assertInstanceOf(AddOutcome.Added.class, add(55, 10));
    assertEquals(new AddOutcome.RoleTaken(10), add(55, 11));
    assertEquals(new AddOutcome.LevelTaken(55), add(56, 10));
    assertEquals(1, store.load(SERVER).version());
    assertEquals(Optional.of(new LevelRole(55, 10)), remove(55));
    assertEquals(Optional.empty(), remove(55));
    assertEquals(2, store.load(SERVER).version());
  }

  @Test
  void aServerHasAsManyRulesAsItCanHaveRoles() {
    LongStream.rangeClosed(1, LevelRoleStore.MOST_RULES).forEach(role -> add(role, (int) role));
    assertInstanceOf(AddOutcome.Full.class, add(999, 999));
  }

  @Test
  void twoAdminsWhoAddAtOnceAreToldApart() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<AddOutcome>> both =
          List.of(threads.submit(() -> add(55, 10)), threads.submit(() -> add(56, 10)));
      List<AddOutcome> outcomes = List.of(both.get(0).get(), both.get(1).get());
      assertEquals(1, outcomes.stream().filter(AddOutcome.Added.class::isInstance).count());
      assertEquals(1, outcomes.stream().filter(AddOutcome.LevelTaken.class::isInstance).count());
    }
  }

  @Test
  void whatWasNotDeliveredIsToldOnceUntilSomethingIsDelivered() {
    NoticeFailures failures = new NoticeFailures(database);
    new GuildStore(database, 900).present(900, SERVER, "One");
    failures.failed(SERVER);
    failures.failed(SERVER);
    assertEquals(0, failures.toTell(SERVER, 7));
    failures.failed(SERVER);
    assertEquals(3, failures.toTell(SERVER, 7));
    assertEquals(3, failures.toTell(SERVER, 7), "the same interaction again");
    assertEquals(0, failures.toTell(SERVER, 8));
    assertEquals(3, store.load(SERVER).noticeFailures());
    failures.delivered(SERVER);
    assertEquals(0, store.load(SERVER).noticeFailures());
    for (int i = 0; i < 3; i++) {
      failures.failed(SERVER);
    }
    assertEquals(3, failures.toTell(SERVER, 9));
    database.transaction(
        tx -> GuildSettingsStore.setNotice(tx, SERVER, NoticeKind.DM, OptionalLong.empty()));
    assertEquals(0, store.load(SERVER).noticeFailures());
  }

  @Test
  void whoConfirmsWhereNoticesGoForgetsThoseThatFailedAndChangesNothing() {
    new GuildStore(database, 900).present(900, SERVER, "One");
    NoticeFailures failures = new NoticeFailures(database);
    for (int i = 0; i < 3; i++) {
      failures.failed(SERVER);
    }
    assertEquals(3, failures.toTell(SERVER, 7));
    long version = store.load(SERVER).version();
    boolean changed =
        database.transaction(
            tx -> GuildSettingsStore.setNotice(tx, SERVER, NoticeKind.REPLY, OptionalLong.empty()));
    assertFalse(changed);
    assertEquals(0, store.load(SERVER).noticeFailures());
    assertEquals(version, store.load(SERVER).version());
    for (int i = 0; i < 3; i++) {
      failures.failed(SERVER);
    }
    assertEquals(3, failures.toTell(SERVER, 8), "it may be told again");
  }

  private AddOutcome add(long role, int level) {
    return database.transaction(tx -> LevelRoleStore.add(tx, SERVER, new LevelRole(role, level)));
  }

  private Optional<LevelRole> remove(long role) {
    return database.transaction(tx -> LevelRoleStore.remove(tx, SERVER, role));
  }
}
