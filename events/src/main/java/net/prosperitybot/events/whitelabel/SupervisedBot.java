package net.prosperitybot.events.whitelabel;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.tokens.UnreadableTokenException;
import net.prosperitybot.common.whitelabel.BotLeases;
import net.prosperitybot.common.whitelabel.BotLeases.Lease;
import net.prosperitybot.common.whitelabel.BotLeases.Report;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.hosting.BotLauncher;
import net.prosperitybot.events.hosting.BotProfile;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.HostedBot;
import net.prosperitybot.events.hosting.LaunchOrder;
import net.prosperitybot.events.hosting.TokenRefusedException;
import net.prosperitybot.events.hosting.WrongApplicationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branded bot in this process: its lease, its session, and the one thing that is being done with
 * it. Steps that take long are taken on a thread of the bot's own, and one leads to the next until
 * there is nothing to do.
 */
final class SupervisedBot {
  /** More steps than any way from one state to another has. */
  private static final int MOST_STEPS = 10;

  private static final Logger log = LoggerFactory.getLogger(SupervisedBot.class);

  private final long botId;
  private final Tools tools;
  private final CountDownLatch ended = new CountDownLatch(1);

  private @Nullable Lease lease;
  private @Nullable Session session;
  private @Nullable Launch launch;
  private boolean busy;
  private boolean ending;
  private boolean leavesLease;
  private @Nullable Class<? extends Connection> seen;

  SupervisedBot(long botId, Tools tools) {
    this.botId = botId;
    this.tools = tools;
  }

  /**
   * What all bots of a process use.
   *
   * @param owner this process, in leases
   * @param leaseTime how long a lease lasts without being renewed
   * @param ticker for how long things take
   * @param clock for words only
   */
  record Tools(
      String owner,
      Duration leaseTime,
      BotLauncher launcher,
      WhitelabelStore store,
      BotLeases leases,
      PremiumStore premium,
      TokenVault vault,
      ApplicationCheck applications,
      LaunchSlots slots,
      RandomGenerator random,
      Ticker ticker,
      InstantSource clock) {}

  /** A session that was launched, for which wish and when; nothing of it changes but the text. */
  private record Session(
      HostedBot bot,
      long generation,
      boolean withoutMembers,
      Optional<String> shown,
      long launchedAt,
      OptionalLong connectedAt) {

    Session showing(Optional<String> text) {
      return new Session(bot, generation, withoutMembers, text, launchedAt, connectedAt);
    }

    Session connectedAt(long now) {
      return new Session(bot, generation, withoutMembers, shown, launchedAt, OptionalLong.of(now));
    }
  }

  private enum Fate {
    GOES_ON,
    WITHDRAWN,
    GIVEN_UP
  }

  /** What a launch may take up, and since when it has it. */
  private record Turn(LaunchSlots.Slot slot, long begunAt) {}

  /** A launch under way, on a thread that may be interrupted; first it waits for its turn. */
  private record Launch(long generation, Thread thread, Optional<Turn> turn, Fate fate) {

    Launch begun(Turn now) {
      return new Launch(generation, thread, Optional.of(now), fate);
    }

    Launch calledOff(Fate why) {
      thread.interrupt();
      return new Launch(generation, thread, turn, why);
    }
  }

  long id() {
    return botId;
  }

  synchronized Optional<Lease> lease() {
    return Optional.ofNullable(lease);
  }

  /** Neither held nor anything being done. */
  synchronized boolean isOver() {
    return !busy && lease == null && session == null;
  }

  synchronized Hold hold() {
    if (launch != null) {
      long now = tools.ticker().read();
      long begunAt = launch.turn().map(Turn::begunAt).orElse(now);
      return new Hold.Launching(launch.generation(), Duration.ofNanos(now - begunAt));
    }
    return busy ? new Hold.Busy() : standing();
  }

  /** Whether its session has come to do otherwise since it was looked at. */
  synchronized boolean hasNews() {
    return !busy && session != null && session.bot().connection().getClass() != seen;
  }

  private synchronized Hold standing() {
    if (lease == null) {
      return new Hold.Free();
    }
    if (session == null) {
      return new Hold.Idle();
    }
    Connection connection = session.bot().connection();
    seen = connection.getClass();
    long now = tools.ticker().read();
    if (connection instanceof Connection.Connected && session.connectedAt().isEmpty()) {
      session = session.connectedAt(now);
    }
    return new Hold.Up(
        session.generation(),
        session.shown(),
        !session.withoutMembers() && session.bot().profile().maySeeMembers(),
        session.withoutMembers(),
        connection,
        Duration.ofNanos(now - session.launchedAt()),
        Duration.ofNanos(now - session.connectedAt().orElse(now)));
  }

  /**
   * Reserves the bot for what {@link #work} does next.
   *
   * @return false when something is being done already
   */
  synchronized boolean begin() {
    if (busy || ending) {
      return false;
    }
    busy = true;
    return true;
  }

