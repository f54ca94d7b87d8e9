package net.prosperitybot.simulator.page;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one reader still has to look at. The same thing twice is kept once, and beyond the bound all
 * of it becomes "everything", so that a slow reader costs no memory and a fast writer never waits.
 */
final class Mailbox<T> {
  private final int bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private Set<T> waiting = new LinkedHashSet<>();
  private boolean everything;
  private boolean closed;

  Mailbox(int bound) {
    this.bound = bound;
  }

  /**
   * What to look at.
   *
   * @param everything true when more happened than was kept; {@code things} is then empty
   */
  record Post<T>(Set<T> things, boolean everything) {
    boolean empty() {
      return things.isEmpty() && !everything;
    }
  }

  void put(T thing) {
    lock.lock();
    try {
      if (everything || closed) {
        return;
      }
      if (waiting.add(thing) && waiting.size() > bound) {
        waiting = new LinkedHashSet<>();
        everything = true;
      }
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something; an empty post when nothing came in time or the box is closed. */
  Post<T> take(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (waiting.isEmpty() && !everything && !closed && left > 0) {
        left = filled.awaitNanos(left);
      }
      Post<T> post = new Post<>(waiting, everything);
      waiting = new LinkedHashSet<>();
      everything = false;
      return post;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reader go; nothing is kept from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
