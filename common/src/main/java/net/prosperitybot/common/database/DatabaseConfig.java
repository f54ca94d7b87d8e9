package net.prosperitybot.common.database;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Secret;

/**
 * How to reach the database.
 *
 * @param jdbcUrl a MySQL Connector/J address; it may list several hosts, tried in that order
 * @param user the database user; empty when the address names one
 * @param password the user's password; may be empty
 * @param poolSize connections held at most, 1 or more
 */
public record DatabaseConfig(String jdbcUrl, String user, Secret password, int poolSize) {
  private static final int DEFAULT_PORT = 3306;
  private static final int DEFAULT_POOL_SIZE = 10;
  private static final int LARGEST_POOL = 200;

  /**
   * Reads {@code DB_HOST}, {@code DB_PORT}, {@code DB_NAME}, {@code DB_USER}, {@code DB_PASSWORD}.
   */
  public static DatabaseConfig read(ConfigReader read) {
    String hosts = read.text("DB_HOST", "localhost");
    int port = read.port("DB_PORT", DEFAULT_PORT);
    String name = read.text("DB_NAME");
    String address =
        Arrays.stream(hosts.split(","))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .map(host -> host.contains(":") ? host : host + ":" + port)
            .collect(Collectors.joining(","));
    return new DatabaseConfig(
        // The password travels encrypted or RSA-wrapped; the server's key may be asked for when the
        // server offers no TLS.
        "jdbc:mysql://%s/%s?allowPublicKeyRetrieval=true".formatted(address, name),
        read.text("DB_USER"),
        read.secretOrEmpty("DB_PASSWORD"),
        read.integer("DB_POOL_SIZE", DEFAULT_POOL_SIZE, 1, LARGEST_POOL));
  }
}
