package net.prosperitybot.events.whitelabel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.BotLeases.Report;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.EndCause;

/** Decides what is to be done with a bot; touches nothing. */
final class SupervisorRules {
  /** How long a connection may be broken before another bot serves. */
  static final Duration INTERRUPTION = Duration.ofSeconds(30);

  /** How long a launch may take once it has its turn. */
  static final Duration LAUNCH_PATIENCE = Duration.ofSeconds(60);

  /** How long a session may take to be connected for the first time. */
  static final Duration CONNECT_PATIENCE = Duration.ofMinutes(3);

  /** After it ran so long, what failed before is forgotten. */
  static final Duration SOUND = Duration.ofMinutes(5);

  private static final Duration AFTER_EXHAUSTION = Duration.ofSeconds(5);

  private SupervisorRules() {}

  /** What comes of an owner's wish and their premium. */
  private enum Wish {
    RUN,
    STOP,
    /** The owner wants it to run, and has no premium. */
    STOP_UNPAID,
    DELETE
  }

  /** Whether there should be a session of it, as far as anybody can help it. */
  static boolean shouldRun(WhitelabelBot row, Premium premium) {
    return wish(row, premium) == Wish.RUN && !isUpToTheOwner(row);
  }

  /**
   * The next step.
   *
   * @param mayTake whether this process may take one more bot that is to run
   */
  static Step decide(WhitelabelBot row, Hold hold, Premium premium, boolean mayTake) {
    Wish wish = wish(row, premium);
    return switch (hold) {
      case Hold.Elsewhere elsewhere -> new Step.Nothing();
      case Hold.Busy busy -> new Step.Nothing();
      case Hold.Free free ->
          needsHolder(row, wish) && (mayTake || wish != Wish.RUN)
              ? new Step.Claim()
              : new Step.Nothing();
      case Hold.Idle idle -> idle(row, wish);
      case Hold.Launching launching -> launching(row, wish, launching);
      case Hold.Up up -> up(row, wish, up);
    };
  }

  private static Wish wish(WhitelabelBot row, Premium premium) {
    return switch (row.wanted()) {
      case DELETED -> Wish.DELETE;
      case STOPPED -> Wish.STOP;
      case RUNNING -> premium.works() ? Wish.RUN : Wish.STOP_UNPAID;
    };
  }

  /** A lease is held only while there is a session, or something to be done. */
  private static boolean needsHolder(WhitelabelBot row, Wish wish) {
    return switch (wish) {
      case DELETE -> true;
      case STOP, STOP_UNPAID -> row.state() != BotState.STOPPED || !row.isApplied();
      case RUN -> !isUpToTheOwner(row) && !isWaiting(row);
    };
  }

  private static boolean isUpToTheOwner(WhitelabelBot row) {
    return row.state() == BotState.FAILED && row.isApplied();
  }

  private static boolean isWaiting(WhitelabelBot row) {
    return row.state() == BotState.WAITING && row.isApplied() && !row.isDue();
  }

  private static Step idle(WhitelabelBot row, Wish wish) {
    if (!needsHolder(row, wish)) {
      return new Step.Release();
    }
    return switch (wish) {
      case DELETE -> new Step.Forget();
      case STOP -> new Step.Say(stopped(row, Optional.empty()));
      case STOP_UNPAID -> new Step.Say(stopped(row, Optional.of(StateWords.premiumEnded())));
      case RUN -> new Step.Launch(false);
    };
  }

  private static Report stopped(WhitelabelBot row, Optional<String> detail) {
    return new Report(BotState.STOPPED, detail, row.generation(), 0, Duration.ZERO);
  }

  private static Step launching(WhitelabelBot row, Wish wish, Hold.Launching launching) {
    if (wish != Wish.RUN || launching.generation() != row.generation()) {
      return new Step.Withdraw();
    }
    return launching.age().compareTo(LAUNCH_PATIENCE) > 0 ? new Step.GiveUp() : new Step.Nothing();
  }

  private static Step up(WhitelabelBot row, Wish wish, Hold.Up up) {
    if (wish != Wish.RUN) {
      return new Step.Close();
    }
    if (up.generation() != row.generation()) {
      return new Step.Launch(false);
    }
    return switch (up.connection()) {
      case Connection.Ended ended -> ended(up, ended.cause());
      case Connection.Connecting connecting ->
          up.age().compareTo(CONNECT_PATIENCE) > 0
              ? new Step.Conclude(new Trouble.NeverConnected())
              : keep(row, up, starting(row));
      case Connection.Interrupted interrupted ->
          interrupted.since().compareTo(INTERRUPTION) > 0
              ? keep(row, up, interrupted(row))
              : new Step.Nothing();
      case Connection.Connected connected -> keep(row, up, running(row, up));
    };
  }

