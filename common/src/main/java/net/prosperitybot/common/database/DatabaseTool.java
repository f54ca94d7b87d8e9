package net.prosperitybot.common.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator's commands share: settings, a migrated database, words, an exit code. */
public final class DatabaseTool {
  private static final Logger log = LoggerFactory.getLogger(DatabaseTool.class);

  private DatabaseTool() {}

  /**
   * Runs a command with settings from the environment or a {@code .env} file.
   *
   * @param settings reads what it needs besides the database
   * @param work gives the exit code
   * @return that code; 1 when the database is away or too old, 2 for wrong settings
   */
  public static <S> int run(
      String name, Function<ConfigReader, S> settings, ToIntBiFunction<Database, S> work) {
    try {
      ConfigReader read = new ConfigReader(Env.load(System.getenv(), Path.of(".env")));
      DatabaseConfig config = DatabaseConfig.read(read);
      S given = settings.apply(read);
      read.check();
      try (Database database = Database.open(config, name, Duration.ZERO)) {
        Migrations.check(database.source());
        return work.applyAsInt(database, given);
      }
    } catch (ConfigException e) {
      log.error(e.getMessage());
      return ConfigException.EXIT_CODE;
    } catch (DatabaseUnavailableException | SchemaOutdatedException e) {
      log.error(e.getMessage());
      return 1;
    }
  }
}
