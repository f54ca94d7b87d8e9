package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsCloseContext;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discord's gateway on {@code /gateway}, and the handles by which a test bends it. Every method may
 * be called from any thread. Control methods that name a session do nothing when it no longer
 * exists or has no connection.
 *
 * <p>A look at all connections every 250 ms closes those without heartbeats (4009), cuts those that
 * do not take a close frame and forgets sessions that nobody resumed; one that fails is logged and
 * the next goes on. It stops with {@link #close()}.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private static final String PATH = "/gateway";
  private static final String CONNECTION = "gateway.connection";
  private static final String API_VERSION = "10";
  private static final String ZLIB_STREAM = "zlib-stream";
  private static final int RECONNECT = 7;
  private static final int HEARTBEAT = 1;
  private static final int GOING_AWAY = 1001;
  private static final int NORMAL = 1000;

  /** Large enough that Jetty gathers many events into one write. */
  private static final int OUTPUT_BUFFER = 64 * 1024;

  private static final Duration LOOK_PERIOD = Duration.ofMillis(250);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final int MISSED_INTERVALS = 2;

  private final GatewayWorld world;
  private final GatewayOptions options;
  private final InstantSource clock;
  private final SessionRegistry sessions = new SessionRegistry();
  private final IdentifyLedger identifies = new IdentifyLedger();
  private final Set<GatewayConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Long> paused = ConcurrentHashMap.newKeySet();
  private final GatewayProtocol protocol;
  private final ScheduledExecutorService looker;
  private final Future<?> looks;
  private final Map<Long, Integer> identifyRefusals = new ConcurrentHashMap<>();
  private volatile int identifyRefusal;
  private volatile boolean heartbeatsIgnored;

  public Gateway(GatewayWorld world, GatewayOptions options, InstantSource clock) {
    this.world = world;
    this.options = options;
    this.clock = clock;
    this.protocol =
        new GatewayProtocol(world, options, clock, sessions, identifies, new CurrentBends());
    this.looker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-looker").factory());
    this.looks =
        looker.scheduleAtFixedRate(
            this::look, LOOK_PERIOD.toMillis(), LOOK_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private final class CurrentBends implements GatewayProtocol.Bends {
    @Override
    public int identifyRefusal(long applicationId) {
      return identifyRefusals.getOrDefault(applicationId, identifyRefusal);
    }

    @Override
    public boolean heartbeatsIgnored() {
      return heartbeatsIgnored;
    }
  }

  /** Adds the WebSocket route. */
  public void register(JavalinConfig config) {
    config.jetty.modifyWebSocketServletFactory(
        factory -> factory.setOutputBufferSize(OUTPUT_BUFFER));
    config.routes.ws(
        PATH,
        ws -> {
          ws.onConnect(this::connected);
          ws.onMessage(
              message -> connectionOf(message, c -> protocol.receive(c, message.message())));
          ws.onBinaryMessage(
              message -> connectionOf(message, c -> c.close(CloseCode.DECODE_ERROR)));
          ws.onClose(this::disconnected);
          ws.onError(error -> connectionOf(error, GatewayConnection::closed));
        });
  }

  /**
   * Gives an event to the sessions of these applications that may see it. Call it under the world's
   * lock; it never waits for a client.
   */
  public void publish(Dispatch event, Collection<Long> applicationIds) {
    Variants variants = new Variants(event);
    for (long applicationId : applicationIds) {
      for (GatewaySession session : sessions.of(applicationId)) {
        if (session.receives(event)) {
          session.offer(event.type(), event.guildId(), variants.of(session));
        }
      }
    }
  }

  /** The bytes of one event, made once for all sessions and only if one of them wants them. */
  private final class Variants {
    private final Dispatch event;
    private byte @Nullable [] full;
    private byte @Nullable [] bare;

    Variants(Dispatch event) {
      this.event = event;
    }

    byte[] of(GatewaySession session) {
      if (sameForAll() || session.receivesContent(event)) {
        byte[] bytes = full == null ? protocol.bytes(event.data()) : full;
        full = bytes;
        return bytes;
      }
      byte[] bytes = bare == null ? protocol.bytes(event.withoutContent()) : bare;
      bare = bytes;
      return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // the very same tree says so without a comparison
    private boolean sameForAll() {
      return event.withoutContent() == event.data();
    }
  }

  /** Every session, connected or waiting to be resumed, by application and shard. */
  public List<SessionView> sessions() {
    return sessions.all().stream()
        .map(GatewaySession::view)
        .sorted(
            Comparator.comparingLong(SessionView::applicationId)
                .thenComparingInt(SessionView::shard)
                .thenComparing(SessionView::id))
        .toList();
  }

  /** How many IDENTIFYs with a valid token an application sent since then, 2000 at most. */
  public int identifiesSince(long applicationId, Instant since) {
    return identifies.countSince(applicationId, since);
  }

  /** How many sessions an application may still start today. */
  public SessionStartLimit sessionStartLimit(long applicationId) {
    return identifies.limit(applicationId, clock.instant());
  }

  /**
   * Leaves an application this many IDENTIFYs of its day. The one after the last resets its token.
   *
   * @param remaining 0 to 1000
   */
  public void remainingIdentifies(long applicationId, int remaining) {
    if (remaining < 0 || remaining > IdentifyLedger.PER_DAY) {
      throw new IllegalArgumentException("remaining is 0 to " + IdentifyLedger.PER_DAY);
    }
    identifies.remaining(applicationId, remaining, clock.instant());
  }

  /**
   * Ends sessions of an application, connected or not.
   *
   * @param intents only those that asked for one of these; 0 for all
   * @param code what their connections are closed with
   */
  public void end(long applicationId, long intents, int code) {
    for (GatewaySession session : sessions.of(applicationId)) {
      if (intents == 0 || session.has(intents)) {
        close(session.id(), code);
        sessions.remove(session);
      }
    }
    world.sessionsChanged(applicationId);
  }

  /** Cuts the TCP connection without a close frame; the session can be resumed. */
  public void cut(String sessionId) {
    withConnection(
        sessionId,
        (session, connection) -> {
          session.detach(connection);
          connection.abort();
        });
  }

  /** Closes the connection with this code; the session ends where Discord's would. */
  public void close(String sessionId, int code) {
    withConnection(
        sessionId,
        (session, connection) -> {
          session.detach(connection);
          if (!CloseCode.resumable(code)) {
            sessions.remove(session);
          }
          connection.close(code, "Closed by the simulator.");
        });
  }

  /** Asks the client to reconnect and resume (op 7). */
  public void requestReconnect(String sessionId) {
    withConnection(
        sessionId,
        (session, connection) ->
            connection.send(protocol.payload(RECONNECT, NullNode.getInstance())));
  }

  /** Asks the client for a heartbeat at once (op 1). */
  public void requestHeartbeat(String sessionId) {
    withConnection(
        sessionId,
        (session, connection) ->
            connection.send(protocol.payload(HEARTBEAT, NullNode.getInstance())));
  }

  /** Tells the client that its session is invalid (op 9); it ends unless it is resumable. */
  public void invalidate(String sessionId, boolean resumable) {
    withConnection(
        sessionId,
        (session, connection) -> {
          if (!resumable) {
            sessions.remove(session);
            session.detach(connection);
            connection.session(null);
          }
          connection.send(
              protocol.payload(GatewayProtocol.INVALID_SESSION, BooleanNode.valueOf(resumable)));
        });
  }

  /**
   * Holds back all events of an application, READY included. They keep their order; more than the
   * replay buffer holds cost the client its connection.
   */
  public void pauseDelivery(long applicationId) {
    paused.add(applicationId);
  }

  public void resumeDelivery(long applicationId) {
    paused.remove(applicationId);
    sessions.of(applicationId).stream()
        .flatMap(session -> session.connection().stream())
        .forEach(GatewayConnection::signal);
  }

  /** The next events of this application's present sessions arrive twice, with two numbers. */
  public void duplicateNext(long applicationId, int count) {
    sessions.of(applicationId).forEach(session -> session.duplicateNext(count));
  }

  /**
   * The next event of this application's present sessions arrives after the one that follows it.
   */
  public void reorderNext(long applicationId) {
    sessions.of(applicationId).forEach(GatewaySession::swapNext);
  }

  /** Sends this text as it is, before all events that wait. */
  public void sendRaw(String sessionId, String json) {
    withConnection(
        sessionId, (session, connection) -> connection.send(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Closes every IDENTIFY with this code until {@link #acceptIdentify()}. */
  public void refuseIdentify(int code) {
    identifyRefusal = code;
  }

  /** Closes every IDENTIFY of one application with this code, whatever is done with others. */
  public void refuseIdentify(long applicationId, int code) {
    identifyRefusals.put(applicationId, code);
  }

  /** Ends all refusals. */
  public void acceptIdentify() {
    identifyRefusal = 0;
    identifyRefusals.clear();
  }

  /** Ends the refusal of this application. */
  public void acceptIdentify(long applicationId) {
    identifyRefusals.remove(applicationId);
  }

  /** Whether heartbeats stay without an answer, as on a connection that has died unnoticed. */
  public void ignoreHeartbeats(boolean ignored) {
    heartbeatsIgnored = ignored;
  }

  /** Ends all sessions. */
  @Override
  public void close() {
    looks.cancel(false);
    looker.shutdown();
    sessions.all().forEach(sessions::remove);
    connections.forEach(connection -> connection.close(GOING_AWAY, "Going away."));
  }

  private void connected(WsConnectContext context) {
    context.session.setIdleTimeout(Duration.ZERO);
    String compression = context.queryParam("compress");
    GatewayConnection connection =
        new GatewayConnection(
            ((WebSocketSession) context.session).getCoreSession(),
            ZLIB_STREAM.equals(compression),
            "ws://" + Objects.requireNonNullElse(context.host(), "127.0.0.1") + PATH,
            paused::contains,
            clock.instant());
    context.attribute(CONNECTION, connection);
    connections.add(connection);
    connection.start();
    String encoding = Objects.requireNonNullElse(context.queryParam("encoding"), "json");
    if (!API_VERSION.equals(context.queryParam("v"))) {
      connection.close(CloseCode.INVALID_API_VERSION);
    } else if (!encoding.equals("json") || !(compression == null || connection.compressed())) {
      connection.close(CloseCode.DECODE_ERROR);
    } else {
      protocol.greet(connection);
    }
  }

  private void disconnected(WsCloseContext context) {
    connectionOf(
        context,
        connection -> {
          connections.remove(connection);
          connection.closed();
          boolean farewell =
              !connection.closeRequested()
                  && (context.status() == NORMAL || context.status() == GOING_AWAY);
          connection.session().ifPresent(session -> leave(session, connection, farewell));
        });
  }

  private void leave(GatewaySession session, GatewayConnection connection, boolean farewell) {
    boolean current = session.connection().filter(c -> c == connection).isPresent();
    session.detach(connection);
    if (farewell && current) {
      sessions.remove(session);
    }
    world.sessionsChanged(session.applicationId());
  }

  private static void connectionOf(WsContext context, Consumer<GatewayConnection> action) {
    GatewayConnection connection = context.attribute(CONNECTION);
    if (connection != null) {
      action.accept(connection);
    }
  }

  private interface SessionAction {
    void on(GatewaySession session, GatewayConnection connection);
  }

  private void withConnection(String sessionId, SessionAction action) {
    sessions
        .find(sessionId)
        .ifPresent(
            session ->
                session.connection().ifPresent(connection -> action.on(session, connection)));
  }

  private void look() {
    try {
      Instant now = clock.instant();
      Instant deadline = now.minus(options.heartbeatInterval().multipliedBy(MISSED_INTERVALS));
      for (GatewayConnection connection : connections) {
        if (connection.closingLongerThan(CLOSE_PATIENCE)) {
          connection.abort();
        } else if (!connection.closeRequested() && connection.lastHeartbeat().isBefore(deadline)) {
          connection.session().ifPresent(sessions::remove);
          connection.close(CloseCode.SESSION_TIMED_OUT);
        }
      }
      sessions.expire(options.sessionLifetime(), now);
    } catch (RuntimeException failed) {
      log.error("Looking at the gateway's connections failed.", failed);
    }
  }
}
