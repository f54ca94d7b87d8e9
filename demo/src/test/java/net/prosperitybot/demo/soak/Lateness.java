package net.prosperitybot.demo.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.gateway.SessionView;

/**
 * Looks all the time at how late the main bot's session is, and whether this machine keeps up at
 * all: a message is decided about by the settings of the moment in which it is heard.
 */
final class Lateness implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private static final long BETWEEN_QUESTIONS_MILLIS = 1_500;

  private static final long LATE_MILLIS = 2_000;

  private static final long ASK_AGAIN_MILLIS = 20_000;

  /** Who slept for so much longer than they wanted shares the machine with too much else. */
  private static final long STARVED_MILLIS = 300;

  /**
   * Where ten threads want each core, what takes 0.3 s of one takes as long as Discord waits. Who
   * sleeps most of the time, as we do, is let in first and does not notice.
   */
  private static final int MOST_RUNNABLE_A_CORE = 10;

  /** How many looks in a row, a second: a moment's rush is nothing. */
  private static final int LOOKS_FULL = 10;

  /** As long as Discord waits for an answer that may have begun to be made then. */
  private static final long AFTERMATH_MILLIS = 3_000;

  private final LocalStack stack;
  private final Services services;
  private final Freshness settings = new Freshness();
  private final AtomicBoolean askingForSettings = new AtomicBoolean();
  private final Deque<Sent> unheard = new ArrayDeque<>();
  private final NavigableMap<Long, Long> heardBy = new ConcurrentSkipListMap<>();
  private final Spans starved = new Spans();
  private final Thread thread = Thread.ofPlatform().name("lateness").unstarted(this::watch);
  private long askedAt;
  private long settingsAskedAt;
  private int looksFull;
  private volatile boolean ended;
  private final AtomicInteger starvedTimes = new AtomicInteger();

  private record Sent(long at, String session, int resumed, long sequence) {}

  private Lateness(LocalStack stack, Services services) {
    this.stack = stack;
    this.services = services;
  }

  static Lateness watch(LocalStack stack, Services services) {
    Lateness lateness = new Lateness(stack, services);
    lateness.thread.start();
    return lateness;
  }

  private void watch() {
    while (!ended) {
      long before = System.currentTimeMillis();
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.currentTimeMillis();
      looksFull = isFull() ? looksFull + 1 : 0;
      if (now - before > BETWEEN_LOOKS_MILLIS + STARVED_MILLIS || looksFull >= LOOKS_FULL) {
        looksFull = 0;
        starved.add(before - AFTERMATH_MILLIS, now + AFTERMATH_MILLIS);
        starvedTimes.incrementAndGet();
      }
      look();
      askForSettings(now);
    }
  }

  /** By the kernel's count of threads that run or want to. */
  private static boolean isFull() {
    try {
      String runnable = Files.readString(Path.of("/proc/loadavg")).split("[ /]", -1)[3];
      return Integer.parseInt(runnable)
          >= MOST_RUNNABLE_A_CORE * Runtime.getRuntime().availableProcessors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look() {
    for (SessionView session : stack.bot().sessions()) {
      if (session.connected()) {
        long now = System.currentTimeMillis();
        heard(session, now);
        ask(session, now);
      }
    }
  }

  /** One question at a time, on a thread of its own: who does not answer must not hold up this. */
  private void askForSettings(long now) {
    if (now - settingsAskedAt > BETWEEN_QUESTIONS_MILLIS
        && askingForSettings.compareAndSet(false, true)) {
      settingsAskedAt = now;
      Thread.startVirtualThread(
          () -> {
            services.settingsAge().ifPresent(age -> settings.freshAsOf(now - age));
            askingForSettings.set(false);
          });
    }
  }

  /**
   * A client that is asked again before it has been answered takes its connection for dead, and may
   * say 120 things a minute: so one question at a time and seldom, and another without an answer
   * only when the first was surely lost: with its connection, or after a long time.
   */
  private void ask(SessionView session, long now) {
    boolean mayAsk = unheard.isEmpty() || unheard.getLast().resumed() != session.resumed();
    if (now - askedAt > (mayAsk ? BETWEEN_QUESTIONS_MILLIS : ASK_AGAIN_MILLIS)) {
      askedAt = now;
      unheard.add(new Sent(now, session.id(), session.resumed(), session.sequence()));
      stack.discord().gateway().requestHeartbeat(session.id());
    }
  }

  /** What was sent to a session that is gone is nobody's to hear. */
  private void heard(SessionView session, long now) {
    while (!unheard.isEmpty()) {
      Sent oldest = unheard.peek();
      boolean isItsOwn = oldest.session().equals(session.id());
      if (isItsOwn && session.acknowledged() < oldest.sequence()) {
        return;
      }
      if (isItsOwn) {
        heardBy.put(oldest.at(), now);
      }
      unheard.remove();
    }
  }

  /** When what was said then had been heard at the latest. */
  long heardBy(long at) {
    var next = heardBy.ceilingEntry(at);
    return next == null ? at : next.getValue();
  }

  /** When the events service did not look for changed settings as often as it should, or at all. */
  Spans staleSettings() {
    return settings.stale();
  }

  long oldestSettings() {
    return settings.longest();
  }

  /** When this machine did not keep up. */
  Spans starved() {
    return starved;
  }

  int starvedTimes() {
    return starvedTimes.get();
  }

  /** When the session was so much later than usual that something must have held it up. */
  Spans late() {
    Spans late = new Spans();
    heardBy.forEach(
        (at, heard) -> {
          if (heard - at > LATE_MILLIS) {
            late.add(at, heard);
          }
        });
    return late;
  }

  long longest() {
    return heardBy.entrySet().stream()
        .mapToLong(each -> each.getValue() - each.getKey())
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
