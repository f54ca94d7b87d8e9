package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.members.MemberKey;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Compares what members hold with the ledger: XP with what log, purge and adjustments say, the
 * level with the curve, the message count with the log. There may be more messages than the log
 * has: the purge takes some out, those of 0 XP too. What XP went with them, the sum shows.
 *
 * <p>Reads every member and every logged message once; no business of a request.
 */
public final class XpAudit {
  /** What there is of a member in each of the three tables, a line each; members in the first. */
  private static final String SUMS =
      """
      SELECT t.user_id, SUM(t.known) AS known, SUM(t.xp) AS xp, SUM(t.member_level) AS member_level,
             SUM(t.purged_xp) AS purged_xp, SUM(t.logged_xp) AS logged_xp,
             SUM(t.adjusted_xp) AS adjusted_xp, SUM(t.messages) AS messages,
             SUM(t.logged) AS logged
      FROM (
        SELECT user_id, 1 AS known, xp, `level` AS member_level, purged_xp, 0 AS logged_xp,
               0 AS adjusted_xp, message_count AS messages, 0 AS logged
        FROM guild_users WHERE guild_id = ?
        UNION ALL
        SELECT user_id, 0, 0, 0, 0, xp, 0, 0, 1 FROM message_logs WHERE guild_id = ?
        UNION ALL
        SELECT user_id, 0, 0, 0, 0, 0, delta, 0, 0 FROM xp_adjustments WHERE guild_id = ?
      ) t
      GROUP BY t.user_id
      ORDER BY t.user_id
      """;

  private final Database database;

  public XpAudit(Database database) {
    this.database = database;
  }

  /**
   * A member who differs.
   *
   * @param known whether the member has a row at all
   * @param purgedXp what the purge has taken out of the log
   * @param loggedXp what the log adds up to
   * @param adjustedXp what adjustments add up to
   * @param messages messages that earned
   * @param loggedMessages those of them that are still in the log
   */
  public record Disagreement(
      MemberKey member,
      boolean known,
      long xp,
      int level,
      long purgedXp,
      long loggedXp,
      long adjustedXp,
      long messages,
      long loggedMessages) {

    /** What the member should hold by the ledger. */
    public long ledgerXp() {
      return purgedXp + loggedXp + adjustedXp;
    }

    private boolean isReal() {
      return !known
          || xp != ledgerXp()
          || level != LevelCurve.levelAt(xp)
          || messages < loggedMessages;
    }
  }

  /** Servers that have anything to compare, by id. */
  public List<Long> servers() {
    return database
        .dsl()
        .select(GUILD_USERS.GUILD_ID)
        .from(GUILD_USERS)
        .union(database.dsl().select(MESSAGE_LOGS.GUILD_ID).from(MESSAGE_LOGS))
        .union(database.dsl().select(XP_ADJUSTMENTS.GUILD_ID).from(XP_ADJUSTMENTS))
        .union(database.dsl().select(GUILDS.ID).from(GUILDS))
        .fetch(row -> row.value1())
        .stream()
        .sorted()
        .toList();
  }

  /** Every member of every server who differs, by server and user; empty when all is well. */
  public List<Disagreement> disagreements() {
    return servers().stream().flatMap(this::differing).toList();
  }

  /** Every member of a server who differs, by user, as of one moment. */
  public List<Disagreement> disagreements(long guildId) {
    return differing(guildId).toList();
  }

  private Stream<Disagreement> differing(long guildId) {
    return database.snapshot(tx -> disagreements(tx, guildId)).stream();
  }

  /** The same as the caller's transaction sees it. */
  public static List<Disagreement> disagreements(DSLContext tx, long guildId) {
    return tx
        .resultQuery(SUMS, guildId, guildId, guildId)
        .fetch(row -> disagreement(guildId, row))
        .stream()
        .filter(Disagreement::isReal)
        .toList();
  }

  private static Disagreement disagreement(long guildId, Record row) {
    return new Disagreement(
        new MemberKey(guildId, row.get("user_id", Long.class)),
        row.get("known", Long.class) > 0,
        row.get("xp", Long.class),
        row.get("member_level", Integer.class),
        row.get("purged_xp", Long.class),
        row.get("logged_xp", Long.class),
        row.get("adjusted_xp", Long.class),
        row.get("messages", Long.class),
        row.get("logged", Long.class));
  }
}
