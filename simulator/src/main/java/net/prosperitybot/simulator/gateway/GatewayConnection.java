package net.prosperitybot.simulator.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.FutureCallback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. A virtual thread of its own writes: it takes what its session has, in batches that
 * Jetty gathers into few writes, and encodes the next batch while the last is on its way. A client
 * that does not read stops it there; nothing is queued here but some answers.
 */
final class GatewayConnection {
  private static final Logger log = LoggerFactory.getLogger(GatewayConnection.class);

  private static final int BATCH_EVENTS = 256;
  private static final long BATCH_BYTES = 1L << 20;
  private static final int MOST_ANSWERS = 1024;
  private static final Duration RATE_WINDOW = Duration.ofSeconds(60);
  private static final int RATE_LIMIT = 120;

  private final CoreSession socket;
  private final boolean compressed;
  private final String url;
  private final LongPredicate paused;
  private final Thread writer;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Queue<byte[]> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
  private volatile @Nullable GatewaySession session;
  private volatile boolean open = true;
  private volatile boolean closeRequested;
  private volatile long closeRequestedNanos;
  private volatile Instant lastHeartbeat;
  private Instant windowStart;
  private int receivedInWindow;

  /**
   * @param url where the client came to, without the query
   * @param paused whether an application's events are held back
   */
  GatewayConnection(
      CoreSession socket, boolean compressed, String url, LongPredicate paused, Instant now) {
    this.socket = socket;
    this.compressed = compressed;
    this.url = url;
    this.paused = paused;
    this.lastHeartbeat = now;
    this.windowStart = now;
    this.writer = Thread.ofVirtual().name("gateway-writer").unstarted(this::write);
  }

  void start() {
    writer.start();
  }

  boolean compressed() {
    return compressed;
  }

  String url() {
    return url;
  }

  Optional<GatewaySession> session() {
    return Optional.ofNullable(session);
  }

  void session(@Nullable GatewaySession next) {
    session = next;
  }

  Instant lastHeartbeat() {
    return lastHeartbeat;
  }

  void heard(Instant now) {
    lastHeartbeat = now;
  }

  /** Counts one payload of the client; false past 120 in 60 seconds. */
  synchronized boolean mayReceive(Instant now) {
    if (!now.isBefore(windowStart.plus(RATE_WINDOW))) {
      windowStart = now;
      receivedInWindow = 0;
    }
    return ++receivedInWindow <= RATE_LIMIT;
  }

  /**
   * Sends a payload that is no dispatch, before all events that still wait. A client that leaves
   * too many of them unread is cut off.
   */
  void send(byte[] payload) {
    if (answers.offer(payload)) {
      signal();
    } else {
      abandon();
    }
  }

  /** Wakes the writer. */
  void signal() {
    if (!signalled.getAndSet(true)) {
      LockSupport.unpark(writer);
    }
  }

  void close(CloseCode code) {
    close(code.code(), code.reason());
  }

  void close(int code, String reason) {
    closeRequestedNanos = System.nanoTime();
    closeRequested = true;
    socket.close(code, reason, Callback.NOOP);
  }

  /** True when the server said goodbye first, so that the client's close frame is an echo. */
  boolean closeRequested() {
    return closeRequested;
  }

  /** True when a close frame has found no way out, or no answer, for this long. */
  boolean closingLongerThan(Duration patience) {
    return closeRequested && System.nanoTime() - closeRequestedNanos > patience.toNanos();
  }

  /** Cuts the TCP connection without a close frame. */
  void abort() {
    closed();
    socket.abort();
  }

  /** Like {@link #abort()}, for callers that hold a lock. */
  void abandon() {
    Thread.ofVirtual().name("gateway-abort").start(this::abort);
  }

  /** The socket is gone: the writer ends. */
  void closed() {
    open = false;
    signal();
  }

  private void write() {
    try (FrameEncoder encoder = new FrameEncoder(compressed)) {
      FutureCallback inFlight = new FutureCallback(true);
      while (open) {
        boolean answered = sendAnswers(encoder);
        if (sendEvents(encoder) || answered) {
          inFlight.block();
          inFlight = new FutureCallback();
          socket.flush(inFlight);
        } else {
          awaitSignal();
        }
      }
    } catch (IOException gone) {
      // Jetty tells the gateway of the lost connection by itself.
      open = false;
    } catch (RuntimeException failed) {
      log.error("Writing to a gateway connection failed; it is cut.", failed);
      abort();
    }
  }

  private boolean sendAnswers(FrameEncoder encoder) {
    boolean sent = false;
    for (byte[] answer = answers.poll(); answer != null; answer = answers.poll()) {
      socket.sendFrame(encoder.raw(answer), Callback.NOOP, true);
      sent = true;
    }
    return sent;
  }

  private boolean sendEvents(FrameEncoder encoder) {
    GatewaySession current = session;
    if (current == null || paused.test(current.applicationId())) {
      return false;
    }
    Optional<Backlog> backlog = current.dueBacklog(this);
    backlog.filter(due -> !due.sendNext()).ifPresent(current::finish);
    List<SequencedEvent> events = current.take(this, BATCH_EVENTS, BATCH_BYTES);
    for (SequencedEvent event : events) {
      socket.sendFrame(encoder.event(event), Callback.NOOP, true);
    }
    return backlog.isPresent() || !events.isEmpty();
  }

  private void awaitSignal() {
    while (!signalled.getAndSet(false)) {
      LockSupport.park(this);
    }
  }
}
