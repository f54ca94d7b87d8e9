package net.prosperitybot.demo.soak;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.gateway.SessionView;

/**
 * Looks all the time at how late the main bot's session is, and whether this machine keeps up at
 * all: a message is decided about by the settings of the moment in which it is heard.
 */
final class Lateness implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  /** A change of settings is seen a second after its COMMIT, as long as the poll is not later. */
  private static final long SETTINGS_MILLIS = 1_000;

  private static final long BETWEEN_QUESTIONS_MILLIS = 1_500;

  private static final long ASK_AGAIN_MILLIS = 20_000;

  /** Who slept for so much longer than they wanted shares the machine with too much else. */
  private static final long STARVED_MILLIS = 300;

  /** As long as Discord waits for an answer that may have begun to be made then. */
  private static final long AFTERMATH_MILLIS = 3_000;

  private final LocalStack stack;
  private final Services services;
  private final Spans staleSettings = new Spans();
  private final Deque<Sent> unheard = new ArrayDeque<>();
  private final NavigableMap<Long, Long> heardBy = new ConcurrentSkipListMap<>();
  private final Spans starved = new Spans();
  private final Thread thread = Thread.ofPlatform().name("lateness").unstarted(this::watch);
  private long askedAt;
  private volatile boolean ended;
  private final AtomicInteger starvedTimes = new AtomicInteger();
  private volatile long oldestSettings;

  private record Sent(long at, String session, long sequence) {}

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
    long before = System.currentTimeMillis();
    while (!ended) {
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      look();
      long now = System.currentTimeMillis();
      if (now - before > BETWEEN_LOOKS_MILLIS + STARVED_MILLIS) {
        starved.add(before - AFTERMATH_MILLIS, now + AFTERMATH_MILLIS);
        starvedTimes.incrementAndGet();
      }
      before = now;
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

  private void settingsSeen(long age) {
    if (age > SETTINGS_MILLIS) {
      long now = System.currentTimeMillis();
      staleSettings.add(now - age, now + BETWEEN_QUESTIONS_MILLIS);
      oldestSettings = Math.max(oldestSettings, age);
    }
  }

  /**
   * A client that is asked again before it has been answered takes its connection for dead, and may
   * say 120 things a minute: so one question at a time and seldom, and another without an answer
   * only when the first was surely lost.
   */
  private void ask(SessionView session, long now) {
    long wait = unheard.isEmpty() ? BETWEEN_QUESTIONS_MILLIS : ASK_AGAIN_MILLIS;
    if (now - askedAt > wait) {
      askedAt = now;
      services.settingsAge().ifPresent(this::settingsSeen);
      unheard.add(new Sent(now, session.id(), session.sequence()));
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

  /** When the events service did not look for changed settings as often as it should. */
  Spans staleSettings() {
    return staleSettings;
  }

  long oldestSettings() {
    return oldestSettings;
  }

  /** When this machine did not keep up. */
  Spans starved() {
    return starved;
  }

  int starvedTimes() {
    return starvedTimes.get();
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
