package net.prosperitybot.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests in turns over keep-alive connections, on the caller's thread alone: of two cores
 * little is taken from who is measured.
 *
 * <p>In the closed loop every connection sends as soon as it is answered: what comes out is the
 * highest rate. In the open loop requests are due at fixed times, whatever became of those before;
 * a latency counts from when the request was due, so that waiting for a connection is counted. An
 * answer with another status than the request wants, or a lost connection, ends it with an error.
 */
public final class HttpLoad implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long SHORT_WAIT_NANOS = 50_000;
  private static final long MOST_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;
  private static final int DIGITS = 3;

  private final Selector selector;
  private final List<Exchange> connections = new ArrayList<>();
  private final Deque<Exchange> idle = new ArrayDeque<>();
  private final List<Request> requests;
  private int next;

  /**
   * Connects.
   *
   * @param connections how many requests may be under way at once
   * @param requests sent in turns, again and again
   */
  public HttpLoad(int port, int connections, List<Request> requests) throws IOException {
    this.selector = Selector.open();
    this.requests = List.copyOf(requests);
    for (int i = 0; i < connections; i++) {
      this.connections.add(Exchange.open(port, selector));
    }
    idle.addAll(this.connections);
  }

  /** Answers a second with every connection always waiting for one. */
  public double closedLoop(Duration spell) throws IOException {
    long begin = System.nanoTime();
    long end = begin + spell.toNanos();
    long answered = 0;
    while (System.nanoTime() < end) {
      while (!idle.isEmpty()) {
        idle.pop().send(nextRequest(), System.nanoTime());
      }
      selector.select(100);
      answered += takeAnswers(null);
    }
    double perSecond = answered * 1e9 / (System.nanoTime() - begin);
    drain(null);
    return perSecond;
  }

  /**
   * How long answers took, in µs, when requests are due at this rate.
   *
   * @param rate requests a second
   */
  public Histogram openLoop(double rate, Duration spell) throws IOException {
    Histogram micros = new Histogram(MOST_MICROS, DIGITS);
    long begin = System.nanoTime();
    long requestsDue = (long) (rate * spell.toNanos() / 1e9);
    double between = 1e9 / rate;
    long sent = 0;
    while (sent < requestsDue) {
      long now = System.nanoTime();
      long due = begin + (long) (sent * between);
      if (due <= now && !idle.isEmpty()) {
        idle.pop().send(nextRequest(), due);
        sent++;
        continue;
      }
      awaitAnswers(due <= now ? Long.MAX_VALUE : due - now);
      takeAnswers(micros);
    }
    drain(micros);
    return micros;
  }

  /** How long answers took, in µs, to one question after the other. */
  public Histogram oneByOne(Duration spell) throws IOException {
    Histogram micros = new Histogram(MOST_MICROS, DIGITS);
    long end = System.nanoTime() + spell.toNanos();
    while (System.nanoTime() < end) {
      idle.pop().send(nextRequest(), System.nanoTime());
      drain(micros);
    }
    return micros;
  }

  /** How long the answer to the next question took, in µs. */
  public double once() throws IOException {
    Histogram micros = new Histogram(MOST_MICROS, DIGITS);
    idle.pop().send(nextRequest(), System.nanoTime());
    drain(micros);
    return micros.getMaxValue();
  }

  /** Waits for an answer, no longer than this; the selector alone counts in milliseconds. */
  private void awaitAnswers(long nanos) throws IOException {
    if (nanos >= 2_000_000) {
      selector.select(Math.min(100, nanos / 1_000_000 - 1));
    } else if (selector.selectNow() == 0) {
      LockSupport.parkNanos(Math.min(nanos, SHORT_WAIT_NANOS));
      selector.selectNow();
    }
  }

  private Request nextRequest() {
    Request request = requests.get(next);
    next = next + 1 == requests.size() ? 0 : next + 1;
    return request;
  }

  private void drain(@Nullable Histogram micros) throws IOException {
    long giveUp = System.nanoTime() + PATIENCE_NANOS;
    while (idle.size() < connections.size()) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("An answer did not come within 30 s");
      }
      selector.select(100);
      takeAnswers(micros);
    }
  }

  private int takeAnswers(@Nullable Histogram micros) throws IOException {
    int answered = 0;
    Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
    while (ready.hasNext()) {
      Exchange exchange = (Exchange) ready.next().attachment();
      ready.remove();
      if (exchange.progress()) {
        answered++;
        finished(exchange, micros);
      }
    }
    return answered;
  }

  private void finished(Exchange exchange, @Nullable Histogram micros) throws IOException {
    if (exchange.status() != exchange.wantedStatus) {
      throw new IOException(
          "Answered %d instead of %d".formatted(exchange.status(), exchange.wantedStatus));
    }
    if (micros != null) {
      micros.recordValue(Math.min(MOST_MICROS, (System.nanoTime() - exchange.dueAt) / 1_000));
    }
    // At the end, so that all connections are used and none is closed for saying nothing.
    idle.addLast(exchange);
  }

  @Override
  public void close() throws IOException {
    for (Exchange connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
