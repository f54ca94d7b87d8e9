package net.prosperitybot.events.awards;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where messages wait to be written: lanes by server, so that a server's messages stay in order,
 * under one bound for all of them.
 *
 * <p>An offer counts until it is settled, so what a writer holds while the database is away counts
 * too. Offering never waits.
 */
public final class XpQueue {
  private static final long CLOSED_CHECK_MILLIS = 200;

  private final List<BlockingQueue<Offer>> lanes;
  private final int capacity;
  private final AtomicInteger unsettled = new AtomicInteger();
  private volatile boolean closed;

  /**
   * An empty queue.
   *
   * @param laneCount 1 or more
   * @param capacity how many offers may be unsettled, over all lanes
   */
  public XpQueue(int laneCount, int capacity) {
    this.lanes =
        Stream.<BlockingQueue<Offer>>generate(LinkedBlockingQueue::new).limit(laneCount).toList();
    this.capacity = capacity;
  }

  /** Takes a place for an offer that is then added; false when the queue is full or closed. */
  public boolean reserve() {
    if (closed) {
      return false;
    }
    if (unsettled.incrementAndGet() > capacity) {
      unsettled.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Adds an offer whose place is reserved. */
  public void add(Offer offer) {
    lane(offer.guildId()).add(offer);
  }

  /** How many offers are not settled yet. */
  public int depth() {
    return unsettled.get();
  }

  int laneCount() {
    return lanes.size();
  }

  /**
   * Waits until the lane has something, then takes what there is.
   *
   * @return one to {@code most} offers in their order; none once the queue is closed and the lane
   *     empty
   */
  List<Offer> take(int lane, int most) throws InterruptedException {
    BlockingQueue<Offer> waiting = lanes.get(lane);
    List<Offer> taken = new ArrayList<>();
    while (taken.isEmpty()) {
      Offer first = waiting.poll(CLOSED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        taken.add(first);
        waiting.drainTo(taken, most - 1);
      } else if (closed && waiting.isEmpty()) {
        return taken;
      }
    }
    return taken;
  }

  /** Takes all that still waits in a lane, without waiting. */
  List<Offer> takeRest(int lane) {
    List<Offer> rest = new ArrayList<>();
    lanes.get(lane).drainTo(rest);
    return rest;
  }

  void settled(int offers) {
    unsettled.addAndGet(-offers);
  }

  /** From here on every offer is dropped. */
  void close() {
    closed = true;
  }

  private BlockingQueue<Offer> lane(long guildId) {
    // The low bits of a snowflake are a counter that is mostly 0: mix before choosing.
    long mixed = guildId * 0x9E3779B97F4A7C15L;
    return lanes.get((int) Long.remainderUnsigned(mixed >>> 16, lanes.size()));
  }
}
