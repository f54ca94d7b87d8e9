package net.prosperitybot.events.awards;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a failure that lies in the data of a batch from one that lies with the server.
 *
 * <p>Only the former may cost an award: a full disk or a missing right is mended by somebody, and
 * the awards wait for that.
 */
final class PoisonedRow {
  /**
   * Incorrect string value 1366, data truncated 1265, check violated 3819 (MySQL), 4025 (MariaDB).
   */
  private static final Set<Integer> CODES = Set.of(1366, 1265, 3819, 4025);

  private PoisonedRow() {}

  static boolean isCauseOf(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return isAboutData(sql);
      }
    }
    return true;
  }

  /** SQLSTATE class 22 is a data exception, 23 a violated constraint. */
  private static boolean isAboutData(SQLException e) {
    String state = e.getSQLState();
    return CODES.contains(e.getErrorCode())
        || (state != null && (state.startsWith("22") || state.startsWith("23")));
  }
}
