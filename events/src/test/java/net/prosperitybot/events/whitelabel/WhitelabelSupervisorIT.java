package net.prosperitybot.events.whitelabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.EndCause;
import net.prosperitybot.events.hosting.TokenRefusedException;
import net.prosperitybot.events.hosting.WrongApplicationException;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhitelabelSupervisorIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long MAIN = 10;
  private static final long BOT = 900;
  private static final long OWNER = 1;
  private static final long GUILD = 3L << 22;
  private static final Secret TOKEN = new Secret("first");
  private static final Executor AT_ONCE = Runnable::run;
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final TokenVault VAULT = vault("a", 0);

  private final Database database = TEST.database();
  private final WhitelabelStore store = new WhitelabelStore(database);
  private final PremiumStore premium = new PremiumStore(database, PretendProcess.PREMIUM);

  private static TokenVault vault(String keyId, int first) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    String key = Base64.getEncoder().encodeToString(bytes);
    return TokenVault.read(new ConfigReader(Env.of(Map.of(TokenVault.SETTING, keyId + ":" + key))));
  }

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void aPayingOwnerAndNoBots() {
    List.of(
            "whitelabel_bots",
            "bot_guilds",
            "guilds",
            "premium_grants",
            "entitlements",
            "service_instances")
        .forEach(table -> database.dsl().execute("DELETE FROM " + table));
    premium.grant(OWNER, Optional.empty(), Optional.empty());
  }

  private PretendProcess process(String name) {
    return process(name, AT_ONCE);
  }

  private PretendProcess process(String name, Executor threads) {
    return new PretendProcess(name, database, MAIN, VAULT, threads);
  }

  private void setUp(long botId, Secret token) {
    database.transaction(
        tx ->
            WhitelabelStore.setUp(
                tx,
                new NewBot(
                    botId, OWNER, "Gold", Optional.empty(), VAULT.seal(botId, token), "00", 0),
                1000));
  }

  private void act(BotAction action) {
    database.transaction(tx -> WhitelabelStore.act(tx, OWNER, BOT, action));
  }

  private WhitelabelBot row() {
    return row(BOT);
  }

  private WhitelabelBot row(long botId) {
    return store.find(botId).orElseThrow();
  }

  private void bothAreInTheServer() {
    GuildStore guilds = new GuildStore(database, MAIN);
    guilds.present(MAIN, GUILD, "Café");
    guilds.present(BOT, GUILD, "Café");
  }

  private long serving() {
    return database
        .dsl()
        .resultQuery("SELECT serving_bot_id FROM guilds WHERE id = ?", GUILD)
        .fetchSingle()
        .get(0, Long.class);
  }

  private void execute(String sql) {
    database.dsl().execute(sql);
  }

  private void allLeasesEnd() {
    execute("UPDATE whitelabel_bots SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Test
  void aBotThatIsSetUpRunsAndServes() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    assertEquals(MAIN, serving());
    process.poll();
    assertEquals(TOKEN, process.launcher.only(BOT).order.token());
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(Optional.empty(), row().stateDetail());
    assertTrue(row().isApplied());
    assertEquals(BOT, serving());
    assertEquals("Gilded", row().name());
    assertEquals(Optional.of("abc"), row().avatar());
    assertEquals(1 << 15, row().applicationFlags());
  }

  @Test
  void itServesOnlyOnceItIsConnected() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    process.launcher.behaviours.put(BOT, () -> {});
    process.poll();
    PretendLauncher.PretendSession session = process.launcher.only(BOT);
    session.connection = new Connection.Interrupted(Duration.ofSeconds(31));
    process.supervisor.look();
    assertEquals(BotState.INTERRUPTED, row().state());
    assertEquals(MAIN, serving());
    session.connection = new Connection.Connected(1);
    process.supervisor.look();
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(BOT, serving());
    assertEquals(1, process.launcher.attempts.size());
  }

  @Test
  void withoutNewsItPollsEveryFiveSeconds() {
    PretendProcess process = process("a");
    process.poll();
    setUp(BOT, TOKEN);
    process.pass(Duration.ofMillis(4999));
    process.supervisor.look();
    assertEquals(List.of(), process.launcher.attempts);
    process.pass(Duration.ofMillis(1));
    process.supervisor.look();
    assertEquals(List.of(BOT), process.launcher.attempts);
  }

  @Test
  void stopEndsItAndStartBeginsItAgain() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    process.poll();
    act(BotAction.STOP);
    process.poll();
    assertEquals(List.of(), process.launcher.open(BOT));
    assertEquals(BotState.STOPPED, row().state());
    assertTrue(row().isApplied());
    assertFalse(row().isHeld());
    assertEquals(MAIN, serving());
    act(BotAction.START);
    process.poll();
    process.launcher.only(BOT);
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(BOT, serving());
  }

  @Test
  void restartMakesANewSession() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    PretendLauncher.PretendSession first = process.launcher.only(BOT);
    act(BotAction.RESTART);
    process.poll();
    assertTrue(first.closed);
    process.launcher.only(BOT);
    assertTrue(row().isApplied());
    assertEquals(BotState.RUNNING, row().state());
  }

  @Test
  void setUpAgainTakesTheNewTokenWithoutADelay() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    setUp(BOT, new Secret("second"));
    process.poll();
    assertEquals(new Secret("second"), process.launcher.only(BOT).order.token());
  }

  @Test
  void aTokenThatIsSealedAgainDisturbsNoSession() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    database
        .dsl()
        .execute("UPDATE whitelabel_bots SET sealed_token = ?", VAULT.seal(BOT, TOKEN).stored());
    process.poll();
    assertEquals(List.of(BOT), process.launcher.attempts);
  }

  @Test
  void deleteLeavesNoSessionAndNoRow() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    process.poll();
    act(BotAction.DELETE);
    process.poll();
    assertEquals(List.of(), process.launcher.open(BOT));
    assertEquals(Optional.empty(), store.find(BOT));
    assertEquals(MAIN, serving());
    process.poll();
    assertEquals(0, process.supervisor.held());
  }

  @ParameterizedTest
  @EnumSource(BotAction.class)
  void aWishThatComesWhileALaunchIsUnderWayIsMadeSo(BotAction action) throws Exception {
    PretendProcess process = process("a", THREADS);
    CountDownLatch never = new CountDownLatch(1);
    process.launcher.behaviours.put(BOT, never::await);
    setUp(BOT, TOKEN);
    process.poll();
    await(() -> process.launcher.attempts.size() == 1);
    process.launcher.behaviours.clear();
    if (action == BotAction.SETUP) {
      setUp(BOT, new Secret("second"));
    } else {
      act(action);
    }
    switch (action) {
      case SETUP, START, RESTART -> {
        pollUntil(process, () -> row().isApplied() && row().state() == BotState.RUNNING);
        assertEquals(
            action == BotAction.SETUP ? new Secret("second") : TOKEN,
            process.launcher.only(BOT).order.token());
      }
      case STOP -> {
        pollUntil(process, () -> row().isApplied() && row().state() == BotState.STOPPED);
        assertEquals(List.of(), process.launcher.open(BOT));
      }
      case DELETE -> {
        pollUntil(process, () -> store.find(BOT).isEmpty());
        assertEquals(List.of(), process.launcher.open(BOT));
      }
    }
  }

  private static void pollUntil(PretendProcess process, Callable<Boolean> condition) {
    await(
        () -> {
          process.poll();
          return condition.call();
        });
  }

  @Test
  void theTextUnderItsNameChangesWithoutARestart() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    for (Optional<String> text : List.of(Optional.of("with XP"), Optional.<String>empty())) {
      database.transaction(tx -> WhitelabelStore.setStatusText(tx, OWNER, BOT, text));
      process.poll();
      assertEquals(text, process.launcher.only(BOT).shown);
    }
    assertEquals(List.of(BOT), process.launcher.attempts);
  }

  @Test
  void theEndOfPremiumStopsItAfterTheGraceAndItsReturnStartsIt() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    process.poll();
    premium.revoke(OWNER);
    process.poll();
    assertEquals(BotState.RUNNING, row().state());
    execute("UPDATE premium_grants SET ends_at = UTC_TIMESTAMP(3) - INTERVAL 73 HOUR");
    process.poll();
    assertEquals(List.of(), process.launcher.open(BOT));
    assertEquals(BotState.STOPPED, row().state());
    assertEquals(Optional.of(StateWords.premiumEnded()), row().stateDetail());
    assertEquals(MAIN, serving());
    premium.grant(OWNER, Optional.empty(), Optional.empty());
    process.poll();
    process.launcher.only(BOT);
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(Optional.empty(), row().stateDetail());
    assertEquals(BOT, serving());
  }

  @Test
  void aResetTokenIsTheOwnersToMend() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    process.poll();
    process.launcher.only(BOT).connection = new Connection.Ended(new EndCause.TokenRefused());
    process.supervisor.look();
    assertEquals(BotState.FAILED, row().state());
    assertTrue(row().stateDetail().orElseThrow().contains("it was reset"));
    assertFalse(row().isHeld());
    assertEquals(MAIN, serving());
    process.poll();
    assertEquals(List.of(BOT), process.launcher.attempts);
    setUp(BOT, new Secret("second"));
    process.poll();
    assertEquals(BotState.RUNNING, row().state());
  }

  @Test
  void whatALaunchMeetsIsSaidInWords() {
    assertFails(
        () -> {
          throw new TokenRefusedException();
        },
        "it was reset");
    assertFails(
        () -> {
          throw new WrongApplicationException(BOT, 901);
        },
        "belongs to another application");
  }

  private void assertFails(PretendLauncher.Behaviour behaviour, String words) {
    PretendProcess process = process("a");
    process.launcher.behaviours.put(BOT, behaviour);
    setUp(BOT, TOKEN);
    process.poll();
    assertEquals(BotState.FAILED, row().state());
    assertTrue(row().isApplied());
    assertTrue(row().stateDetail().orElseThrow().contains(words), row().toString());
    process.poll();
    assertEquals(List.of(BOT), process.launcher.attempts);
  }

  @Test
  void aDeletedApplicationIsToldFromAResetToken() {
    PretendProcess process = process("a");
    process.goneApplications.add(BOT);
    setUp(BOT, TOKEN);
    process.poll();
    process.launcher.only(BOT).connection = new Connection.Ended(new EndCause.TokenRefused());
    process.supervisor.look();
    assertEquals(BotState.FAILED, row().state());
    assertTrue(row().stateDetail().orElseThrow().contains("does not exist at Discord any more"));
  }

  @Test
  void aKeyThatThisProcessLacksIsTheOperatorsToMend() {
    PretendProcess behind = new PretendProcess("a", database, MAIN, vault("b", 0), AT_ONCE);
    setUp(BOT, TOKEN);
    behind.poll();
    assertEquals(BotState.WAITING, row().state());
    assertTrue(row().stateDetail().orElseThrow().startsWith("The operator of this service"));
    assertEquals(1, row().attempts());
    behind.signOff();
    PretendProcess mended = process("b");
    execute("UPDATE whitelabel_bots SET due_at = UTC_TIMESTAMP(3)");
    mended.poll();
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(Optional.empty(), row().stateDetail());
  }

  @Test
  void aTokenThatItsKeyDoesNotOpenIsSaidToBeUnreadable() {
    PretendProcess process = new PretendProcess("a", database, MAIN, vault("a", 1), AT_ONCE);
    setUp(BOT, TOKEN);
    process.poll();
    assertEquals(BotState.FAILED, row().state());
    assertTrue(row().stateDetail().orElseThrow().contains("can't be read any more"));
    assertEquals(List.of(), process.launcher.attempts);
  }

  @Test
  void anIntentThatIsRefusedIsDoneWithout() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    PretendLauncher.PretendSession with = process.launcher.only(BOT);
    with.connection = new Connection.Ended(new EndCause.MembersIntentRefused());
    process.supervisor.look();
    assertTrue(process.launcher.only(BOT).order.withoutMembers());
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(Optional.of(StateWords.withoutMembers(BOT)), row().stateDetail());
    act(BotAction.RESTART);
    process.poll();
    assertFalse(process.launcher.only(BOT).order.withoutMembers());
    assertEquals(Optional.empty(), row().stateDetail());
  }

  @Test
  void aFaultOfTheNetworkIsTriedAgainLaterAndLater() {
    PretendProcess process = process("a");
    process.launcher.behaviours.put(
        BOT,
        () -> {
          throw new IOException("no route");
        });
    setUp(BOT, TOKEN);
    for (int failed = 1; failed <= 3; failed++) {
      process.poll();
      assertEquals(BotState.WAITING, row().state());
      assertEquals(failed, row().attempts());
      assertFalse(row().isDue());
      assertFalse(row().isHeld());
      process.poll();
      assertEquals(failed, process.launcher.attempts.size());
      execute("UPDATE whitelabel_bots SET due_at = UTC_TIMESTAMP(3)");
    }
    process.launcher.behaviours.clear();
    process.poll();
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(3, row().attempts());
    process.pass(Duration.ofMinutes(5));
    process.poll();
    assertEquals(0, row().attempts());
  }

  @Test
  void aFaultOfOursIsNotTriedAgainAtOnceEither() {
    PretendProcess process = process("a");
    process.launcher.behaviours.put(
        BOT,
        () -> {
          throw new IllegalStateException("unforeseen");
        });
    setUp(BOT, TOKEN);
    process.poll();
    process.poll();
    assertEquals(BotState.WAITING, row().state());
    assertEquals(1, process.launcher.attempts.size());
  }

  @Test
  void whoMayIdentifyNoMoreWaits() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    process.launcher.only(BOT).connection =
        new Connection.Ended(new EndCause.IdentifiesExhausted(500, Duration.ofHours(1)));
    process.supervisor.look();
    assertEquals(BotState.WAITING, row().state());
    assertTrue(row().stateDetail().orElseThrow().contains("500 times within a day"));
    assertEquals(0, row().attempts());
    act(BotAction.START);
    process.poll();
    assertEquals(2, process.launcher.attempts.size());
  }

  @Test
  void fiftyThatFailAgainAndAgainDisturbNoOther() {
    PretendProcess process = process("a", THREADS);
    List<Long> failing = LongStream.range(1000, 1050).boxed().toList();
    failing.forEach(
        id -> {
          process.launcher.behaviours.put(
              id,
              () -> {
                throw new IOException("no route");
              });
          setUp(id, TOKEN);
        });
    process.poll();
    await(() -> store.all().stream().allMatch(row -> row.state() == BotState.WAITING));
    // Each of their further tries takes for ever.
    CountDownLatch never = new CountDownLatch(1);
    failing.forEach(id -> process.launcher.behaviours.put(id, never::await));
    execute("UPDATE whitelabel_bots SET due_at = UTC_TIMESTAMP(3)");
    process.poll();
    await(() -> process.launcher.attempts.size() > failing.size());
    setUp(BOT, TOKEN);
    pollUntil(process, () -> row().state() == BotState.RUNNING);
    process.launcher.only(BOT);
    assertTrue(process.launcher.attempts.size() <= failing.size() + 4);
    process.supervisor.close();
    await(() -> store.all().stream().noneMatch(WhitelabelBot::isHeld));
  }

  @Test
  void launchesThatNeverEndAreGivenUpAndOthersGoOn() {
    PretendProcess process = process("a", THREADS);
    List<Long> stuck = LongStream.range(1000, 1005).boxed().toList();
    CountDownLatch end = new CountDownLatch(1);
    stuck.forEach(
        id -> {
          // One of them does not even heed the interrupt.
          process.launcher.behaviours.put(id, id == 1000 ? () -> untilDown(end) : end::await);
          setUp(id, TOKEN);
        });
    process.poll();
    await(() -> process.launcher.attempts.size() == stuck.size());
    setUp(BOT, TOKEN);
    process.poll();
    assertFalse(process.launcher.attempts.contains(BOT), "it waits for its turn");
    process.pass(SupervisorRules.LAUNCH_PATIENCE);
    process.poll();
    await(() -> row().state() == BotState.RUNNING || process.launcher.attempts.contains(BOT));
    pollUntil(process, () -> row().state() == BotState.RUNNING);
    for (long id : stuck.subList(1, stuck.size())) {
      await(() -> row(id).state() == BotState.WAITING);
      assertEquals(1, row(id).attempts());
    }
    end.countDown();
    process.supervisor.close();
    await(() -> store.all().stream().noneMatch(WhitelabelBot::isHeld));
  }

  private static void untilDown(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  @Test
  void whatFailedBeforeTheOwnerActedIsNoAttemptAtWhatTheyWantNow() {
    PretendProcess process = process("a");
    process.launcher.behaviours.put(
        BOT,
        () -> {
          process.launcher.behaviours.clear();
          act(BotAction.RESTART);
          throw new IOException("no route");
        });
    setUp(BOT, TOKEN);
    process.poll();
    assertEquals(2, process.launcher.attempts.size());
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(0, row().attempts());
  }

  @Test
  void eachTimeItBeginsToServeItLooksForWhatItMissed() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    PretendLauncher.PretendSession session = process.launcher.only(BOT);
    assertEquals(1, session.serves.get());
    process.poll();
    assertEquals(1, session.serves.get());
    session.connection = new Connection.Interrupted(Duration.ofSeconds(31));
    process.supervisor.look();
    session.connection = new Connection.Connected(1);
    process.supervisor.look();
    assertEquals(2, session.serves.get());
  }

  @Test
  void aPollThatFailsIsRepeatedWithTheNextLook() {
    PretendProcess process = process("a");
    process.connections.goAway();
    process.pass(WhitelabelSupervisor.POLL);
    for (int look = 0; look < 3; look++) {
      assertThrows(DataAccessException.class, process.supervisor::look);
      process.pass(WhitelabelSupervisor.LOOK);
    }
    process.connections.comeBack();
    setUp(BOT, TOKEN);
    process.supervisor.look();
    process.launcher.only(BOT);
  }

  @Test
  void twoProcessesShareTheBotsAndEachHasOneSession() {
    PretendProcess one = process("a");
    PretendProcess other = process("b");
    List<Long> ids = LongStream.range(1000, 1011).boxed().toList();
    ids.forEach(id -> setUp(id, TOKEN));
    one.poll();
    assertEquals(6, one.supervisor.held());
    other.poll();
    assertEquals(5, other.supervisor.held());
    for (long id : ids) {
      assertEquals(1, one.launcher.open(id).size() + other.launcher.open(id).size());
      assertEquals(BotState.RUNNING, row(id).state());
    }
  }

  @Test
  void whatNobodyTakesIsTakenWithTheNextPoll() {
    PretendProcess one = process("a");
    process("b");
    LongStream.range(1000, 1010).forEach(id -> setUp(id, TOKEN));
    one.poll();
    assertEquals(5, one.supervisor.held());
    one.poll();
    assertEquals(10, one.supervisor.held());
  }

  @Test
  void theBotsOfAKilledProcessMoveWhenItsLeasesEnd() {
    PretendProcess killed = process("a");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    killed.poll();
    PretendProcess other = process("b");
    other.poll();
    other.poll();
    assertEquals(List.of(), other.launcher.attempts);
    assertEquals(BOT, serving());
    allLeasesEnd();
    other.poll();
    other.launcher.only(BOT);
    assertEquals(BotState.RUNNING, row().state());
    assertEquals(Optional.of("b"), row().leaseOwner());
  }

  @Test
  void whatAKilledProcessHadIsTakenAtOnceThoughItIsMoreThanAShare() {
    PretendProcess killed = process("a");
    PretendProcess other = process("b");
    LongStream.range(1000, 1004).forEach(id -> setUp(id, TOKEN));
    killed.poll();
    other.poll();
    assertEquals(2, other.supervisor.held());
    allLeasesEnd();
    other.poll();
    assertEquals(4, other.supervisor.held());
  }

  @Test
  void whoComesBackToTheDatabaseLeavesTheOthersThePauseOfAPollToDoSo() {
    PretendProcess first = process("a");
    PretendProcess second = process("b");
    LongStream.range(1000, 1002).forEach(id -> setUp(id, TOKEN));
    first.poll();
    second.poll();
    first.connections.goAway();
    assertThrows(DataAccessException.class, first::poll);
    allLeasesEnd();
    first.connections.comeBack();
    first.supervisor.look();
    assertEquals(1, first.supervisor.held());
    second.poll();
    first.poll();
    assertEquals(1, first.supervisor.held());
    assertEquals(1, second.supervisor.held());
  }

  @Test
  void aProcessWithoutTheDatabaseKeepsItsSessionsAndClosesWhatAnotherTook() {
    PretendProcess cutOff = process("a");
    setUp(BOT, TOKEN);
    setUp(BOT + 1, TOKEN);
    cutOff.poll();
    cutOff.connections.goAway();
    assertThrows(DataAccessException.class, cutOff::poll);
    cutOff.launcher.only(BOT);
    execute(
        "UPDATE whitelabel_bots SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"
            + " WHERE bot_id = "
            + BOT);
    PretendProcess other = process("b");
    other.poll();
    other.launcher.only(BOT);
    allLeasesEnd(); // of both; nobody polls but the one that was cut off
    cutOff.connections.comeBack();
    cutOff.poll();
    assertEquals(List.of(), cutOff.launcher.open(BOT));
    cutOff.launcher.only(BOT + 1);
    assertEquals(2, cutOff.launcher.attempts.size());
    assertEquals(Optional.of("b"), row().leaseOwner());
    other.poll();
    other.launcher.only(BOT);
    assertTrue(row().isHeld());
    assertTrue(row(BOT + 1).isHeld());
  }

  @Test
  void aLeaseThatEndedUnderALaunchLeavesNoSession() {
    PretendProcess slow = process("a");
    PretendProcess other = process("b");
    slow.launcher.behaviours.put(
        BOT,
        () -> {
          allLeasesEnd();
          other.poll();
          other.poll();
        });
    setUp(BOT, TOKEN);
    slow.poll();
    assertEquals(List.of(), slow.launcher.open(BOT));
    other.launcher.only(BOT);
    assertEquals(Optional.of("b"), row().leaseOwner());
    assertEquals(BotState.RUNNING, row().state());
  }

  @Test
  void whoEndsGracefullyLeavesItsBotsToTheOthersAtOnce() {
    PretendProcess ending = process("a");
    PretendProcess other = process("b");
    setUp(BOT, TOKEN);
    bothAreInTheServer();
    ending.poll();
    PretendLauncher.PretendSession session = ending.launcher.only(BOT);
    ending.signOff();
    ending.supervisor.close();
    assertTrue(session.closed);
    assertFalse(row().isHeld());
    assertEquals(MAIN, serving());
    ending.poll();
    assertFalse(row().isHeld());
    other.poll();
    other.launcher.only(BOT);
    assertEquals(BOT, serving());
  }

  @Test
  void aLaunchThatTheEndCutsOffIsNoFailureOfTheBot() {
    PretendProcess ending = process("a", THREADS);
    setUp(BOT + 1, TOKEN);
    ending.poll();
    await(() -> row(BOT + 1).state() == BotState.RUNNING);
    CountDownLatch stopped = new CountDownLatch(1);
    ending.launcher.behaviours.put(
        BOT,
        () -> {
          // As a library that swallows the interrupt and fails in its own way.
          assertThrows(InterruptedException.class, new CountDownLatch(1)::await);
          stopped.await();
          throw new IOException("The service is stopping");
        });
    setUp(BOT, TOKEN);
    ending.poll();
    await(() -> ending.launcher.attempts.contains(BOT));
    ending.supervisor.stop();
    stopped.countDown();
    await(() -> !row().isHeld());
    assertEquals(BotState.STARTING, row().state());
    assertEquals(Optional.empty(), row().stateDetail());
    assertEquals(0, row().attempts());
    // What was connected is, until the end.
    ending.launcher.only(BOT + 1);
    assertTrue(row(BOT + 1).isHeld());
    ending.supervisor.close();
    assertEquals(List.of(), ending.launcher.open(BOT + 1));
    assertFalse(row(BOT + 1).isHeld());
  }

  @Test
  void aRowThatVanishesEndsItsSession() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    process.poll();
    execute("DELETE FROM whitelabel_bots");
    process.poll();
    assertEquals(List.of(), process.launcher.open(BOT));
    assertEquals(0, process.supervisor.held());
  }

  @Test
  void manyWishesOneAfterTheOtherEndWithTheLast() {
    PretendProcess process = process("a");
    setUp(BOT, TOKEN);
    List<BotAction> wishes =
        new ArrayList<>(
            List.of(BotAction.STOP, BotAction.START, BotAction.RESTART, BotAction.STOP));
    wishes.addAll(List.of(BotAction.START, BotAction.STOP, BotAction.START));
    for (BotAction wish : wishes) {
      act(wish);
      process.poll();
      assertTrue(row().isApplied());
      assertEquals(wish == BotAction.STOP ? BotState.STOPPED : BotState.RUNNING, row().state());
      assertEquals(wish == BotAction.STOP ? 0 : 1, process.launcher.open(BOT).size());
    }
  }
}
