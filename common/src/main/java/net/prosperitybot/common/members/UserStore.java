package net.prosperitybot.common.members;

import java.util.Collection;
import net.prosperitybot.common.database.MultiRow;
import org.jooq.DSLContext;

/** The {@code users} table: names, written only when one changed. */
public final class UserStore {
  private UserStore() {}

  /** Writes these names, new users included, inside the caller's transaction. */
  public static void write(DSLContext tx, Collection<UserName> names) {
    if (names.isEmpty()) {
      return;
    }
    MultiRow rows = new MultiRow("id", "username", "display_name");
    names.stream()
        .sorted((a, b) -> Long.compare(a.userId(), b.userId()))
        .forEach(name -> rows.add(name.userId(), name.username(), name.displayName()));
    rows.execute(
        tx,
        """
        INSERT INTO users (id, username, display_name, updated_at)
        SELECT t.id, t.username, t.display_name, UTC_TIMESTAMP(3) FROM {rows}
        ON DUPLICATE KEY UPDATE
          username = t.username, display_name = t.display_name, updated_at = UTC_TIMESTAMP(3)
        """);
  }

  /** Writes the name of a user who is not known yet. */
  public static void introduce(DSLContext tx, UserName name) {
    tx.execute(
        """
        INSERT INTO users (id, username, display_name, updated_at)
        VALUES (?, ?, ?, UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE id = users.id
        """,
        name.userId(),
        name.username(),
        name.displayName());
  }

  /** Writes this name if the user is known and is called otherwise. */
  public static void rename(DSLContext tx, UserName name) {
    tx.execute(
        """
        UPDATE users SET username = ?, display_name = ?, updated_at = UTC_TIMESTAMP(3)
        WHERE id = ? AND NOT (username = ? AND display_name = ?)
        """,
        name.username(),
        name.displayName(),
        name.userId(),
        name.username(),
        name.displayName());
  }
}
