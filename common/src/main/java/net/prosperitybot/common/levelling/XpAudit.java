package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.members.MemberKey;

/**
 * Compares what members hold with the ledger: XP with what the log and the purge say, the level
 * with the curve, the message count with the log.
 *
 * <p>Reads every member and every logged message once; no business of a request.
 */
public final class XpAudit {
  private final Database database;

  public XpAudit(Database database) {
    this.database = database;
  }

  /**
   * A member who differs.
   *
   * @param purgedXp what the purge has taken out of the log
   * @param loggedXp what the log adds up to
   * @param messages messages that earned
   * @param loggedMessages those of them that are still in the log
   */
  public record Disagreement(
      MemberKey member,
      long xp,
      int level,
      long purgedXp,
      long loggedXp,
      long messages,
      long loggedMessages) {

    private boolean isReal() {
      boolean countsFit = purgedXp == 0 ? messages == loggedMessages : messages > loggedMessages;
      return xp != purgedXp + loggedXp || level != LevelCurve.levelAt(xp) || !countsFit;
    }
  }

  /** Every member who differs, by server and user; empty when all is well. */
  public List<Disagreement> disagreements() {
    return database
        .snapshot(
            tx ->
                tx.resultQuery(
                        """
                        SELECT m.guild_id, m.user_id, m.xp, m.`level`, m.message_count, m.purged_xp,
                               COALESCE(SUM(l.xp), 0) AS logged_xp, COUNT(l.message_id) AS logged
                        FROM guild_users m
                        LEFT JOIN message_logs l
                          ON l.guild_id = m.guild_id AND l.user_id = m.user_id
                        GROUP BY m.guild_id, m.user_id, m.xp, m.`level`, m.message_count,
                                 m.purged_xp
                        ORDER BY m.guild_id, m.user_id
                        """)
                    .fetch(
                        row ->
                            new Disagreement(
                                new MemberKey(
                                    row.get(GUILD_USERS.GUILD_ID), row.get(GUILD_USERS.USER_ID)),
                                row.get(GUILD_USERS.XP),
                                row.get(GUILD_USERS.LEVEL),
                                row.get(GUILD_USERS.PURGED_XP),
                                row.get("logged_xp", Long.class),
                                row.get(GUILD_USERS.MESSAGE_COUNT),
                                row.get("logged", Long.class))))
        .stream()
        .filter(Disagreement::isReal)
        .toList();
  }
}
