package net.prosperitybot.events.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.rankcounts.RankRecount;

/** What is true of every member at any time. */
public final class Invariant {
  private Invariant() {}

  /**
   * No member's XP differs from what the log says, no level from the curve, and no count of ranked
   * members from the members.
   */
  public static void assertHolds(Database database) {
    XpAudit audit = new XpAudit(database);
    assertEquals(List.of(), audit.disagreements());
    RankRecount recount = new RankRecount(database);
    for (long server : audit.servers()) {
      assertEquals(0, recount.differing(server), "counts that differ in server " + server);
    }
  }

  /** How many messages earned. */
  public static int earned(Database database) {
    return database.dsl().fetchSingle("SELECT COUNT(*) FROM message_logs").get(0, Integer.class);
  }
}
