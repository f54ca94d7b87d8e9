package net.prosperitybot.common.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections to several hosts that hold the same data: each to the first in the list that answers
 * and takes writes.
 *
 * <p>Instead of the driver's own fail-over, which asks a host for nothing but its answer (a
 * cluster's node that lost the others, and a standby, do answer), and which moves a connection back
 * to the first host between two statements, in the middle of a snapshot too. Here a connection
 * stays where it is until it is closed. A new one costs three round trips more.
 *
 * <p>A host that failed is asked last for {@link #AVOIDED}, for one that is cut off costs the whole
 * connect timeout each time.
 */
final class HostsInOrder implements DataSource {
  static final Duration AVOIDED = Duration.ofSeconds(10);

  /** How long the driver waits for an answer, in milliseconds. */
  private static final String PATIENCE = "socketTimeout";

  private static final Pattern LIST = Pattern.compile("(jdbc:mysql://)([^/?]+)(.*)");
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(HostsInOrder.class);

  private final List<Host> hosts;
  private final Properties connecting;
  private final int patience;
  private final InstantSource clock;

  /**
   * The hosts of an address.
   *
   * @param properties the driver's, with user and password unless the address has them
   */
  HostsInOrder(String jdbcUrl, Properties properties, InstantSource clock) {
    Matcher list = LIST.matcher(jdbcUrl);
    if (!list.matches()) {
      throw new IllegalArgumentException("No address of a MySQL server");
    }
    this.hosts =
        Arrays.stream(list.group(2).split(","))
            .map(name -> new Host(name, list.group(1) + name + list.group(3)))
            .toList();
    this.patience = Integer.parseInt(properties.getProperty(PATIENCE, "0"));
    this.connecting = new Properties();
    this.connecting.putAll(properties);
    // A host that takes the connection and says nothing more is to be found out as soon as one that
    // does not take it.
    this.connecting.setProperty(PATIENCE, properties.getProperty("connectTimeout", "0"));
    this.clock = clock;
  }

  /** Whether an address names more hosts than one. */
  static boolean areIn(String jdbcUrl) {
    Matcher list = LIST.matcher(jdbcUrl);
    return list.matches() && list.group(2).contains(",");
  }

  @Override
  public Connection getConnection() throws SQLException {
    @Nullable SQLException because = null;
    for (Host host : promisingFirst()) {
      try {
        Connection connection = connect(host);
        works(host);
        return connection;
      } catch (SQLException e) {
        failed(host, e);
        because = because == null ? e : with(because, e);
      }
    }
    throw because == null ? new SQLTransientConnectionException("No host", "08001") : because;
  }

  private static SQLException with(SQLException first, SQLException next) {
    first.addSuppressed(next);
    return first;
  }

  /** In the list's order, but for those that failed just now. */
  private List<Host> promisingFirst() {
    Instant now = clock.instant();
    return hosts.stream()
        .sorted(Comparator.comparing(host -> host.avoidedUntil.isAfter(now)))
        .toList();
  }

  private Connection connect(Host host) throws SQLException {
    Connection connection = DriverManager.getConnection(host.url, connecting);
    try {
      refuseUnlessItTakesWrites(connection);
      connection.setNetworkTimeout(Runnable::run, patience);
      return connection;
    } catch (SQLException e) {
      connection.abort(Runnable::run);
      throw e;
    }
  }

  private static void refuseUnlessItTakesWrites(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement()) {
      if (!isTrue(ask, "SHOW GLOBAL VARIABLES LIKE 'read_only'", "OFF")) {
        throw new SQLTransientConnectionException("It is read-only", "08001");
      }
      if (isTrue(ask, "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'", "ON")
          && !isTrue(ask, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'", "ON")) {
        throw new SQLTransientConnectionException("It is cut off from its cluster", "08001");
      }
    }
  }

  /** By SHOW, for what one server has and another has not is no error then. */
  private static boolean isTrue(Statement ask, String show, String value) throws SQLException {
    try (ResultSet answer = ask.executeQuery(show)) {
      return answer.next() && value.equals(answer.getString(2));
    }
  }

  private void failed(Host host, SQLException e) {
    if (!host.hasFailed) {
      log.warn("The database host {} is not used: {}", host.name, firstLine(e));
    }
    host.hasFailed = true;
    host.avoidedUntil = clock.instant().plus(AVOIDED);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
  }

  private static void works(Host host) {
    if (host.hasFailed) {
      log.info("The database host {} works again", host.name);
    }
    host.hasFailed = false;
    host.avoidedUntil = Instant.MIN;
  }

  /** What several threads write here may be late or twice; that costs a log line or a try. */
  private static final class Host {
    final String name;
    final String url;
    volatile boolean hasFailed;
    volatile Instant avoidedUntil = Instant.MIN;

    Host(String name, String url) {
      this.name = name;
      this.url = url;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The user is part of the settings");
  }

  /**
   * What waits for a connection is the pool, and the driver's {@code connectTimeout} is its own.
   */
  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // See above.
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // The log is elsewhere.
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("The log is elsewhere");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
