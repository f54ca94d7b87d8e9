package net.prosperitybot.demo;

import net.prosperitybot.common.database.Database;

/** The leases of deliveries, which a killed process would hold for a minute. */
public final class LevelUpLeases {
  private LevelUpLeases() {}

  /** As a minute's waiting does: whoever was killed holds nothing any more. */
  public static void end(Database database) {
    database.dsl().execute("UPDATE level_ups SET lease_until = UTC_TIMESTAMP(3)");
  }
}
