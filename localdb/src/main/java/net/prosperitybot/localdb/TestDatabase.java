package net.prosperitybot.localdb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.database.Migrations;

/**
 * A migrated database of its own for one test class, on the server that was chosen for the whole
 * run; closing it drops the database.
 */
public final class TestDatabase implements AutoCloseable {
  private static final Pattern NAME_IN_URL = Pattern.compile("(jdbc:mysql://[^/]+/)([^?]*)");

  private final DatabaseConfig config;
  private final String name;
  private final Database database;

  private TestDatabase(DatabaseConfig config, String name, Database database) {
    this.config = config;
    this.name = name;
    this.database = database;
  }

  /** An empty database with the newest schema. */
  public static TestDatabase create() {
    TestDatabase created = createUnmigrated();
    Migrations.migrate(created.database.source());
    return created;
  }

  /** An empty database without a schema. */
  public static TestDatabase createUnmigrated() {
    DatabaseConfig server = TestServer.chosen();
    String name = "test_%016x".formatted(ThreadLocalRandom.current().nextLong());
    execute(server, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    DatabaseConfig config =
        new DatabaseConfig(
            NAME_IN_URL.matcher(server.jdbcUrl()).replaceFirst("$1" + name),
            server.user(),
            server.password(),
            server.poolSize());
    return new TestDatabase(config, name, Database.open(config, name));
  }

  /** For those who open a pool of their own. */
  public DatabaseConfig config() {
    return config;
  }

  public Database database() {
    return database;
  }

  public String name() {
    return name;
  }

  @Override
  public void close() {
    execute(config, "DROP DATABASE " + name);
    database.close();
  }

  private static void execute(DatabaseConfig config, String sql) {
    try (Connection connection =
            config.user().isEmpty()
                ? DriverManager.getConnection(config.jdbcUrl())
                : DriverManager.getConnection(
                    config.jdbcUrl(), config.user(), config.password().reveal());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The test database refused: " + sql, e);
    }
  }
}
