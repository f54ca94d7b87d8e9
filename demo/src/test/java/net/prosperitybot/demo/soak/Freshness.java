package net.prosperitybot.demo.soak;

/**
 * When what somebody goes by was older than usual: from one moment of which it is known that it was
 * fresh to the next. Not to hear of it is like not being fresh.
 */
final class Freshness {
  /** Between questions 1.5 s pass, and a second until a change is seen. */
  private static final long USUAL_MILLIS = 3_000;

  private final Spans stale = new Spans();
  private long last = Long.MAX_VALUE;
  private long longest;

  /** At this time, in milliseconds, it was fresh. */
  synchronized void freshAsOf(long at) {
    if (at - USUAL_MILLIS > last) {
      stale.add(last, at);
      longest = Math.max(longest, at - last);
    }
    last = at;
  }

  Spans stale() {
    return stale;
  }

  /**
   * The longest time that it was not fresh, in milliseconds; 0 when it was never longer than usual.
   */
  synchronized long longest() {
    return longest;
  }
}
