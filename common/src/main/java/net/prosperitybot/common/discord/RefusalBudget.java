package net.prosperitybot.common.discord;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often Discord refused the requests of this process, of all its bots together.
 *
 * <p>Discord shuts out an address that is answered 10,000 times within 10 minutes with 401, 403 or
 * 429, a 429 of scope {@code shared} not counted (Discord's documentation, "Invalid Request
 * Limit"). From half of that on, whatever can wait should. Safe for many threads.
 */
public final class RefusalBudget {
  /** Refusals after which what can wait should. */
  public static final int HALF = 5_000;

  /** The header of a 429 that says whose limit it was. */
  public static final String SCOPE_HEADER = "X-RateLimit-Scope";

  /** How long a refusal counts. */
  public static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration SLOT = Duration.ofSeconds(10);
  private static final String SHARED = "shared";
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  private final InstantSource clock;

  /** The refusals of ten seconds each, oldest first. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  private int sum;

  public RefusalBudget(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Discord answered a request.
   *
   * @param scope what {@link #SCOPE_HEADER} says; empty without one
   */
  public synchronized void answered(int status, String scope) {
    boolean refused =
        status == UNAUTHORISED
            || status == FORBIDDEN
            || (status == TOO_MANY_REQUESTS && !scope.equals(SHARED));
    if (!refused) {
      return;
    }
    long now = slotNow();
    Slot last = slots.peekLast();
    if (last == null || last.number != now) {
      last = new Slot(now);
      slots.addLast(last);
    }
    last.refusals++;
    sum++;
  }

  /** Refusals of the last ten minutes, or up to ten seconds more. */
  public synchronized int spent() {
    long oldest = slotNow() - WINDOW.dividedBy(SLOT);
    while (!slots.isEmpty() && slots.getFirst().number < oldest) {
      sum -= slots.removeFirst().refusals;
    }
    return sum;
  }

  /** True when half of what Discord bears is spent. */
  public boolean isLow() {
    return spent() >= HALF;
  }

  private long slotNow() {
    return clock.instant().getEpochSecond() / SLOT.toSeconds();
  }

  private static final class Slot {
    final long number;
    int refusals;

    Slot(long number) {
      this.number = number;
    }
  }
}
