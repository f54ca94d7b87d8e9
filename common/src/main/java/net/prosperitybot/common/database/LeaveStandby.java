package net.prosperitybot.common.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Ends a connection whose server answers but is a standby by now, so that the next one finds the
 * host that took its place. What is lost, the pool ends by itself.
 */
final class LeaveStandby implements SQLExceptionOverride {

  @java.lang.Override // the other one is the interface's own
  public Override adjudicate(SQLException e) {
    return TransientFailure.isOfAStandby(e) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
