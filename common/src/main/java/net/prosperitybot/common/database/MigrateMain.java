package net.prosperitybot.common.database;

import java.nio.file.Path;
import java.time.Duration;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ./prosperity migrate}: brings the schema up to date and exits. */
public final class MigrateMain {
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
    } catch (DatabaseUnavailableException | FlywayException e) {
      log.error(e.getMessage());
      return 1;
    }
  }
}
