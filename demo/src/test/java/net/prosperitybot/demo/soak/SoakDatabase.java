package net.prosperitybot.demo.soak;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.localdb.TestDatabase;

/** An empty database on the server that was chosen for all tests of the run, reached over ways. */
final class SoakDatabase implements AutoCloseable {
  private final TestDatabase database = TestDatabase.createUnmigrated();
  private final URI address;
  private final Map<String, String> parameters = new HashMap<>();

  SoakDatabase() {
    address = URI.create(database.config().jdbcUrl().substring("jdbc:".length()));
    String query = address.getQuery() == null ? "" : address.getQuery();
    Arrays.stream(query.split("&", -1))
        .map(each -> each.split("=", 2))
        .filter(each -> each.length == 2)
        .forEach(each -> parameters.put(each[0], each[1]));
  }

  /** Where the server listens on this machine. */
  int port() {
    return address.getPort();
  }

  /** As somebody who may change the schema. */
  DatabaseConfig asOwner() {
    return database.config();
  }

  /** What services are told, but for the port, which is that of their way. */
  Map<String, String> settings() {
    DatabaseConfig config = database.config();
    boolean isInAddress = config.user().isEmpty();
    Map<String, String> settings = new HashMap<>();
    settings.put("DB_HOST", "127.0.0.1");
    settings.put("DB_NAME", database.name());
    settings.put("DB_USER", isInAddress ? parameters.getOrDefault("user", "root") : config.user());
    String password =
        isInAddress ? parameters.getOrDefault("password", "") : config.password().reveal();
    if (!password.isEmpty()) {
      settings.put("DB_PASSWORD", password);
    }
    return settings;
  }

  /** The server's own words for what it is. */
  String version() {
    return database.database().dsl().fetchSingle("SELECT VERSION()").get(0, String.class);
  }

  @Override
  public void close() {
    database.close();
  }
}
