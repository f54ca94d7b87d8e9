package net.prosperitybot.localdb;

import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.DatabaseConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * The server that all tests of a run use: {@code TEST_DATABASE_URL} if that is set, a container
 * with {@code TEST_DATABASE=docker}, else the embedded MariaDB. It starts with the first test that
 * asks for it, is printed, and stops with the JVM.
 */
final class TestServer {
  private static final Logger log = LoggerFactory.getLogger(TestServer.class);
  private static final int POOL_SIZE = 16;
  private static final String MYSQL_IMAGE = "mysql:8.4";

  private TestServer() {}

  /** The choice, made once a JVM. */
  static DatabaseConfig chosen() {
    return Choice.CONFIG;
  }

  private static DatabaseConfig choose() {
    String url = System.getenv("TEST_DATABASE_URL");
    if (url != null && !url.isBlank()) {
      return announce("TEST_DATABASE_URL", new DatabaseConfig(url, "", new Secret(""), POOL_SIZE));
    }
    if ("docker".equals(System.getenv("TEST_DATABASE"))) {
      return announce("Testcontainers, " + MYSQL_IMAGE, container());
    }
    return announce("embedded MariaDB", embedded());
  }

  private static DatabaseConfig announce(String what, DatabaseConfig config) {
    log.info("Test database: {}", what);
    return config;
  }

  private static DatabaseConfig container() {
    // It lives as long as the JVM, and Testcontainers removes it then.
    @SuppressWarnings("resource")
    MySQLContainer container = new MySQLContainer(MYSQL_IMAGE).withUsername("root");
    container.start();
    return new DatabaseConfig(
        container.getJdbcUrl() + "?allowPublicKeyRetrieval=true",
        container.getUsername(),
        new Secret(container.getPassword()),
        POOL_SIZE);
  }

  private static DatabaseConfig embedded() {
    EmbeddedDatabase server = EmbeddedDatabase.start(ProjectHome.find());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    DatabaseConfig any = server.database("test");
    return new DatabaseConfig(any.jdbcUrl(), any.user(), any.password(), POOL_SIZE);
  }

  /** Loaded, and so chosen, by the first test that asks. */
  private static final class Choice {
    static final DatabaseConfig CONFIG = choose();
  }
}
