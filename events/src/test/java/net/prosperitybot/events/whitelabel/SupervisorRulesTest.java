package net.prosperitybot.events.whitelabel;

import static net.prosperitybot.events.whitelabel.SupervisorRules.decide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.BotLeases.Report;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.EndCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupervisorRulesTest {
  private static final long BOT = 900;
  private static final Premium PAID = new Premium.Active(Optional.empty());
  private static final Premium GRACE = new Premium.Grace(Instant.EPOCH);
  private static final Premium UNPAID = new Premium.None();
  private static final String TEXT = "with XP";

  /**
   * What is wanted, the state, whether the last wish is applied, whether premium works, what this
   * process has; and what is done. A star is any. A waiting bot of these is not due yet.
   */
  private static final String TABLE =
      """
      *       | *                                    | *   | *   | elsewhere           | Nothing
      *       | *                                    | *   | *   | busy                | Nothing

      deleted | *                                    | *   | *   | free                | Claim
      deleted | *                                    | *   | *   | idle                | Forget
      deleted | *                                    | *   | *   | launching,old       | Withdraw
      deleted | *                                    | *   | *   | up,outdated         | Close

      stopped | stopped                              | yes | *   | free                | Nothing
      stopped | stopped                              | no  | *   | free                | Claim
      stopped | starting,running,interrupted,waiting,failed | * | * | free            | Claim
      stopped | stopped                              | yes | *   | idle                | Release
      stopped | stopped                              | no  | *   | idle                | Say stopped
      stopped | starting,running,interrupted,waiting,failed | * | * | idle            | Say stopped
      stopped | *                                    | *   | *   | launching,old       | Withdraw
      stopped | *                                    | *   | *   | up,outdated         | Close

      running | stopped                              | yes | no  | free                | Nothing
      running | stopped                              | no  | no  | free                | Claim
      running | starting,running,interrupted,waiting,failed | * | no | free           | Claim
      running | stopped                              | yes | no  | idle                | Release
      running | stopped                              | no  | no  | idle                | Say stopped
      running | starting,running,interrupted,waiting,failed | * | no | idle           | Say stopped
      running | *                                    | *   | no  | launching,old       | Withdraw
      running | *                                    | *   | no  | up,outdated         | Close

      running | stopped,starting,running,interrupted | *   | yes | free                | Claim
      running | waiting,failed                       | no  | yes | free                | Claim
      running | waiting,failed                       | yes | yes | free                | Nothing
      running | stopped,starting,running,interrupted | *   | yes | idle                | Launch
      running | waiting,failed                       | no  | yes | idle                | Launch
      running | waiting,failed                       | yes | yes | idle                | Release
      running | *                                    | *   | yes | launching           | Nothing
      running | *                                    | *   | yes | old                 | Withdraw
      running | *                                    | *   | yes | outdated            | Launch
      running | stopped,starting,interrupted,waiting,failed | * | yes | up            | Say running
      running | running                              | no  | yes | up                  | Say running
      running | running                              | yes | yes | up                  | Nothing
      """;

  record Line(List<String> conditions, String expected) {
    boolean fits(List<String> facts) {
      for (int i = 0; i < facts.size(); i++) {
        String condition = conditions.get(i);
        if (!condition.equals("*") && !List.of(condition.split(",")).contains(facts.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  record Case(WhitelabelBot row, Premium premium, String holdName, Hold hold) {
    List<String> facts() {
      return List.of(
          row.wanted().name().toLowerCase(Locale.ROOT),
          row.state().key(),
          row.isApplied() ? "yes" : "no",
          premium.works() ? "yes" : "no",
          holdName);
    }

    @Override
    public String toString() {
      return String.join(" ", facts());
    }
  }

  static Stream<Case> everyCase() {
    List<Case> cases = new ArrayList<>();
    for (Wanted wanted : Wanted.values()) {
      for (BotState state : BotState.values()) {
        for (boolean isApplied : List.of(true, false)) {
          for (Premium premium : List.of(PAID, GRACE, UNPAID)) {
            WhitelabelBot row = row(wanted, state, isApplied);
            cases.add(new Case(row, premium, "elsewhere", new Hold.Elsewhere()));
            cases.add(new Case(row, premium, "busy", new Hold.Busy()));
            cases.add(new Case(row, premium, "free", new Hold.Free()));
            cases.add(new Case(row, premium, "idle", new Hold.Idle()));
            cases.add(new Case(row, premium, "launching", new Hold.Launching(7, Duration.ZERO)));
            cases.add(new Case(row, premium, "old", new Hold.Launching(6, Duration.ZERO)));
            cases.add(new Case(row, premium, "up", up(7, new Connection.Connected(3))));
            cases.add(new Case(row, premium, "outdated", up(6, new Connection.Connected(3))));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void everyWishIsMadeSoFromEveryState(Case given) {
    List<String> expected =
        lines().filter(line -> line.fits(given.facts())).map(Line::expected).toList();
    assertEquals(1, expected.size(), "lines that speak of " + given);
    assertEquals(
        expected.getFirst(), named(decide(given.row(), given.hold(), given.premium(), true)));
  }

  private static Stream<Line> lines() {
    return TABLE
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList())
        .map(cells -> new Line(cells.subList(0, 5), cells.get(5)));
  }

  private static String named(Step step) {
    return step instanceof Step.Say say
        ? "Say " + say.report().state().key()
        : step.getClass().getSimpleName();
  }

  @Test
  void overItsShareAProcessTakesNoBotThatIsToRunButEndsAny() {
    Hold free = new Hold.Free();
    assertEquals(
        new Step.Nothing(),
        decide(row(Wanted.RUNNING, BotState.STOPPED, false), free, PAID, false));
    assertEquals(
        new Step.Claim(), decide(row(Wanted.STOPPED, BotState.RUNNING, false), free, PAID, false));
    assertEquals(
        new Step.Claim(), decide(row(Wanted.DELETED, BotState.RUNNING, false), free, PAID, false));
    assertEquals(
        new Step.Claim(), decide(row(Wanted.RUNNING, BotState.RUNNING, true), free, UNPAID, false));
  }

  @Test
  void aWaitingBotIsTakenWhenItIsDue() {
    WhitelabelBot due = running(BotState.WAITING, Optional.of("later"), 2, true);
    assertEquals(new Step.Claim(), decide(due, new Hold.Free(), PAID, true));
    assertEquals(new Step.Launch(false), decide(due, new Hold.Idle(), PAID, true));
  }

  @Test
  void theEndOfPremiumIsSaid() {
    Report said =
        said(decide(row(Wanted.RUNNING, BotState.RUNNING, true), new Hold.Idle(), UNPAID, true));
    assertEquals(Optional.of(StateWords.premiumEnded()), said.detail());
    assertEquals(7, said.appliedGeneration());
  }

  @Test
  void aBotThatIsBeingConnectedIsStartingForThreeMinutes() {
    WhitelabelBot row = running(BotState.STARTING, Optional.empty(), 0, true);
    Connection connecting = new Connection.Connecting();
    assertEquals(
        new Step.Nothing(), decide(row, up(7, connecting, Duration.ofMinutes(3)), PAID, true));
    assertEquals(
        new Step.Conclude(new Trouble.NeverConnected()),
        decide(row, up(7, connecting, Duration.ofSeconds(181)), PAID, true));
  }

  @Test
  void aLaunchThatTakesAMinuteIsGivenUpAndOneThatNobodyWantsIsWithdrawn() {
    WhitelabelBot row = running(BotState.STARTING, Optional.empty(), 0, true);
    assertEquals(
        new Step.Nothing(), decide(row, new Hold.Launching(7, Duration.ofSeconds(60)), PAID, true));
    Hold tooLong = new Hold.Launching(7, Duration.ofSeconds(61));
    assertEquals(new Step.GiveUp(), decide(row, tooLong, PAID, true));
    assertEquals(new Step.Withdraw(), decide(row, tooLong, UNPAID, true));
  }

  @Test
  void anInterruptionOfThirtySecondsLetsAnotherBotServe() {
    WhitelabelBot row = running(BotState.RUNNING, Optional.empty(), 0, true);
    assertEquals(
        new Step.Nothing(),
        decide(row, up(7, new Connection.Interrupted(Duration.ofSeconds(30))), PAID, true));
    Report said =
        said(decide(row, up(7, new Connection.Interrupted(Duration.ofSeconds(31))), PAID, true));
    assertEquals(BotState.INTERRUPTED, said.state());
    assertEquals(
        BotState.RUNNING,
        said(decide(
                running(BotState.INTERRUPTED, said.detail(), 0, true),
                up(7, new Connection.Connected(1)),
                PAID,
                true))
            .state());
  }

  @Test
  void withoutTheIntentItRunsAndWhatIsLostIsSaid() {
    WhitelabelBot row = running(BotState.STARTING, Optional.empty(), 0, true);
    Connection refused = new Connection.Ended(new EndCause.MembersIntentRefused());
    assertEquals(new Step.Launch(true), decide(row, up(7, refused), PAID, true));
    Hold.Up without =
        new Hold.Up(
            7,
            Optional.of(TEXT),
            false,
            true,
            new Connection.Connected(1),
            Duration.ZERO,
            Duration.ZERO);
    Report said = said(decide(row, without, PAID, true));
    assertEquals(BotState.RUNNING, said.state());
    assertEquals(Optional.of(StateWords.withoutMembers(BOT)), said.detail());
  }

  @Test
  void attemptsAreForgottenAfterFiveMinutesOfRunning() {
    WhitelabelBot row = running(BotState.RUNNING, Optional.empty(), 4, true);
    Connection connected = new Connection.Connected(1);
    assertEquals(
        new Step.Nothing(), decide(row, up(7, connected, Duration.ofSeconds(299)), PAID, true));
    assertEquals(
        0, said(decide(row, up(7, connected, Duration.ofMinutes(5)), PAID, true)).attempts());
  }

  @Test
  void aNewTextIsShownWithoutARestart() {
    WhitelabelBot row = running(BotState.RUNNING, Optional.empty(), 0, true);
    Hold.Up other =
        new Hold.Up(
            7,
            Optional.empty(),
            true,
            false,
            new Connection.Connected(1),
            Duration.ZERO,
            Duration.ZERO);
    assertEquals(new Step.Show(Optional.of(TEXT)), decide(row, other, PAID, true));
  }

  @Test
  void whatOnlyTheOwnerMendsFailsAndTheRestIsTriedAgain() {
    for (Trouble trouble :
        List.of(
            new Trouble.TokenRefused(),
            new Trouble.ApplicationGone(),
            new Trouble.WrongApplication(),
            new Trouble.TokenUnreadable(),
            new Trouble.IntentsInvalid(4013))) {
      assertEquals(BotState.FAILED, failed(trouble, 3).state(), trouble.toString());
    }
    for (Trouble trouble :
        List.of(
            new Trouble.KeyMissing(),
            new Trouble.Unreachable(),
            new Trouble.Closed(4010),
            new Trouble.NeverConnected())) {
      Report report = failed(trouble, 3);
      assertEquals(BotState.WAITING, report.state(), trouble.toString());
      assertEquals(4, report.attempts());
      assertTrue(report.retryIn().toSeconds() >= 32 && report.retryIn().toSeconds() <= 48);
    }
  }

  @Test
  void whoHasSentTooManyIdentifiesWaitsUntilTheyAreForgotten() {
    Report report = failed(new Trouble.IdentifiesExhausted(500, Duration.ofHours(2)), 3);
    assertEquals(BotState.WAITING, report.state());
    assertEquals(3, report.attempts());
    assertEquals(Duration.ofHours(2).plusSeconds(5), report.retryIn());
  }

  private static Report failed(Trouble trouble, int attempts) {
    return SupervisorRules.failed(
        running(BotState.RUNNING, Optional.empty(), attempts, true),
        7,
        trouble,
        new Random(1),
        Instant.EPOCH);
  }

  private static Report said(Step step) {
    return step instanceof Step.Say say ? say.report() : unexpected(step);
  }

  private static Report unexpected(Step step) {
    throw new AssertionError("Nothing is said, but " + step);
  }

  private static Hold.Up up(long generation, Connection connection) {
    return up(generation, connection, Duration.ofSeconds(10));
  }

  private static Hold.Up up(long generation, Connection connection, Duration time) {
    return new Hold.Up(generation, Optional.of(TEXT), true, false, connection, time, time);
  }

  private static WhitelabelBot row(Wanted wanted, BotState state, boolean isApplied) {
    return row(wanted, state, Optional.empty(), 0, isApplied, false);
  }

  private static WhitelabelBot running(
      BotState state, Optional<String> detail, int attempts, boolean isDue) {
    return row(Wanted.RUNNING, state, detail, attempts, true, isDue);
  }

  private static WhitelabelBot row(
      Wanted wanted,
      BotState state,
      Optional<String> detail,
      int attempts,
      boolean isApplied,
      boolean isDue) {
    return new WhitelabelBot(
        BOT,
        1,
        "Gilded",
        Optional.empty(),
        Optional.of(new SealedToken("a.b")),
        "00",
        0,
        EndpointState.SET,
        Optional.of(TEXT),
        BotAction.SETUP,
        Instant.EPOCH,
        wanted,
        7,
        isApplied ? 7 : 6,
        state,
        detail,
        Instant.EPOCH,
        attempts,
        isDue,
        Optional.empty(),
        false);
  }
}
