package net.prosperitybot.common.database;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The schema's versions, from {@code db/migrations}.
 *
 * <p>Services never migrate; they {@link #check} and stop with words. A migration only adds, so a
 * schema that is newer than the service is fine.
 */
public final class Migrations {
  private Migrations() {}

  /** Brings the schema up to date and returns how many migrations that took. */
  public static int migrate(DataSource source) {
    return flyway(source).migrate().migrationsExecuted;
  }

  /**
   * Makes sure that every migration this release knows has been applied.
   *
   * @throws SchemaOutdatedException otherwise, naming what is missing
   */
  public static void check(DataSource source) {
    List<String> missing =
        Arrays.stream(flyway(source).info().pending()).map(m -> m.getScript()).toList();
    if (!missing.isEmpty()) {
      throw new SchemaOutdatedException(missing);
    }
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migrations")
        .loggers("slf4j")
        .load();
  }
}
