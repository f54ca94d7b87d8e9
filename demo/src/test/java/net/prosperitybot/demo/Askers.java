package net.prosperitybot.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/** People who use commands all the time, and which of these failed, and when. */
final class Askers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** How the answer to a command begins that was not done. */
  static final String FAULT = "Something went wrong";

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Duration patience;

  Askers() {
    this(Duration.ofSeconds(60));
  }

  /**
   * People of this patience.
   *
   * @param patience after which they ask again, whatever the bot does
   */
  Askers(Duration patience) {
    this.patience = patience;
  }

  /**
   * One use of a command.
   *
   * @param interactionId Discord's id of it
   * @param at when it was used, as {@link System#nanoTime}
   * @param took until the answer, or until it was plain that none came
   * @param failure what was wrong with the answer; empty when nothing was
   */
  record Asked(long interactionId, long at, Duration took, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    long endedAt() {
      return at + took.toNanos();
    }
  }

  /** Somebody who begins to use a command again and again, each time when the last one is over. */
  void begin(Supplier<Invocation> command) {
    threads.add(Thread.ofVirtual().start(() -> goOn(command)));
  }

  private void goOn(Supplier<Invocation> command) {
    try {
      do {
        long at = System.nanoTime();
        Invocation use = command.get();
        String failure = failureOf(use);
        asked.add(new Asked(use.id(), at, Duration.ofNanos(System.nanoTime() - at), failure));
      } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String failureOf(Invocation use) {
    try {
      return failureOf(use.awaitAnswer(patience));
    } catch (AssertionError e) {
      return String.valueOf(e.getMessage()); // it still "thinks"
    }
  }

  private static String failureOf(InvocationResult result) {
    if (result.state() != InvocationResult.State.ANSWERED) {
      return result.state() + " " + result.failure();
    }
    return result.content().startsWith(FAULT) ? result.content() : "";
  }

  int count() {
    return asked.size();
  }

  /** Those that were used since. */
  List<Asked> since(long nanoTime) {
    return asked.stream().filter(each -> each.at() >= nanoTime).toList();
  }

  List<Asked> all() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    end.countDown();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
