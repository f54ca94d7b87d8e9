package net.prosperitybot.common.database;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /** A name, an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private static final int HIGHEST_PORT = 65_535;
  private static final String DEFAULT_HOST = "localhost";
  private static final int DEFAULT_PORT = 3306;
  private static final int DEFAULT_POOL_SIZE = 10;
  private static final int LARGEST_POOL = 200;

  /**
   * Reads {@code DB_HOST}, {@code DB_PORT}, {@code DB_NAME}, {@code DB_USER}, {@code DB_PASSWORD}.
   */
  public static DatabaseConfig read(ConfigReader read) {
    int port = read.integer("DB_PORT", DEFAULT_PORT, 1, HIGHEST_PORT);
    String hosts =
        read.value(
            "DB_HOST",
            DEFAULT_HOST,
            DEFAULT_HOST,
            list -> addresses(list, port),
            "must be a host, or several with commas between them, each as HOST or HOST:PORT,"
                + " and none of them twice");
    String name = read.text("DB_NAME");
    return new DatabaseConfig(
        // The password travels encrypted or RSA-wrapped; the server's key may be asked for when the
        // server offers no TLS.
        "jdbc:mysql://%s/%s?allowPublicKeyRetrieval=true".formatted(hosts, name),
        read.text("DB_USER"),
        read.secretOrEmpty("DB_PASSWORD"),
        read.integer("DB_POOL_SIZE", DEFAULT_POOL_SIZE, 1, LARGEST_POOL));
  }

  private static String addresses(String list, int port) {
    List<String> addresses =
        Arrays.stream(list.split(",", -1)).map(host -> address(host.strip(), port)).toList();
    if (Set.copyOf(addresses).size() < addresses.size()) {
      throw new IllegalArgumentException("twice");
    }
    return String.join(",", addresses);
  }

  private static String address(String host, int otherwise) {
    Matcher parts = HOST.matcher(host);
    if (!parts.matches()) {
      throw new IllegalArgumentException(host);
    }
    int port = parts.group(2) == null ? otherwise : Integer.parseInt(parts.group(2));
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(host);
    }
    return parts.group(1) + ":" + port;
  }
}