  /** Calls off a launch under way; who launches looks again then. Returns at once. */
  synchronized void withdraw() {
    if (launch != null) {
      launch = launch.calledOff(Fate.WITHDRAWN);
    }
  }

  /** Has a launch under way fail, and its slot be free even if it does not heed that. */
  synchronized void giveUp() {
    if (launch != null) {
      launch = launch.calledOff(Fate.GIVEN_UP);
      launch.turn().map(Turn::slot).ifPresent(LaunchSlots.Slot::giveBack);
    }
  }

  /**
   * Another process has the bot by now.
   *
   * @return whether a session is left, to be closed with {@link #finish}
   */
  synchronized boolean lost(Lease which) {
    if (!which.equals(lease)) {
      return false;
    }
    lease = null;
    withdraw();
    return session != null && begin();
  }

  /** Takes a step and what follows from it, after {@link #begin}. Takes as long as it takes. */
  void work(Step first, WhitelabelBot row) {
    try {
      steps(first, row);
    } catch (RuntimeException e) {
      // The next poll finds what is left to be done.
      log.warn("Bot {}: a step failed, and is tried again: {}", botId, e.toString());
    } finally {
      finish();
    }
  }

  private void steps(Step first, WhitelabelBot row) {
    Step step = first;
    WhitelabelBot now = row;
    for (int taken = 0; taken < MOST_STEPS; taken++) {
      take(step, now);
      Optional<WhitelabelBot> next = tools.store().find(botId);
      if (next.isEmpty() || !mayGoOn()) {
        return;
      }
      if (!next.get().leaseOwner().equals(Optional.of(tools.owner()))) {
        dropLease();
        return;
      }
      now = next.get();
      Premium premium = tools.premium().of(now.ownerId());
      step = SupervisorRules.decide(now, standing(), premium, true);
      if (step instanceof Step.Nothing) {
        return;
      }
    }
  }

  private synchronized void dropLease() {
    lease = null;
  }

  private synchronized boolean mayGoOn() {
    return lease != null && !ending;
  }

  private void take(Step step, WhitelabelBot row) {
    switch (step) {
      case Step.Nothing nothing -> {}
      case Step.Claim claim -> claim();
      case Step.Launch order -> launch(row, order.withoutMembers());
      case Step.Withdraw withdraw -> withdraw();
      case Step.GiveUp giveUp -> giveUp();
      case Step.Close close -> closeSession();
      case Step.Say say -> sayHowItIs(row, say.report());
      case Step.Conclude conclude -> conclude(row, conclude.trouble(), generationOf(row));
      case Step.Show show -> show(show.text());
      case Step.Forget forget -> forget();
      case Step.Release release -> release();
    }
  }

  private void claim() {
    Optional<Lease> claimed = tools.leases().claim(botId, tools.owner(), tools.leaseTime());
    synchronized (this) {
      lease = claimed.orElse(null);
    }
  }

  /** Makes a session in place of the one that is there, which is closed first. */
  private void launch(WhitelabelBot row, boolean withoutMembers) {
    closeSession();
    if (!say(SupervisorRules.starting(row))) {
      return;
    }
    try {
      Secret token = tools.vault().open(botId, row.token().orElseThrow(() -> noToken()));
      HostedBot bot =
          launched(row, new LaunchOrder(botId, token, row.statusText(), withoutMembers));
      keep(
          new Session(
              bot,
              row.generation(),
              withoutMembers,
              row.statusText(),
              tools.ticker().read(),
              OptionalLong.empty()));
      BotProfile profile = bot.profile();
      tools.store().presented(botId, profile.name(), profile.avatarHash(), profile.flags());
    } catch (InterruptedException e) {
      log.info("Bot {}: the launch was called off", botId);
    } catch (UnreadableTokenException e) {
      log.error(e.getMessage());
      conclude(row, unreadable(row), row.generation());
    } catch (TokenRefusedException e) {
      conclude(row, new Trouble.TokenRefused(), row.generation());
    } catch (WrongApplicationException e) {
      conclude(row, new Trouble.WrongApplication(), row.generation());
    } catch (IOException e) {
      log.info("Bot {}: can't be launched: {}", botId, e.toString());
      conclude(row, new Trouble.Unreachable(), row.generation());
    }
  }

  /** The operator's to mend when this process lacks the key; else the owner's. */
  private Trouble unreadable(WhitelabelBot row) {
    return row.token().filter(token -> !tools.vault().keyIds().contains(token.keyId())).isPresent()
        ? new Trouble.KeyMissing()
        : new Trouble.TokenUnreadable();
  }

  private static UnreadableTokenException noToken() {
    return new UnreadableTokenException("The bot has no token");
  }

