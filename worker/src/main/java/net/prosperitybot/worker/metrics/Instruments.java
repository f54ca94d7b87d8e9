package net.prosperitybot.worker.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/** The registry that Prometheus reads, with the numbers of the JVM and of the connection pool. */
public final class Instruments implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public Instruments(DataSource connections) {
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    if (connections instanceof HikariDataSource pool) {
      HikariPoolMXBean state = pool.getHikariPoolMXBean();
      gauge("active", "Connections in use", state, HikariPoolMXBean::getActiveConnections);
      gauge("idle", "Connections at rest", state, HikariPoolMXBean::getIdleConnections);
      gauge(
          "waiting",
          "Threads that wait for a connection",
          state,
          HikariPoolMXBean::getThreadsAwaitingConnection);
    }
  }

  private void gauge(
      String name,
      String description,
      HikariPoolMXBean state,
      ToIntFunction<HikariPoolMXBean> value) {
    Gauge.builder("prosperity.database.connections." + name, state, value::applyAsInt)
        .description(description)
        .register(registry);
  }

  public WorkerMetrics workerMetrics() {
    return new WorkerMetrics(registry);
  }

  /** Everything in Prometheus's text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
