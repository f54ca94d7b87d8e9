package net.prosperitybot.demo;

import java.util.List;
import net.prosperitybot.common.database.Database;

/**
 * What an administrator can do to the embedded server that services meet: it takes no writes any
 * more, or no connections. For that the services need a user of their own, for a server that was
 * started without looking at rights lets everybody do everything.
 */
final class DatabaseRights {
  private static final String USER = "services";
  private static final String PASSWORD = "of-a-test";
  private static final int USUAL_CONNECTIONS = 151;

  /** What the test's own pool has taken already; the server has one more for who may do all. */
  private static final int CONNECTIONS_OF_THE_TEST = 10;

  private final Database asOwner;

  private DatabaseRights(Database asOwner) {
    this.asOwner = asOwner;
  }

  /** From now on the server looks at rights, and the services that are started have few. */
  static DatabaseRights separate(LocalStack stack) {
    DatabaseRights rights = new DatabaseRights(stack.database());
    rights.execute("FLUSH PRIVILEGES");
    for (String host : List.of("localhost", "127.0.0.1")) {
      rights.execute("CREATE USER IF NOT EXISTS root@'" + host + "'");
      rights.execute("GRANT ALL ON *.* TO root@'" + host + "' WITH GRANT OPTION");
      String user = USER + "@'" + host + "'";
      rights.execute("CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
      rights.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO " + user);
    }
    stack.set("DB_USER", USER).set("DB_PASSWORD", PASSWORD);
    return rights;
  }

  /** Writes are refused (1290), as on a standby or before a disk is full. */
  void readOnly() {
    execute("SET GLOBAL read_only = ON");
  }

  /** The services' connections end, and there are no others (1040). */
  void noConnections() {
    execute("SET GLOBAL max_connections = " + CONNECTIONS_OF_THE_TEST);
    execute("KILL USER " + USER);
  }

  void mend() {
    execute("SET GLOBAL read_only = OFF");
    execute("SET GLOBAL max_connections = " + USUAL_CONNECTIONS);
  }

  private void execute(String sql) {
    asOwner.dsl().execute(sql);
  }
}
