package net.prosperitybot.common.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ./prosperity migrate}: brings the schema up to date and exits. */
public final class MigrateMain {
  /** Of the server: access to a database, or to a table, is denied. */
  private static final Set<Integer> DENIED = Set.of(1044, 1142);

  private static final Logger log = LoggerFactory.getLogger(MigrateMain.class);

  private MigrateMain() {}

  public static void main(String[] args) {
    System.exit(run(Env.load(System.getenv(), Path.of(".env"))));
  }

  private static int run(Env env) {
    try {
      ConfigReader read = new ConfigReader(env);
      DatabaseConfig config = DatabaseConfig.read(read);
      read.check();
      try (Database database = Database.open(config, "migrate", Duration.ZERO)) {
        int applied = Migrations.migrate(database.source());
        log.info(applied == 0 ? "The schema is up to date." : "{} migrations applied.", applied);
      }
      return 0;
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return ConfigException.EXIT_CODE;
    } catch (DatabaseUnavailableException e) {
      log.error(e.getMessage());
      return 1;
    } catch (FlywayException e) {
      log.error(words(e));
      return 1;
    }
  }

  /** What went wrong, and what to do where we know that. */
  static String words(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException denied && DENIED.contains(denied.getErrorCode())) {
        return "DB_USER may not change the schema (%s). Migrate as a user who may: see the rights of prosperity_migrate in deploy/compose/users.sh."
            .formatted(denied.getMessage());
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
