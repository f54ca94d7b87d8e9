package net.prosperitybot.events;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseUnavailableException;
import net.prosperitybot.common.database.SchemaOutdatedException;
import net.prosperitybot.events.hosting.TokenRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ./prosperity events}: runs until it is told to stop, or until Discord has ended the main
 * bot's session in a way that a start anew mends. Then it ends by itself, in the same order, with
 * 1: whoever looks after it starts it again.
 */
public final class Main {
  /** To be started again. */
  private static final int NOT_NOW = 1;

  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    // Whoever tells it to stop comes by the shutdown hook.
    System.exit(run());
  }

  private static int run() throws InterruptedException {
    try {
      EventsConfig config = EventsConfig.read(Env.load(System.getenv(), Path.of(".env")));
      Database database = Database.open(config.database(), "events");
      try {
        Events events = Events.start(config, database, new Random());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(events, database), "stop"));
        log.info("Health and metrics are on port {}", events.managementPort());
        events.needOfRestart().join();
        log.error("The service ends, to be started anew");
        return NOT_NOW;
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
      return NOT_NOW;
    }
  }

  private static void stop(Events events, Database database) {
    log.info("Stopping");
    events.close();
    database.close();
    log.info("Stopped");
  }
}
