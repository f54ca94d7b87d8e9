package net.prosperitybot.events.session;

import com.neovisionaries.ws.client.WebSocketFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.prosperitybot.common.clock.SteadyClock;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * What the sessions of a process share, so that one more costs little: HTTP clients and threads of
 * the library. A session's own are only the two that read and write its gateway connection.
 *
 * <p>To be closed after all sessions.
 */
public final class SessionResources implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int IDLE_CONNECTIONS = 10;
  private static final Duration IDLE_TIME = Duration.ofMinutes(1);

  /** Heartbeats and what is sent to the gateway: short work, and it never waits. */
  private static final int GATEWAY_THREADS = 2;

  private final RefusalBudget refusals = new RefusalBudget(SteadyClock.start());
  private final Breaker breaker = Breaker.ofRestApi(SteadyClock.start());
  final OkHttpClient http;
  final WebSocketFactory sockets = new WebSocketFactory();
  final ScheduledExecutorService gatewayPool = scheduler(GATEWAY_THREADS, "gateway");
  final ScheduledExecutorService rateLimits = scheduler(1, "rate-limits");

  /** For REST requests, their callbacks, and the start of a bot's shards. */
  final ExecutorService elastic =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("discord-", 0).factory());

  final IdentifyTurns turns;
  private final HttpClient lookups;
  final TokenLookup lookup;
  final URI api;

  /**
   * Resources.
   *
   * @param api Discord's REST API, without a slash at the end
   */
  public SessionResources(URI api, IdentifyTurns turns) {
    this.api = api;
    this.turns = turns;
    RestGuard guard = new RestGuard(refusals, breaker);
    this.http =
        new OkHttpClient.Builder()
            .addInterceptor(guard)
            .connectionPool(
                new ConnectionPool(IDLE_CONNECTIONS, IDLE_TIME.toSeconds(), TimeUnit.SECONDS))
            .build();
    this.lookups =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(elastic)
            .build();
    this.lookup = new TokenLookup(lookups, api, guard);
  }

  /** Asks Discord about tokens. */
  public TokenLookup lookup() {
    return lookup;
  }

  /** What Discord refused of late. */
  public RefusalBudget refusals() {
    return refusals;
  }

  /** Whether Discord answers at all. */
  public Breaker breaker() {
    return breaker;
  }

  private static ScheduledExecutorService scheduler(int threads, String name) {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    // What a closed session had planned goes with it.
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  @Override
  public void close() {
    gatewayPool.shutdownNow();
    rateLimits.shutdownNow();
    lookups.shutdownNow();
    elastic.shutdownNow();
    http.connectionPool().evictAll();
  }
}
