package net.prosperitybot.common.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class MigrateMainTest {

  @Test
  void aUserWithoutTheRightsIsToldWhichOneHasThem() {
    SQLException denied =
        new SQLException("CREATE command denied to user 'prosperity'@'%'", "42000", 1142);
    String words = MigrateMain.words(new FlywayException("Failed to execute script", denied));
    assertTrue(words.startsWith("DB_USER may not change the schema (CREATE command denied"), words);
    assertTrue(words.contains("prosperity_migrate in deploy/compose/users.sh"), words);
  }

  @Test
  void anyOtherFailureIsSaidAsItIs() {
    assertEquals(
        "Found a failed migration",
        MigrateMain.words(new FlywayException("Found a failed migration")));
  }
}
