package net.prosperitybot.worker.endpoint;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening HTTP server on virtual threads. Closing it refuses what is new and lets what is under
 * way finish, for a while.
 */
public final class HttpServer implements AutoCloseable {
  /** Longer than any request takes that came whole: commands that take longer answer later. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /** Bytes of request line and headers. */
  private static final int LARGEST_HEAD = 8 * 1024;

  private static final int MANAGEMENT_CONNECTIONS = 50;
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * The server that Discord calls, with the health checks beside it.
   *
   * @param connections open at a time; further ones are closed
   */
  public static HttpServer forInteractions(
      String address,
      int port,
      int connections,
      InteractionEndpoint interactions,
      HealthEndpoint health) {
    return start(
        address,
        port,
        connections,
        routes ->
            routes
                .post(InteractionEndpoint.PATH, interactions::handle)
                .get("/health", health::health)
                .get("/live", health::live));
  }

  /** The server that operators' monitoring calls; not for the public. */
  public static HttpServer forManagement(String address, int port, Supplier<String> metrics) {
    return start(
        address,
        port,
        MANAGEMENT_CONNECTIONS,
        routes ->
            routes.get(
                "/metrics",
                request -> request.contentType("text/plain; version=0.0.4").result(metrics.get())));
  }

  private static HttpServer start(
      String address, int port, int connections, Consumer<RoutesConfig> routes) {
    Javalin javalin = Javalin.create(config -> configure(config, connections, routes));
    return new HttpServer(javalin.start(address, port));
  }

  private static void configure(
      JavalinConfig config, int connections, Consumer<RoutesConfig> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    // Answers are a few hundred bytes: compressing them costs more than it saves.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.modifyServer(server -> tame(server, connections));
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setRequestHeaderSize(LARGEST_HEAD);
          http.setIdleTimeout(LONGEST_SILENCE.toMillis());
        });
    config.routes.exception(HttpResponseException.class, HttpServer::refused);
    config.routes.exception(Exception.class, HttpServer::failed);
    routes.accept(config.routes);
  }

  private static void tame(Server server, int connections) {
    ConnectionCap.on(server, connections);
    server.setStopTimeout(LONGEST_FAREWELL.toMillis());
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(HttpServer::jettyRefused);
  }

  private static void refused(HttpResponseException e, Context request) {
    HttpStatus status = HttpStatus.forStatus(e.getStatus());
    Problem.write(request, status, status.getMessage());
  }

  private static void failed(Exception e, Context request) {
    log.error("{} failed", request.endpoint().path, e);
    Problem.write(request, HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong");
  }

  /** What Jetty refuses before there is a route: a broken request line, too long a header. */
  private static boolean jettyRefused(Request request, Response response, Callback callback) {
    HttpStatus status = HttpStatus.forStatus(response.getStatus());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] body = Problem.json(status.getMessage()).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  /** The port that is listened on, also when the system chose it. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
