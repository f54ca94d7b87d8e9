package net.prosperitybot.events;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseUnavailableException;
import net.prosperitybot.common.database.SchemaOutdatedException;
import net.prosperitybot.events.hosting.TokenRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ./prosperity events}: runs until it is told to stop. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    int failure = run();
    if (failure != 0) {
      System.exit(failure);
    }
  }

  private static int run() throws InterruptedException {
    try {
      EventsConfig config = EventsConfig.read(Env.load(System.getenv(), Path.of(".env")));
      Database database = Database.open(config.database(), "events");
      try {
        Events events = Events.start(config, database, new Random());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(events, database), "stop"));
        log.info("Health and metrics are on port {}", events.managementPort());
      } catch (Throwable e) {
        database.close();
        throw e;
      }
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return ConfigException.EXIT_CODE;
    } catch (DatabaseUnavailableException
        | SchemaOutdatedException
        | TokenRefusedException
        | IOException e) {
      log.error(e.getMessage());
      return 1;
    }
    // The shutdown hook does the rest.
    new CountDownLatch(1).await();
    return 0;
  }

  private static void stop(Events events, Database database) {
    log.info("Stopping");
    events.close();
    database.close();
    log.info("Stopped");
  }
}
