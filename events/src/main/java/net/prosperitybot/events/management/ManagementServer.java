package net.prosperitybot.events.management;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /live} (the process runs), {@code /health} (the database answers and the gateway is
 * connected; else 503, which of them is not, and what to do where only a person can) and {@code
 * /metrics} for Prometheus.
 */
public final class ManagementServer implements AutoCloseable {
  private static final String METRICS_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin http;
  private final BooleanSupplier database;
  private final BooleanSupplier gateway;
  private final Supplier<Optional<String>> advice;
  private final PrometheusMeterRegistry meters;

  /**
   * Starts listening.
   *
   * @param port 0 lets the system choose
   * @param database whether the database answers
   * @param gateway whether the session is connected
   * @param advice what to do about a session that will not connect again by itself
   */
  public ManagementServer(
      String address,
      int port,
      BooleanSupplier database,
      BooleanSupplier gateway,
      Supplier<Optional<String>> advice,
      PrometheusMeterRegistry meters) {
    this.database = database;
    this.gateway = gateway;
    this.advice = advice;
    this.meters = meters;
    this.http =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.get("/live", context -> context.result("alive"));
              config.routes.get("/health", this::health);
              config.routes.get("/metrics", this::metrics);
            });
    http.start(address, port);
  }

  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.stop();
  }

  private void health(Context context) {
    boolean databaseAnswers = database.getAsBoolean();
    boolean connected = gateway.getAsBoolean();
    context
        .status(databaseAnswers && connected ? 200 : 503)
        .result(
            "database %s, gateway %s"
                .formatted(
                    databaseAnswers ? "answers" : "does not answer",
                    connected ? "connected" : "not connected" + why()));
  }

  private String why() {
    return advice.get().map(words -> ", for good. " + words).orElse("");
  }

  private void metrics(Context context) {
    context.contentType(METRICS_FORMAT).result(meters.scrape());
  }
}
