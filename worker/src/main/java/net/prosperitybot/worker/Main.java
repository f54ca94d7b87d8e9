package net.prosperitybot.worker;

import java.nio.file.Path;
import java.time.Duration;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseUnavailableException;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.database.SchemaOutdatedException;
import net.prosperitybot.common.lifecycle.CloseStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the worker; SIGTERM and SIGINT end it gracefully. */
public final class Main {
  /** How long a worker that is told to stop still answers what comes. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Exits with 2 for a wrong configuration, with 1 when the database is away or too old. */
  public static void main(String[] args) {
    CloseStack opened = new CloseStack();
    try {
      start(opened);
    } catch (ConfigException e) {
      fail(opened, ConfigException.EXIT_CODE, e);
    } catch (DatabaseUnavailableException | SchemaOutdatedException e) {
      fail(opened, 1, e);
    } catch (RuntimeException e) {
      log.error("The worker did not start", e);
      fail(opened, 1, e);
    }
  }

  private static void start(CloseStack opened) {
    WorkerConfig config = WorkerConfig.read(Env.load(System.getenv(), Path.of(".env")));
    Database database = opened.add(Database.open(config.database(), "worker"));
    Migrations.check(database.source());
    Worker worker = opened.add(Worker.start(config, database));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, opened), "shutdown"));
    config
        .baseUrl()
        .ifPresent(
            url ->
                log.info(
                    "Set the interactions endpoint URL in Discord's developer portal to"
                        + " {}/interactions/{}",
                    url,
                    config.applicationId()));
    log.info(
        "The worker listens on port {}, its metrics on port {}",
        worker.port(),
        worker.managementPort());
  }

  private static void stop(Worker worker, CloseStack opened) {
    try {
      worker.leave();
      Thread.sleep(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      opened.close();
    }
  }

  private static void fail(CloseStack opened, int exitCode, RuntimeException because) {
    opened.close();
    System.err.println(because.getMessage());
    System.exit(exitCode);
  }
}
