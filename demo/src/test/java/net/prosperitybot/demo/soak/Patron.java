package net.prosperitybot.demo.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.demo.Customer;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.soak.Step.CustomerWish;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalServer;

/** A customer with a bot of their own, who wants one thing after the other, until it is taken. */
final class Patron implements AutoCloseable {
  private static final int MOST_TRIES = 60;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration LAST_PATIENCE = Duration.ofMinutes(3);

  private final LocalStack stack;
  private final Customer customer;
  private final ExecutorService wishes =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private volatile Wanted wanted = Wanted.STOPPED;
  private volatile boolean pays;
  private int names;

  /** A customer with an office of their own, where the main bot is, and no bot running yet. */
  Patron(int number, LocalStack stack) {
    this.stack = stack;
    String name = "Brand " + number;
    LocalServer office =
        stack
            .discord()
            .createServer("Office of " + name, stack.discord().createUser("owner of " + name));
    stack.invite(office);
    LocalApplication bot =
        stack
            .discord()
            .createApplication(name, office.owner().user())
            .grant(LocalStack.GUILD_MEMBERS);
    this.customer = new Customer(stack, office.owner(), office.createTextChannel("commands"), bot);
  }

  LocalApplication bot() {
    return customer.bot();
  }

  void wish(CustomerWish wish) {
    wishes.execute(() -> untilItIsTaken(wish));
  }

  private void untilItIsTaken(CustomerWish wish) {
    String last = "";
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        last = say(wish);
        if (last.isEmpty()) {
          done.incrementAndGet();
          return;
        }
      } catch (AssertionError | RuntimeException e) {
        // Not answered, or the menu was not there: a fault is under way.
        last = e.toString();
      }
      pause();
    }
    problems.add(bot().name() + ", " + wish + ": " + last);
  }

  /** Empty when it was taken; else what was said. */
  private String say(CustomerWish wish) {
    return switch (wish) {
      case SET_UP -> {
        pay(true);
        String words = customer.setUp(bot().token(), "");
        wanted = Wanted.RUNNING;
        yield taken(words, words.contains("is set up"));
      }
      case START -> act("start", "starts within", Wanted.RUNNING);
      case STOP -> act("stop", "stops within", Wanted.STOPPED);
      case RESTART -> act("restart", "restarts within", Wanted.RUNNING);
      case RENAME -> {
        names++;
        bot().rename("Brand by name " + names);
        yield act("restart", "restarts within", Wanted.RUNNING);
      }
      case PREMIUM_ENDS -> pay(false);
      case PREMIUM_RETURNS -> pay(true);
    };
  }

  private String act(String button, String expected, Wanted nowWanted) {
    // A try before this one may have been taken, and its answer lost.
    boolean isSo = customer.row().map(row -> row.wanted() == nowWanted).orElse(false);
    String words = isSo && !button.equals("restart") ? expected : customer.act(button);
    if (words.contains(expected)) {
      wanted = nowWanted;
    }
    return taken(words, words.contains(expected));
  }

  private static String taken(String words, boolean isTaken) {
    return isTaken ? "" : words;
  }

  /** What {@code ./prosperity premium} does. */
  private String pay(boolean nowPays) {
    PremiumStore premium =
        new PremiumStore(
            stack.database(), new PremiumConfig(OptionalLong.of(stack.premium()), Duration.ZERO));
    if (nowPays) {
      premium.grant(customer.person().id(), Optional.empty(), Optional.empty());
    } else {
      premium.revoke(customer.person().id());
    }
    pays = nowPays;
    return "";
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the bot is to have a session. */
  boolean shouldRun() {
    return pays && wanted == Wanted.RUNNING;
  }

  int wishesDone() {
    return done.get();
  }

  /** Wishes that nobody took. */
  List<String> problems() {
    return problems;
  }

  /** What is not as it was last wanted; empty when all is. */
  Optional<String> difference() {
    Optional<WhitelabelBot> row = customer.row();
    if (row.isEmpty()) {
      return Optional.of(bot().name() + " has no row");
    }
    BotState expected = shouldRun() ? BotState.RUNNING : BotState.STOPPED;
    long sessions = shouldRun() ? 1 : 0;
    boolean isRight =
        row.get().wanted() == wanted
            && row.get().state() == expected
            && row.get().isApplied()
            && customer.sessions() == sessions
            && (!shouldRun() || row.get().name().equals(bot().name()));
    return isRight
        ? Optional.empty()
        : Optional.of(
            "%s should be %s (%s): %s, %d sessions"
                .formatted(bot().name(), expected, wanted, row.get(), customer.sessions()));
  }

  /** Waits until every wish was taken, or given up. */
  @Override
  public void close() {
    wishes.shutdown();
    try {
      if (!wishes.awaitTermination(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        problems.add(bot().name() + " still waits for a wish to be taken");
        wishes.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
