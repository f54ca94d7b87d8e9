package net.prosperitybot.simulator.gateway;

import java.util.Arrays;

/**
 * The newest events of one session by sequence number: what a resume replays and what a client has
 * yet to be sent. Grows as needed up to its two bounds, then forgets the oldest. Guarded by its
 * session's lock.
 */
final class ReplayBuffer {
  private static final int FIRST_CAPACITY = 64;

  private final int maxEvents;
  private final long maxBytes;
  private SequencedEvent[] ring = new SequencedEvent[FIRST_CAPACITY];
  private long first = 1;
  private long last;
  private long bytes;

  ReplayBuffer(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  void add(String type, byte[] data) {
    if (size() == ring.length) {
      grow();
    }
    last++;
    bytes += data.length;
    ring[index(last)] = new SequencedEvent(last, type, data);
    while (size() > 1 && (size() > maxEvents || bytes > maxBytes)) {
      forgetOldest();
    }
  }

  /** The event with this number, which must lie in {@code first()…last()}. */
  SequencedEvent get(long sequence) {
    return ring[index(sequence)];
  }

  /** The oldest number still held; {@code last() + 1} when nothing is. */
  long first() {
    return first;
  }

  long last() {
    return last;
  }

  private long size() {
    return last - first + 1;
  }

  private void grow() {
    SequencedEvent[] old = ring;
    ring = new SequencedEvent[old.length * 2];
    for (long sequence = first; sequence <= last; sequence++) {
      ring[index(sequence)] = old[(int) (sequence & (old.length - 1))];
    }
    Arrays.fill(old, null);
  }

  @SuppressWarnings("NullAway") // an emptied slot is never read: get() is asked for first…last only
  private void forgetOldest() {
    bytes -= get(first).data().length;
    ring[index(first)] = null;
    first++;
  }

  private int index(long sequence) {
    return (int) (sequence & (ring.length - 1));
  }
}
