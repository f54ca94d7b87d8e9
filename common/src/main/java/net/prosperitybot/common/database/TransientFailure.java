package net.prosperitybot.common.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass by themselves (a deadlock, a lost connection) from those that stay. */
public final class TransientFailure {
  /**
   * Lock wait timeout 1205, deadlock 1213, too many connections 1040, server shutting down 1053,
   * read-only during a fail-over 1290 and 1836, cluster conflict or not ready 1047, a kept
   * statement whose tables keep changing 1615.
   */
  private static final Set<Integer> CODES = Set.of(1205, 1213, 1040, 1053, 1290, 1836, 1047, 1615);

  /** 1290 and 1836 of a standby, 1047 of a cluster's node that lost the others. */
  private static final Set<Integer> NOT_HERE = Set.of(1290, 1836, 1047);

  private TransientFailure() {}

  /** True when the same work may succeed a moment later. */
  public static boolean is(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && passes(sql)) {
        return true;
      }
    }
    return false;
  }

  /** True when the server answers, but another one takes the writes. */
  static boolean isOfAStandby(SQLException e) {
    return NOT_HERE.contains(e.getErrorCode());
  }

  private static boolean passes(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || CODES.contains(e.getErrorCode())
        || (state != null && (state.startsWith("08") || state.startsWith("40")));
  }
}
