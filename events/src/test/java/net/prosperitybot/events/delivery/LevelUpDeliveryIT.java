package net.prosperitybot.events.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.events.awards.LevelUpListener;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.RoleActions.Reach;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.events.levelroles.RefusedRoles;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.events.testing.Messages;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LevelUpDeliveryIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;
  private static final long OTHER_BOT = 901;
  private static final MemberKey ANN = new MemberKey(1L << 22, 11);
  private static final long FIRST_ROLE = 51;
  private static final long SECOND_ROLE = 52;

  private final FailingConnections connections = new FailingConnections(TEST.database().source());
  private final Database database = Database.over(connections);
  private final PretendDiscord discord = new PretendDiscord();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OrderedWrites writes = new OrderedWrites(1, meters);
  private final AtomicLong nanos = new AtomicLong();
  private final RefusedRoles refused =
      new RefusedRoles(
          BOT, TEST.database(), discord, writes, guildId -> {}, InstantSource.system(), nanos::get);

  @AfterAll
  static void dropDatabase() {
    Invariant.assertHolds(TEST.database());
    TEST.close();
  }

  @AfterEach
  void endWrites() {
    writes.close();
  }

  @BeforeEach
  void oneServerWithTwoLevelRoles() {
    for (String table :
        List.of(
            "guild_users",
            "rank_counts",
            "message_logs",
            "level_ups",
            "level_roles",
            "jobs",
            "guilds",
            "bot_guilds")) {
      TEST.database().dsl().execute("DELETE FROM " + table);
    }
    new GuildStore(TEST.database(), BOT).present(BOT, ANN.guildId(), "Café");
    TEST.database()
        .dsl()
        .execute(
            "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, 1), (?, ?, 2)",
            ANN.guildId(),
            FIRST_ROLE,
            ANN.guildId(),
            SECOND_ROLE);
  }

  @Test
  void rolesComeFirstThenTheNoticeThenTheRowGoes() {
    discord.roles.add(FIRST_ROLE);
    earn(0, 300); // level 2
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "add 52", "remove 51", "notice 2"), discord.calls);
    assertEquals(0, waiting());
  }

  @Test
  void severalRisesMakeOneReconcileAndOneNotice() {
    earn(0, 120);
    earn(60, 200);
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "add 52", "notice 2"), discord.calls);
    assertEquals(0, waiting());
  }

  @Test
  void whereverTheProcessDiesTheNextOneFinishesAndNothingHappensTwice() {
    int deaths = 0;
    for (int step = 0; ; step++) {
      oneServerWithTwoLevelRoles();
      discord.roles.clear();
      discord.roles.add(FIRST_ROLE);
      discord.notices.clear();
      earn(0, 300);
      discord.dieAt(step);
      try {
        delivery("first").deliver(ANN);
        break;
      } catch (PretendDiscord.Killed e) {
        deaths++;
      }
      discord.dieAt(Integer.MAX_VALUE);
      leaseEnds();
      delivery("second").deliver(ANN);
      assertEquals(Set.of(SECOND_ROLE), discord.roles, "death at " + step);
      assertEquals(1, discord.notices.size(), "death at " + step);
      assertEquals(0, waiting(), "death at " + step);
    }
    assertEquals(8, deaths, "before and after each of four calls");
  }

  @Test
  void whereverTheDatabaseIsLostTheNextOneFinishesAndNothingHappensTwice() {
    int failures = 0;
    for (int connectionsLeft = 0; ; connectionsLeft++) {
      oneServerWithTwoLevelRoles();
      discord.roles.clear();
      discord.notices.clear();
      earn(0, 300);
      connections.goAwayAfter(connectionsLeft);
      try {
        delivery("first").deliver(ANN);
        connections.comeBack();
        break;
      } catch (DataAccessException e) {
        failures++;
      }
      connections.comeBack();
      leaseEnds();
      delivery("second").deliver(ANN);
      assertEquals(Set.of(SECOND_ROLE), discord.roles, "lost after " + connectionsLeft);
      assertEquals(1, discord.notices.size(), "lost after " + connectionsLeft);
      assertEquals(0, waiting(), "lost after " + connectionsLeft);
    }
    assertTrue(failures >= 4, "claim, settings, start of the notice, completion: " + failures);
  }

  @Test
  void aNoticeThatBeganTooLongAgoIsNotSentAgain() {
    earn(0, 300);
    discord.dieAt(4); // before the notice reaches Discord
    assertThrows(PretendDiscord.Killed.class, () -> delivery("first").deliver(ANN));
    discord.dieAt(Integer.MAX_VALUE);
    leaseEnds();
    TEST.database()
        .dsl()
        .execute(
            "UPDATE level_ups SET notice_started_at = notice_started_at - INTERVAL 121 SECOND");
    delivery("second").deliver(ANN);
    assertEquals(0, discord.notices.size());
    assertEquals(0, waiting());
  }

  @Test
  void whileOneProcessDeliversAnotherKeepsOff() {
    earn(0, 300);
    discord.dieAt(2);
    assertThrows(PretendDiscord.Killed.class, () -> delivery("first").deliver(ANN));
    discord.dieAt(Integer.MAX_VALUE);
    discord.calls.clear();
    earn(60, 300); // another row, while the first is held
    delivery("second").deliver(ANN);
    assertEquals(List.of(), discord.calls);
  }

  @Test
  void whenDiscordIsOutItIsTriedLater() {
    earn(0, 300);
    discord.unavailable = true;
    delivery("a").deliver(ANN);
    assertEquals(1, waiting());
    delivery("a").deliver(ANN);
    assertEquals(List.of(), discord.calls, "not due yet");
    discord.unavailable = false;
    TEST.database().dsl().execute("UPDATE level_ups SET due_at = UTC_TIMESTAMP(3)");
    delivery("b").deliver(ANN);
    assertEquals(1, discord.notices.size());
    assertEquals(0, waiting());
  }

  @Test
  void afterALongOutageNobodyWaitsLongerThanHalfAMinute() {
    earn(0, 300);
    discord.unavailable = true;
    for (int attempt = 0; attempt < 12; attempt++) {
      TEST.database().dsl().execute("UPDATE level_ups SET due_at = UTC_TIMESTAMP(3)");
      delivery("a").deliver(ANN);
    }
    TEST.database().dsl().execute("UPDATE level_ups SET due_at = due_at - INTERVAL 30 SECOND");
    discord.unavailable = false;
    delivery("a").deliver(ANN);
    assertEquals(1, discord.notices.size());
    assertEquals(0, waiting());
  }

  @Test
  void directMessagesThatAreHeldBackForLongComeAsOneThatTellsTheHighestLevel() {
    TEST.database().dsl().execute("UPDATE guilds SET notification_type = 'dm'");
    discord.noticesHeldBack = true;
    for (int rise = 0; rise < 3; rise++) {
      earn(60L * rise, 200);
      deliverMinutesLater();
    }
    assertEquals(3, waiting());
    assertEquals(Set.of(SECOND_ROLE), discord.roles, "roles do not wait for it");
    discord.noticesHeldBack = false;
    deliverMinutesLater();
    assertEquals(1, discord.notices.size());
    assertEquals(ANN, assertInstanceOf(Notice.Direct.class, discord.notices.getFirst()).member());
    assertEquals(3, discord.notices.getFirst().level());
    assertEquals(0, waiting());
  }

  /** Later than Discord remembers what was sent. */
  private void deliverMinutesLater() {
    TEST.database()
        .dsl()
        .execute(
            "UPDATE level_ups SET due_at = UTC_TIMESTAMP(3),"
                + " notice_started_at = notice_started_at - INTERVAL 5 MINUTE");
    delivery("a").deliver(ANN);
  }

  @Test
  void aRoleThatMayNotBeGivenIsCountedAndTheNoticeComesAllTheSame() {
    earn(0, 300);
    discord.rolesForbidden = true;
    delivery("a").deliver(ANN);
    assertEquals(1, discord.notices.size());
    assertEquals(
        1, meters.counter("prosperity.roles", "action", "add", "outcome", "forbidden").count());
    assertEquals(0, waiting());
  }

  @Test
  void whoRisesToARoleThatCantBeGivenKeepsTheOneTheyHaveAndTheRoleIsMarked() {
    discord.roles.add(FIRST_ROLE);
    discord.reach.put(SECOND_ROLE, Reach.TOO_HIGH);
    earn(0, 300);
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "notice 2"), discord.calls);
    assertEquals(Set.of(FIRST_ROLE), discord.roles);
    assertEquals(
        List.of(new LevelRole(SECOND_ROLE, 2)),
        new LevelRoleStore(database).refusedRules(ANN.guildId()));
  }

  @Test
  void aRoleThatDiscordRefusesAgainAndAgainIsLeftAloneForAWhile() {
    earn(0, 300);
    discord.rolesForbidden = true;
    delivery("a").deliver(ANN);
    deliverAgain(4);
    assertEquals(3, discord.refusals, "one a level-up, then no more");
    refused.mayBeGivenNow(ANN.guildId());
    deliverAgain(1);
    assertEquals(4, discord.refusals, "a role or a permission has changed");
    deliverAgain(4);
    assertEquals(6, discord.refusals);
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    deliverAgain(1);
    assertEquals(7, discord.refusals, "ten minutes later");
  }

  private void deliverAgain(int times) {
    for (int time = 0; time < times; time++) {
      assertTrue(new LevelUpStore(database).askForReconcile(ANN, 4711, "rejoin"));
      delivery("a").deliver(ANN);
    }
  }

  @Test
  void aRoleThatComesIntoReachWhileItIsMarkedIsMadeUpFor() {
    discord.reachInTurn.put(SECOND_ROLE, List.of(Reach.TOO_HIGH, Reach.TOO_HIGH).iterator());
    earn(0, 300);
    delivery("a").deliver(ANN);
    Awaitility.await().until(() -> count("jobs") == 1);
  }

  @Test
  void aRuleWhoseRoleIsDeletedCountsAsIfItWereNotThere() {
    discord.reach.put(SECOND_ROLE, Reach.GONE);
    earn(0, 300);
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "add 51", "notice 2"), discord.calls);
    assertEquals(List.of(), new LevelRoleStore(database).refusedRules(ANN.guildId()));
  }

  @Test
  void noticesThatFailInARowAreCountedUntilOneArrives() {
    discord.noticesRefused = true;
    for (int rise = 0; rise < 3; rise++) {
      earn(60L * rise, 300);
      delivery("a").deliver(ANN);
    }
    assertEquals(3, noticeFailures());
    assertEquals(0, waiting(), "they harm nothing");
    discord.noticesRefused = false;
    earn(600, 2000);
    delivery("a").deliver(ANN);
    assertEquals(0, noticeFailures());
  }

  private int noticeFailures() {
    return new GuildSettingsStore(database).load(ANN.guildId()).noticeFailures();
  }

  @Test
  void whereTheChannelForNoticesIsGoneTheyAreReplies() {
    TEST.database()
        .dsl()
        .execute("UPDATE guilds SET notification_type = 'channel', notification_channel_id = 99");
    discord.goneChannel = 99;
    earn(0, 300);
    delivery("a").deliver(ANN);
    assertInstanceOf(Notice.Reply.class, discord.notices.getFirst());
  }

  @Test
  void whoHasLeftGetsNothingAndTheRowGoes() {
    earn(0, 300);
    discord.memberGone = true;
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles"), discord.calls);
    assertEquals(0, waiting());
  }

  @Test
  void aServerOutOfReachDoesNotKeepTheOthersFromTheirTurn() {
    discord.outOfReach = 2L << 22;
    new GuildStore(TEST.database(), BOT).present(BOT, discord.outOfReach, "Bistro");
    for (int user = 0; user < 500; user++) { // as many as one poll takes, and due before Ann
      TEST.database()
          .dsl()
          .execute(
              "INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,"
                  + " created_at, due_at) VALUES (?, ?, 1, 'message', 0, 1, UTC_TIMESTAMP(3),"
                  + " UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)",
              discord.outOfReach,
              user);
    }
    earn(0, 300);
    LevelUpDelivery delivery = delivery("a");
    delivery.takeUp(due());
    delivery.takeUp(due());
    Awaitility.await().until(() -> waiting() == 500);
    assertEquals(1, discord.notices.size());
    assertEquals(
        0, TEST.database().dsl().fetchSingle("SELECT MAX(attempts) FROM level_ups").get(0));
  }

  @Test
  void aLevelThatIsLostAgainIsNotTold() {
    earn(0, 300);
    TEST.database().dsl().execute("UPDATE message_logs SET xp = 120");
    TEST.database().dsl().execute("UPDATE guild_users SET xp = 120, `level` = 1");
    new RankRecount(TEST.database()).mend(ANN.guildId());
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "add 51"), discord.calls);
    assertEquals(0, waiting());
  }

  @Test
  void settingsThatChangeWhileRolesAreGivenAreHeeded() {
    setMode(RoleMode.STACK);
    discord.meanwhile = () -> setMode(RoleMode.SINGLE);
    earn(0, 300);
    delivery("a").deliver(ANN);
    assertEquals(
        List.of("roles", "add 51", "add 52", "roles", "remove 51", "notice 2"), discord.calls);
    assertEquals(0, waiting());
  }

  private void setMode(RoleMode mode) {
    database.transaction(tx -> GuildSettingsStore.setRoleMode(tx, ANN.guildId(), mode));
  }

  @Test
  void aBotThatDoesNotServeTheServerLeavesItAlone() {
    earn(0, 300);
    new LevelUpDelivery(
            901,
            "other",
            Duration.ofSeconds(60),
            new LevelUpStore(database),
            new GuildSettingsStore(database),
            refused,
            new NoticeFailures(database),
            discord,
            discord,
            member -> {},
            new GaugeSums(new SimpleMeterRegistry()).of(BotKind.BRANDED),
            new SimpleMeterRegistry())
        .deliver(ANN);
    assertEquals(List.of(), discord.calls);
    assertEquals(1, waiting());
  }

  @Test
  void aNoticeThatOneBotBeganIsNotSentAgainByTheNextForWhomDiscordKnowsNoNonce() {
    earn(0, 300);
    discord.dieAt(4); // after the role, when sending has begun
    assertThrows(PretendDiscord.Killed.class, () -> delivery("first").deliver(ANN));
    discord.dieAt(Integer.MAX_VALUE);
    leaseEnds();
    isServedBy(901);
    delivery(BOT, "second").deliver(ANN);
    assertEquals(1, waiting(), "it serves no more");
    delivery(901, "third").deliver(ANN);
    assertEquals(List.of(), discord.notices);
    assertEquals(Set.of(SECOND_ROLE), discord.roles);
    assertEquals(0, waiting());
  }

  @Test
  void rejoiningAsksForRolesWithoutANotice() {
    earn(0, 300);
    delivery("a").deliver(ANN);
    discord.roles.clear();
    discord.calls.clear();
    LevelUpStore store = new LevelUpStore(database);
    assertTrue(store.askForReconcile(ANN, 4711, "rejoin"));
    assertTrue(!store.askForReconcile(new MemberKey(ANN.guildId(), 99), 4711, "rejoin"));
    delivery("a").deliver(ANN);
    assertEquals(List.of("roles", "add 52"), discord.calls);
  }

  @Test
  void whatABotThatServesNoMoreCanNotDoIsDueForTheNextOneAtOnce() {
    earn(0, 150);
    List<MemberKey> told = new ArrayList<>();
    discord.meanwhile =
        () -> {
          isServedBy(OTHER_BOT);
          discord.unavailable = true;
        };
    delivery(BOT, "a", told::add).deliver(ANN);
    assertEquals(List.of(ANN), told, "in this process at once");
    assertEquals(
        Map.of(OTHER_BOT, List.of(ANN)),
        new LevelUpStore(TEST.database()).due(List.of(new BotShards(OTHER_BOT, 1, Set.of(0))), 10));
    discord.unavailable = false;
    discord.meanwhile = () -> {};
    delivery(OTHER_BOT, "b").deliver(ANN);
    assertEquals(Set.of(FIRST_ROLE), discord.roles);
    assertEquals(0, waiting());
  }

  private LevelUpDelivery delivery(String process) {
    return delivery(BOT, process);
  }

  private LevelUpDelivery delivery(long botId, String process) {
    return delivery(botId, process, member -> {});
  }

  private LevelUpDelivery delivery(long botId, String process, LevelUpListener others) {
    return new LevelUpDelivery(
        botId,
        process,
        Duration.ofSeconds(60),
        new LevelUpStore(database),
        new GuildSettingsStore(database),
        refused,
        new NoticeFailures(database),
        discord,
        discord,
        others,
        new GaugeSums(meters).of(BotKind.MAIN),
        meters);
  }

  private List<MemberKey> due() {
    return new LevelUpStore(database)
        .due(List.of(new BotShards(BOT, 1, Set.of(0))), 10)
        .getOrDefault(BOT, List.of());
  }

  private static void isServedBy(long botId) {
    TEST.database().dsl().execute("UPDATE guilds SET serving_bot_id = ?", botId);
  }

  private void earn(long secondsAfterNoon, int xp) {
    new XpLedger(TEST.database())
        .award(
            List.of(
                new XpAward(
                    ANN,
                    Messages.messageId(ANN, secondsAfterNoon),
                    Messages.CHANNEL,
                    xp,
                    Duration.ofSeconds(60),
                    XpLedger.Presence.FROM_MESSAGES)),
            List.of());
  }

  private static void leaseEnds() {
    TEST.database()
        .dsl()
        .execute("UPDATE level_ups SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
  }

  private static int waiting() {
    return count("level_ups");
  }

  private static int count(String table) {
    return TEST.database().dsl().fetchSingle("SELECT COUNT(*) FROM " + table).get(0, Integer.class);
  }
}
