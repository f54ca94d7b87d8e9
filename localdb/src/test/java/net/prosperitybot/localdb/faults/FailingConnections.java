package net.prosperitybot.localdb.faults;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Real connections that fail when a test says so. */
public final class FailingConnections implements DataSource {
  private final DataSource real;
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final AtomicReference<Duration> silence = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger left = new AtomicInteger(UNLIMITED);
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger commitAnswersToLose = new AtomicInteger();

  public FailingConnections(DataSource real) {
    this.real = real;
  }

  /** From now on nobody gets a connection, until {@link #comeBack}. */
  public void goAway() {
    goAwayAfter(0);
  }

  /** The same, but each who asks waits so long for the refusal, as with a pool. */
  public void goAwayWithoutAWord(Duration patience) {
    silence.set(patience);
    goAway();
  }

  /** So many connections more, then nobody gets one. */
  public void goAwayAfter(int connections) {
    left.set(connections);
  }

  public void comeBack() {
    silence.set(Duration.ZERO);
    left.set(UNLIMITED);
  }

  /** How often a connection was asked for in vain. */
  public int refusals() {
    return refusals.get();
  }

  /** The next commits of what may write succeed on the server and fail at the client. */
  public void loseCommitAnswers(int count) {
    commitAnswersToLose.set(count);
  }

  /** How many commits will still lose their answer. */
  public int commitAnswersToLose() {
    return commitAnswersToLose.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (left.getAndUpdate(FailingConnections::oneLess) == 0) {
      refusals.incrementAndGet();
      waitInVain();
      throw new SQLRecoverableException("The database is away", "08001");
    }
    Connection connection = real.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(connection, arguments);
                if (method.getName().equals("commit") && mayWrite(connection) && loses()) {
                  throw new SQLRecoverableException("The answer to COMMIT was lost", "08S01");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private void waitInVain() throws SQLException {
    try {
      Thread.sleep(silence.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting for a connection", e);
    }
  }

  /** Snapshots, which only read, are taken at a stricter isolation. */
  private static boolean mayWrite(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
  }

  private static int oneLess(int connections) {
    return connections == UNLIMITED ? UNLIMITED : Math.max(0, connections - 1);
  }

  private boolean loses() {
    return commitAnswersToLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
