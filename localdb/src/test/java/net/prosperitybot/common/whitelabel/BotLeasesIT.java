package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.whitelabel.Bots.act;
import static net.prosperitybot.common.whitelabel.Bots.bot;
import static net.prosperitybot.common.whitelabel.Bots.leaseAges;
import static net.prosperitybot.common.whitelabel.Bots.row;
import static net.prosperitybot.common.whitelabel.Bots.setUp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.whitelabel.BotLeases.Lease;
import net.prosperitybot.common.whitelabel.BotLeases.Report;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BotLeasesIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final long MAIN_BOT = 900;

  private final Database database = TEST.database();
  private final GuildStore guilds = new GuildStore(database, MAIN_BOT);
  private final GuildSettingsStore settings = new GuildSettingsStore(database);
  private final BotLeases leases = new BotLeases(database, guilds);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsTheBot() {
    setUp(database, bot(201, 1, "k.t"), 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Optional<Lease>>> asked =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> leases.claim(201, "process " + i, LEASE), threads))
              .toList();
      assertEquals(1, asked.stream().filter(answer -> answer.join().isPresent()).count());
    }
    assertTrue(row(database, 201).isHeld());
  }

  @Test
  void whoseLeaseEndedLosesTheBotToTheNextAndWritesNoMore() {
    setUp(database, bot(211, 2, "k.t"), 1);
    Lease first = leases.claim(211, "first", LEASE).orElseThrow();
    assertEquals(Optional.empty(), leases.claim(211, "second", LEASE));
    leaseAges(database, 211, 31);
    Lease second = leases.claim(211, "second", LEASE).orElseThrow();
    assertTrue(second.epoch() > first.epoch());
    assertFalse(leases.report(first, running(1)));
    leases.release(first);
    assertTrue(row(database, 211).isHeld(), "it was not the first one's to release");
    assertTrue(leases.report(second, running(1)));
    assertEquals(BotState.RUNNING, row(database, 211).state());
    assertTrue(row(database, 211).isApplied());
  }

  @Test
  void renewingKeepsWhatNobodyTookAndTellsWhatIsLost() {
    setUp(database, bot(221, 3, "k.t"), 1);
    setUp(database, bot(222, 4, "k.t"), 1);
    Lease kept = leases.claim(221, "first", LEASE).orElseThrow();
    Lease lost = leases.claim(222, "first", LEASE).orElseThrow();
    leaseAges(database, 221, 60);
    leaseAges(database, 222, 60);
    leases.claim(222, "second", LEASE);
    assertEquals(Set.of(221L), leases.renew(List.of(kept, lost), LEASE));
    assertTrue(row(database, 221).isHeld());
    assertEquals(Optional.of("second"), row(database, 222).leaseOwner());
    assertEquals(Set.of(), leases.renew(List.of(), LEASE));
  }

  @Test
  void aBotServesExactlyWhileItRuns() {
    setUp(database, bot(231, 5, "k.t"), 1);
    guilds.present(MAIN_BOT, 23, "Café");
    guilds.present(231, 23, "Café");
    assertEquals(OptionalLong.of(MAIN_BOT), serving(23));
    Lease lease = leases.claim(231, "first", LEASE).orElseThrow();
    leases.report(lease, state(BotState.STARTING, 0));
    assertEquals(OptionalLong.of(MAIN_BOT), serving(23));
    leases.report(lease, running(1));
    assertEquals(OptionalLong.of(231), serving(23));
    leases.report(lease, state(BotState.INTERRUPTED, 1));
    assertEquals(OptionalLong.of(MAIN_BOT), serving(23));
    leases.report(lease, running(1));
    leases.release(lease);
    assertEquals(OptionalLong.of(MAIN_BOT), serving(23), "it is between two processes");
    assertEquals(BotState.STARTING, row(database, 231).state());
    assertFalse(row(database, 231).isHeld());
  }

  @Test
  void whoTakesADeadProcesssBotTakesItsServersFromItUntilItRunsAgain() {
    setUp(database, bot(241, 6, "k.t"), 1);
    guilds.present(MAIN_BOT, 24, "Café");
    guilds.present(241, 24, "Café");
    leases.report(leases.claim(241, "dead", LEASE).orElseThrow(), running(1));
    leaseAges(database, 241, 31);
    Lease lease = leases.claim(241, "alive", LEASE).orElseThrow();
    assertEquals(OptionalLong.of(MAIN_BOT), serving(24));
    leases.report(lease, running(1));
    assertEquals(OptionalLong.of(241), serving(24));
  }

  @Test
  void ofTwoThatRunTheLowerIdServes() {
    setUp(database, bot(251, 7, "k.t"), 1);
    setUp(database, bot(252, 8, "k.t"), 1);
    guilds.present(252, 25, "Café");
    guilds.present(251, 25, "Café");
    assertEquals(OptionalLong.empty(), serving(25), "no main bot, and none runs");
    Lease higher = leases.claim(252, "first", LEASE).orElseThrow();
    leases.report(higher, running(1));
    assertEquals(OptionalLong.of(252), serving(25));
    Lease lower = leases.claim(251, "first", LEASE).orElseThrow();
    leases.report(lower, running(1));
    assertEquals(OptionalLong.of(251), serving(25));
    guilds.left(251, 25);
    assertEquals(OptionalLong.of(252), serving(25));
  }

  @Test
  void aBotThatJoinsWhileItBeginsToRunServes() {
    // Many rounds, for the two orders and what lies between.
    setUp(database, bot(261, 9, "k.t"), 1);
    Lease lease = leases.claim(261, "first", LEASE).orElseThrow();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 40; round++) {
        long guildId = 26_000L + round;
        guilds.present(MAIN_BOT, guildId, "Café");
        leases.report(lease, state(BotState.STARTING, 1));
        CompletableFuture<Void> joins =
            CompletableFuture.runAsync(() -> guilds.present(261, guildId, "Café"), threads);
        CompletableFuture<Boolean> runs =
            CompletableFuture.supplyAsync(() -> leases.report(lease, running(1)), threads);
        joins.join();
        assertTrue(runs.join());
        assertEquals(OptionalLong.of(261), serving(guildId));
      }
    }
  }

  @Test
  void tenBotsOfOneServerThatComeAndGoAtOnceGetInNobodysWay() {
    List<Lease> held =
        IntStream.range(0, 10)
            .mapToObj(
                i -> {
                  setUp(database, bot(2650 + i, 2650 + i, "k.t"), 1);
                  guilds.present(2650 + i, 265, "Café");
                  return leases.claim(2650 + i, "first", LEASE).orElseThrow();
                })
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (BotState state : List.of(BotState.RUNNING, BotState.STARTING, BotState.RUNNING)) {
        List<CompletableFuture<Boolean>> reports =
            held.stream()
                .map(
                    lease ->
                        CompletableFuture.supplyAsync(
                            () -> leases.report(lease, state(state, 1)), threads))
                .toList();
        assertTrue(reports.stream().allMatch(CompletableFuture::join));
      }
    }
    assertEquals(OptionalLong.of(2650), serving(265));
  }

  @Test
  void whatWasReleasedIsNotRenewed() {
    setUp(database, bot(266, 266, "k.t"), 1);
    Lease lease = leases.claim(266, "first", LEASE).orElseThrow();
    leases.release(lease);
    assertEquals(Set.of(), leases.renew(List.of(lease), LEASE));
    assertFalse(row(database, 266).isHeld());
  }

  @Test
  void aJoinThatIsHeardOfAfterTheBotWasDeletedIsNotRecorded() {
    setUp(database, bot(267, 267, "k.t"), 1);
    Lease lease = leases.claim(267, "first", LEASE).orElseThrow();
    act(database, 267, 267, BotAction.DELETE);
    guilds.present(267, 2670, "Café");
    leases.forget(lease);
    guilds.present(267, 2671, "Café");
    assertEquals(Set.of(), guilds.serversOf(267));
  }

  @Test
  void aDeletedBotIsForgottenWithItsServers() {
    setUp(database, bot(271, 10, "k.t"), 1);
    guilds.present(MAIN_BOT, 27, "Café");
    guilds.present(271, 27, "Café");
    Lease lease = leases.claim(271, "first", LEASE).orElseThrow();
    leases.report(lease, running(1));
    assertFalse(leases.forget(lease), "nobody wants that");
    act(database, 10, 271, BotAction.DELETE);
    assertTrue(leases.forget(lease));
    assertEquals(Optional.empty(), new WhitelabelStore(database).find(271));
    assertEquals(Set.of(), guilds.serversOf(271));
    assertEquals(OptionalLong.of(MAIN_BOT), serving(27));
    assertFalse(leases.report(lease, running(2)));
  }

  @Test
  void setUpAgainItIsNotForgotten() {
    setUp(database, bot(281, 11, "k.t"), 1);
    Lease lease = leases.claim(281, "first", LEASE).orElseThrow();
    act(database, 11, 281, BotAction.DELETE);
    setUp(database, bot(281, 11, "k.u"), 1);
    assertFalse(leases.forget(lease));
    assertTrue(row(database, 281).token().isPresent());
  }

  @Test
  void sinceWhenAStateHoldsIsKeptWhileItHolds() {
    setUp(database, bot(291, 12, "k.t"), 1);
    Lease lease = leases.claim(291, "first", LEASE).orElseThrow();
    leases.report(lease, state(BotState.WAITING, 1));
    database
        .dsl()
        .execute("UPDATE whitelabel_bots SET state_since = '2026-01-01' WHERE bot_id = 291");
    leases.report(
        lease,
        new Report(BotState.WAITING, Optional.of("Again soon"), 1, 2, Duration.ofMinutes(1)));
    WhitelabelBot waiting = row(database, 291);
    assertEquals("2026-01-01T00:00:00Z", waiting.stateSince().toString());
    assertEquals(Optional.of("Again soon"), waiting.stateDetail());
    assertEquals(2, waiting.attempts());
    assertFalse(waiting.isDue());
    leases.report(lease, running(1));
    assertTrue(row(database, 291).stateSince().isAfter(waiting.stateSince()));
  }

  private OptionalLong serving(long guildId) {
    return settings.load(guildId).servingBotId();
  }

  private static Report running(long generation) {
    return state(BotState.RUNNING, generation);
  }

  private static Report state(BotState state, long generation) {
    return new Report(state, Optional.empty(), generation, 0, Duration.ZERO);
  }
}