  /** Only in here the thread may be interrupted: elsewhere that would cut database connections. */
  private HostedBot launched(WhitelabelBot row, LaunchOrder order)
      throws IOException, InterruptedException {
    synchronized (this) {
      if (!mayGoOn()) {
        throw new InterruptedException("Not wanted any more");
      }
      launch = new Launch(row.generation(), Thread.currentThread(), Optional.empty(), Fate.GOES_ON);
    }
    try {
      return inASlot(row, order);
    } catch (TokenRefusedException | WrongApplicationException e) {
      throw e;
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw failure(e);
    } finally {
      synchronized (this) {
        launch = null;
        // Whoever called it off has been heard.
        Thread.interrupted();
      }
    }
  }

  /** One that was withdrawn did not fail, however it ended; one that was given up did. */
  private synchronized IOException failure(Exception e) throws InterruptedException {
    Fate fate = launch == null ? Fate.WITHDRAWN : launch.fate();
    return switch (fate) {
      case WITHDRAWN -> throw new InterruptedException("Withdrawn: " + e);
      case GIVEN_UP -> new IOException("It took too long", e);
      case GOES_ON ->
          switch (e) {
            case IOException known -> known;
            case InterruptedException interrupt -> throw interrupt;
            default -> {
              log.error("Bot {}: the launch failed", botId, e);
              yield new IOException("The launch failed", e);
            }
          };
    };
  }

  private HostedBot inASlot(WhitelabelBot row, LaunchOrder order)
      throws IOException, InterruptedException {
    LaunchSlots.Slot slot =
        row.attempts() > 0 ? tools.slots().acquireForRetry() : tools.slots().acquire();
    try {
      begun(new Turn(slot, tools.ticker().read()));
      return tools.launcher().launch(order);
    } finally {
      slot.giveBack();
    }
  }

  private synchronized void begun(Turn turn) {
    if (launch != null) {
      launch = launch.begun(turn);
    }
  }

  private synchronized void keep(Session launched) {
    session = launched;
  }

  private synchronized long generationOf(WhitelabelBot row) {
    return session == null ? row.generation() : session.generation();
  }

  private void closeSession() {
    Session closing;
    synchronized (this) {
      closing = session;
      session = null;
    }
    if (closing != null) {
      try {
        closing.bot().close();
      } catch (RuntimeException e) {
        log.error("Bot {}: the session did not close", botId, e);
      }
    }
  }

  private void sayHowItIs(WhitelabelBot row, Report report) {
    if (say(report) && report.state() == BotState.RUNNING && row.state() != BotState.RUNNING) {
      present().ifPresent(serving -> serving.bot().serves());
    }
  }

  private synchronized Optional<Session> present() {
    return Optional.ofNullable(session);
  }

  /** False when the lease is another's, whose report counts now. */
  private boolean say(Report report) {
    Optional<Lease> held = lease();
    boolean said = held.isPresent() && tools.leases().report(held.get(), report);
    if (said) {
      log.info(
          "Bot {}: {}{}",
          botId,
          report.state().key(),
          report.detail().map(d -> ". " + d).orElse(""));
    } else {
      dropLease();
    }
    return said;
  }

  private void conclude(WhitelabelBot row, Trouble trouble, long generation) {
    closeSession();
    say(
        SupervisorRules.failed(
            row, generation, lookedInto(trouble), tools.random(), tools.clock().instant()));
  }

  private Trouble lookedInto(Trouble trouble) {
    if (!(trouble instanceof Trouble.TokenRefused)) {
      return trouble;
    }
    try {
      return tools.applications().isGone(botId) ? new Trouble.ApplicationGone() : trouble;
    } catch (IOException | RuntimeException e) {
      log.info("Bot {}: Discord does not say whether it still exists: {}", botId, e.toString());
      return trouble;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return trouble;
    }
  }

  private void show(Optional<String> text) {
    present()
        .ifPresent(
            showing -> {
              showing.bot().status(text);
              keep(showing.showing(text));
            });
  }

  private void forget() {
    Optional<Lease> held = lease();
    if (held.isPresent() && tools.leases().forget(held.get())) {
      log.info("Bot {}: deleted", botId);
      dropLease();
    }
  }

  private void release() {
    Optional<Lease> held = lease();
    dropLease();
    held.ifPresent(tools.leases()::release);
  }

  /** Ends what must not outlive the lease, and all of it once it ends. */
  void finish() {
    if (!mayGoOn()) {
      try {
        closeSession();
        if (givesLeaseBack()) {
          release();
        }
      } catch (RuntimeException e) {
        log.info("Bot {}: its lease runs out by itself: {}", botId, e.toString());
      }
    }
    synchronized (this) {
      busy = false;
      if (ending) {
        ended.countDown();
      }
    }
  }

  private synchronized boolean givesLeaseBack() {
    return !leavesLease;
  }

  /** Has no further step taken; a session that is there stays until {@link #end}. */
  synchronized void stop() {
    ending = true;
    withdraw();
  }

  /**
   * Begins to end it.
   *
   * @param givesBack whether others may have it at once, which the database has to be told
   * @return whether {@link #finish} is to be called; else who is at work does it
   */
  synchronized boolean end(boolean givesBack) {
    stop();
    leavesLease = !givesBack;
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /** Waits until it has ended; false when that takes too long. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
