package net.prosperitybot.events.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.XpAudit;

/** What is true of every member at any time. */
public final class Invariant {
  private Invariant() {}

  /** No member's XP differs from what the log says, and no level from the curve. */
  public static void assertHolds(Database database) {
    assertEquals(List.of(), new XpAudit(database).disagreements());
  }

  /** How many messages earned. */
  public static int earned(Database database) {
    return database.dsl().fetchSingle("SELECT COUNT(*) FROM message_logs").get(0, Integer.class);
  }
}