  private static Step ended(Hold.Up up, EndCause cause) {
    return cause instanceof EndCause.MembersIntentRefused && !up.withoutMembers()
        ? new Step.Launch(true)
        : new Step.Conclude(Trouble.of(cause));
  }

  private static Step keep(WhitelabelBot row, Hold.Up up, Report wanted) {
    if (row.state() != wanted.state()
        || !row.stateDetail().equals(wanted.detail())
        || row.appliedGeneration() != wanted.appliedGeneration()
        || row.attempts() != wanted.attempts()) {
      return new Step.Say(wanted);
    }
    return row.statusText().equals(up.shown())
        ? new Step.Nothing()
        : new Step.Show(row.statusText());
  }

  /** It is being connected; what is wanted has not been made so yet. */
  static Report starting(WhitelabelBot row) {
    return new Report(
        BotState.STARTING,
        Optional.empty(),
        row.appliedGeneration(),
        row.attempts(),
        Duration.ZERO);
  }

  private static Report interrupted(WhitelabelBot row) {
    return new Report(
        BotState.INTERRUPTED,
        Optional.of(StateWords.interrupted()),
        row.appliedGeneration(),
        row.attempts(),
        Duration.ZERO);
  }

  private static Report running(WhitelabelBot row, Hold.Up up) {
    return new Report(
        BotState.RUNNING,
        up.seesMembers() ? Optional.empty() : Optional.of(StateWords.withoutMembers(row.botId())),
        up.generation(),
        up.connectedFor().compareTo(SOUND) >= 0 ? 0 : row.attempts(),
        Duration.ZERO);
  }

  /**
   * What is said of a bot that failed.
   *
   * @param generation the wish that it failed at
   * @param now for the words only
   */
  static Report failed(
      WhitelabelBot row, long generation, Trouble trouble, RandomGenerator random, Instant now) {
    return switch (trouble) {
      case Trouble.TokenRefused refused -> untilTheOwnerActs(row, generation, trouble, now);
      case Trouble.ApplicationGone gone -> untilTheOwnerActs(row, generation, trouble, now);
      case Trouble.WrongApplication wrong -> untilTheOwnerActs(row, generation, trouble, now);
      case Trouble.TokenUnreadable unreadable -> untilTheOwnerActs(row, generation, trouble, now);
      case Trouble.IntentsInvalid invalid -> untilTheOwnerActs(row, generation, trouble, now);
      case Trouble.IdentifiesExhausted exhausted ->
          waiting(row, generation, trouble, row.attempts(), whenFree(exhausted), now);
      case Trouble.KeyMissing missing -> backOff(row, generation, trouble, random, now);
      case Trouble.Unreachable unreachable -> backOff(row, generation, trouble, random, now);
      case Trouble.Closed closed -> backOff(row, generation, trouble, random, now);
      case Trouble.NeverConnected never -> backOff(row, generation, trouble, random, now);
    };
  }

  /** A little later, for a lease's times are whole seconds. */
  private static Duration whenFree(Trouble.IdentifiesExhausted exhausted) {
    return exhausted.until().plus(AFTER_EXHAUSTION);
  }

  private static Report untilTheOwnerActs(
      WhitelabelBot row, long generation, Trouble trouble, Instant now) {
    return new Report(
        BotState.FAILED,
        Optional.of(StateWords.of(row.botId(), trouble, now)),
        generation,
        row.attempts(),
        Duration.ZERO);
  }

  private static Report backOff(
      WhitelabelBot row, long generation, Trouble trouble, RandomGenerator random, Instant now) {
    int failed = row.attempts() + 1;
    return waiting(row, generation, trouble, failed, BackOff.after(failed, random), now);
  }

  private static Report waiting(
      WhitelabelBot row,
      long generation,
      Trouble trouble,
      int attempts,
      Duration pause,
      Instant now) {
    return new Report(
        BotState.WAITING,
        Optional.of(StateWords.of(row.botId(), trouble, now.plus(pause))),
        generation,
        attempts,
        pause);
  }
}
