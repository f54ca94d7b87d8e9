package net.prosperitybot.common.database;

import static java.util.Map.entry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.prosperitybot.common.clock.SteadyClock;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.conf.ThrowExceptions;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool and the two ways to use it: a transaction that changes something, and a
 * snapshot that only reads.
 *
 * <p>Transactions run at READ COMMITTED and are repeated after a deadlock or a lost connection,
 * COMMIT included. When the answer to a COMMIT is lost, the work may have been committed and still
 * runs again: it must change nothing the second time.
 */
public final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration CHECKOUT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PATIENCE_OF_READERS = Duration.ofSeconds(2);
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);
  private static final Duration LONGEST_CONNECTION = Duration.ofMinutes(25);

  /** Characters; longer ones are batches, of which each is different. */
  private static final int LONGEST_REMEMBERED = 2_048;

  /** Statements a connection; the server keeps 16,382 over all of them, as it comes. */
  private static final int MOST_REMEMBERED = 100;

  private final DataSource source;
  private final SQLDialect dialect;
  private final @Nullable AutoCloseable pool;
  private final DSLContext dsl;

  private Database(DataSource source, SQLDialect dialect, @Nullable AutoCloseable pool) {
    this.source = source;
    this.dialect = dialect;
    this.pool = pool;
    this.dsl = DSL.using(source, dialect, settings());
  }

  /**
   * Opens a pool for a service, whose statements are given up after half a minute.
   *
   * @throws DatabaseUnavailableException when the server can't be reached or refuses the user
   */
  public static Database open(DatabaseConfig config, String poolName) {
    return open(config, poolName, LONGEST_STATEMENT);
  }

  /**
   * Opens a pool and asks the server which dialect it speaks.
   *
   * @param patience how long the server may be silent before its connection counts as lost, in
   *     milliseconds; zero for ever, as what goes over whole tables needs it
   * @throws DatabaseUnavailableException when the server can't be reached or refuses the user
   */
  public static Database open(DatabaseConfig config, String poolName, Duration patience) {
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(hikari(config, poolName, patience, Preparing.BY_SERVER));
      if (isCluster(pool)) {
        pool.close();
        pool = new HikariDataSource(hikari(config, poolName, patience, Preparing.BY_DRIVER));
      }
      return new Database(pool, dialectOf(pool), pool);
    } catch (RuntimeException | SQLException e) {
      if (pool != null) {
        pool.close();
      }
      throw new DatabaseUnavailableException(withoutQuery(config.jdbcUrl()), e);
    }
  }

  /** A database over connections that somebody else made and closes. */
  public static Database over(DataSource source) {
    try {
      return new Database(source, dialectOf(source), null);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException("the given connections", e);
    }
  }

  /** Single statements, each its own transaction. */
  public DSLContext dsl() {
    return dsl;
  }

  /** The connections themselves, for what brings its own SQL, such as migrations. */
  public DataSource source() {
    return source;
  }

  /**
   * Runs {@code work} in one transaction at READ COMMITTED, again after a failure that passes by
   * itself, four times at most. No network but the database's may be touched inside.
   *
   * @throws DataAccessException the failure that did not pass
   */
  public <T> T transaction(Function<DSLContext, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work, Connection.TRANSACTION_READ_COMMITTED);
      } catch (DataAccessException e) {
        if (attempt == ATTEMPTS || !TransientFailure.is(e)) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  /**
   * Runs {@code work} against one consistent state of the data; it must only read, and may run
   * again as in {@link #read}. Costs three round trips besides its own; a single statement is a
   * snapshot by itself.
   */
  public <T> T snapshot(Function<DSLContext, T> work) {
    return again(() -> snapshotOnce(work));
  }

  /**
   * Runs a statement that only reads, again after a failure that passes by itself, unless somebody
   * has waited long enough for the first one.
   */
  public <T> T read(Function<DSLContext, T> statement) {
    return again(() -> statement.apply(dsl));
  }

  private static <T> T again(Supplier<T> reading) {
    long begin = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.get();
      } catch (DataAccessException e) {
        boolean late = System.nanoTime() - begin > PATIENCE_OF_READERS.toNanos();
        if (attempt == ATTEMPTS || late || !TransientFailure.is(e)) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  private <T> T snapshotOnce(Function<DSLContext, T> work) {
    try (Connection connection = source.getConnection()) {
      DSLContext reader = DSL.using(connection, dialect, settings());
      try {
        // By statements, not by the connection's properties: those would be set back at a cost.
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        reader.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        T result = work.apply(reader);
        reader.execute("COMMIT");
        return result;
      } catch (RuntimeException | Error e) {
        endSnapshot(connection, reader, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DataAccessException("The snapshot failed: " + e.getMessage(), e);
    }
  }

  /** A connection that can't be taken out of its snapshot must not serve anybody else. */
  private static void endSnapshot(Connection connection, DSLContext reader, Throwable because)
      throws SQLException {
    try {
      reader.execute("ROLLBACK");
    } catch (RuntimeException e) {
      because.addSuppressed(e);
      connection.abort(Runnable::run);
    }
  }

  /** True when the server answers within this time. */
  public boolean isAnswering(Duration patience) {
    try (Connection connection = source.getConnection()) {
      return connection.isValid((int) Math.max(1, patience.toSeconds()));
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      try {
        pool.close();
      } catch (Exception e) {
        throw new IllegalStateException("The connection pool did not close", e);
      }
    }
  }

  private <T> T once(Function<DSLContext, T> work, int isolation) {
    try (Connection connection = source.getConnection()) {
      if (connection.getTransactionIsolation() != isolation) {
        connection.setTransactionIsolation(isolation);
      }
      connection.setAutoCommit(false);
      try {
        T result = work.apply(DSL.using(connection, dialect, settings()));
        connection.commit();
        return result;
      } catch (RuntimeException | SQLException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        restore(connection);
      }
    } catch (SQLException e) {
      throw new DataAccessException("The transaction failed: " + e.getMessage(), e);
    }
  }

  private static void rollBack(Connection connection, Throwable because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  /**
   * A connection that can't be restored is broken, and the pool finds out when it takes it back.
   */
  private static void restore(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      connection.setAutoCommit(true);
    }
  }

  private static void pause(int attempt, DataAccessException because) {
    long most = FIRST_PAUSE.toMillis() << attempt;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw because;
    }
  }

  private static Settings settings() {
    // Of a statement whose connection was lost nothing more is asked: the pool closes it meanwhile.
    return new Settings()
        .withRenderSchema(false)
        .withExecuteLogging(false)
        .withFetchWarnings(false)
        .withThrowExceptions(ThrowExceptions.THROW_FIRST);
  }

  private static SQLDialect dialectOf(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      return version.contains("MariaDB") ? SQLDialect.MARIADB : SQLDialect.MYSQL;
    }
  }

  /**
   * A node of MariaDB Galera. It rolls a transaction back, whatever that is doing, as soon as
   * another node's commit wants the same rows, and says so in the answer to its next statement.
   * When that statement is one to be prepared by the server, it forgets to: what follows is a
   * transaction of its own, and half of the work is committed (seen on 10.11.19).
   */
  private static boolean isCluster(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement ask = connection.createStatement();
        ResultSet answer = ask.executeQuery("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'")) {
      return answer.next() && answer.getString(2).equals("ON");
    }
  }

  /** Who puts the values into a statement. */
  private enum Preparing {
    /** Parsed once, then only the values travel. */
    BY_SERVER,
    /** Each time one text. */
    BY_DRIVER
  }

  private static HikariConfig hikari(
      DatabaseConfig config, String poolName, Duration patience, Preparing preparing) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(poolName);
    Properties properties = properties(config, patience, preparing);
    if (HostsInOrder.areIn(config.jdbcUrl())) {
      hikari.setDataSource(new HostsInOrder(config.jdbcUrl(), properties, SteadyClock.start()));
    } else {
      hikari.setJdbcUrl(config.jdbcUrl());
      hikari.setDataSourceProperties(properties);
    }
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    hikari.setConnectionTimeout(CHECKOUT_TIMEOUT.toMillis());
    hikari.setMaxLifetime(LONGEST_CONNECTION.toMillis());
    hikari.setExceptionOverride(new LeaveStandby());
    return hikari;
  }

  private static Properties properties(
      DatabaseConfig config, Duration patience, Preparing preparing) {
    Properties properties = new Properties();
    if (!config.user().isEmpty()) {
      properties.setProperty("user", config.user());
      properties.setProperty("password", config.password().reveal());
    }
    Map.ofEntries(
            entry("connectTimeout", CONNECT_TIMEOUT.toMillis()),
            entry("socketTimeout", patience.toMillis()),
            entry("connectionTimeZone", "UTC"),
            entry("forceConnectionTimeZoneToSession", true),
            entry("characterEncoding", "UTF-8"),
            // Fewer round trips and less parsing: the driver remembers what it set, and statements.
            entry("useLocalSessionState", true),
            entry("cachePrepStmts", true),
            entry("prepStmtCacheSize", MOST_REMEMBERED),
            entry("prepStmtCacheSqlLimit", LONGEST_REMEMBERED),
            entry("useServerPrepStmts", preparing == Preparing.BY_SERVER))
        // As text: what is none, the driver ignores without a word.
        .forEach((name, value) -> properties.setProperty(name, value.toString()));
    return properties;
  }

  private static String withoutQuery(String jdbcUrl) {
    int query = jdbcUrl.indexOf('?');
    return query < 0 ? jdbcUrl : jdbcUrl.substring(0, query);
  }
}
