package net.prosperitybot.simulator.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The last exchanges, oldest first, up to a bound; and whoever wants to hear of new ones. Answers
 * of more than 200 entities are heard, but not kept.
 */
public final class RequestLog {
  private final int capacity;
  private final Deque<Exchange> ring = new ArrayDeque<>();
  private final List<Consumer<Exchange>> listeners = new CopyOnWriteArrayList<>();
  private long seen;

  public RequestLog(int capacity) {
    this.capacity = capacity;
  }

  public void add(Exchange exchange) {
    synchronized (ring) {
      if (ring.size() == capacity) {
        ring.removeFirst();
      }
      ring.addLast(exchange.withoutLongAnswer());
      seen++;
    }
    listeners.forEach(listener -> listener.accept(exchange));
  }

  public List<Exchange> all() {
    synchronized (ring) {
      return List.copyOf(ring);
    }
  }

  /** How many exchanges there were ever, also those that the ring has forgotten. */
  public long seen() {
    synchronized (ring) {
      return seen;
    }
  }

  /** Those kept whose method and path match; see {@link PathPattern}. */
  public List<Exchange> matching(String method, String path) {
    PathPattern pattern = PathPattern.of(method, path);
    return all().stream().filter(each -> pattern.matches(each.method(), each.path())).toList();
  }

  public void clear() {
    synchronized (ring) {
      ring.clear();
    }
  }

  /** Calls the listener after each exchange, on the thread that served it. */
  public void listen(Consumer<Exchange> listener) {
    listeners.add(listener);
  }
}
