package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.Test;

class AuditMainIT {
  private static final MemberKey ANN = new MemberKey(1, 100);

  @Test
  void theExitCodeSaysWhetherAllAgreeAndTheWordsWhoDoesNot() {
    try (TestDatabase test = TestDatabase.create()) {
      Database database = test.database();
      new GuildStore(database, 900).present(900, 1, "One");
      new GuildStore(database, 900).present(900, 2, "Two");
      new XpLedger(database)
          .award(List.of(award(ANN, 0, 120)), List.of(new UserName(100, "ann", "Ann")));
      assertEquals(0, AuditMain.audit(database, List.of()));

      database.dsl().execute("UPDATE guild_users SET xp = 20, `level` = 0");
      assertEquals(1, AuditMain.audit(database, List.of()));
      assertEquals(1, AuditMain.audit(database, List.of("1")));
      assertEquals(0, AuditMain.audit(database, List.of("2")));
      String words = AuditMain.words(database, new XpAudit(database).disagreements(1).getFirst());
      assertTrue(
          words.startsWith("ann (100) in server 1: XP 20 at level 0, by the ledger 120"), words);

      assertEquals(2, AuditMain.audit(database, List.of("3")), "no such server");
      assertEquals(2, AuditMain.audit(database, List.of("one")), "no id");
      assertEquals(2, AuditMain.audit(database, List.of("1", "2")), "one at a time");
    }
  }
}
