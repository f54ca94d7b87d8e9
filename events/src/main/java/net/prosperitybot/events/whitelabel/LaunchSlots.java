package net.prosperitybot.events.whitelabel;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many launches a process has under way at once: so few that a hundred bots at once are no
 * burden. Bots that failed before share some of the slots only, so that however many of them try
 * again, and however long each takes, a bot that has done nothing wrong finds one free.
 */
final class LaunchSlots {
  private static final int ALL = 5;
  private static final int FOR_RETRIES = 3;

  private final Semaphore all = new Semaphore(ALL, true);
  private final Semaphore forRetries = new Semaphore(FOR_RETRIES, true);

  /** The right to launch, until it is given back; the second time does nothing. */
  static final class Slot {
    private final List<Semaphore> taken;
    private final AtomicBoolean givenBack = new AtomicBoolean();

    private Slot(List<Semaphore> taken) {
      this.taken = taken;
    }

    void giveBack() {
      if (!givenBack.getAndSet(true)) {
        taken.forEach(Semaphore::release);
      }
    }
  }

  /** Waits for a slot of a bot that has not failed lately. */
  Slot acquire() throws InterruptedException {
    all.acquire();
    return new Slot(List.of(all));
  }

  /** Waits for a slot of a bot that failed the last time. */
  Slot acquireForRetry() throws InterruptedException {
    forRetries.acquire();
    try {
      all.acquire();
    } catch (InterruptedException e) {
      forRetries.release();
      throw e;
    }
    return new Slot(List.of(all, forRetries));
  }
}
