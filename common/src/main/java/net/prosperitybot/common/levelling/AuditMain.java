package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.USERS;

import java.util.List;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseTool;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.XpAudit.Disagreement;
import net.prosperitybot.common.rankcounts.RankRecount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ./prosperity audit [SERVER]}: compares what members hold with the ledger, names those who
 * differ, and exits: 0 when all agree, 1 when somebody differs or the database can't be read, 2
 * when the settings or the server's id are no good.
 */
public final class AuditMain {
  private static final Logger log = LoggerFactory.getLogger(AuditMain.class);

  private AuditMain() {}

  public static void main(String[] args) {
    System.exit(
        DatabaseTool.run(
            "audit", settings -> List.of(args), (database, given) -> audit(database, given)));
  }

  static int audit(Database database, List<String> args) {
    List<Long> servers;
    try {
      servers = servers(database, args);
    } catch (UnknownServerException e) {
      log.error(e.getMessage());
      return ConfigException.EXIT_CODE;
    }
    XpAudit audit = new XpAudit(database);
    RankRecount recount = new RankRecount(database);
    long differing = 0;
    long miscounted = 0;
    for (long server : servers) {
      List<Disagreement> found = audit.disagreements(server);
      found.forEach(member -> log.error(words(database, member)));
      differing += found.size();
      miscounted += recount.differing(server) > 0 ? 1 : 0;
    }
    if (miscounted > 0) {
      log.error(
          "Servers whose ranks may be wrong, for their members were not counted: {}. The events"
              + " service counts them anew by itself within a week.",
          miscounted);
    }
    if (differing > 0) {
      log.error("Members who differ from the ledger: {}.", differing);
    }
    if (differing + miscounted > 0) {
      return 1;
    }
    log.info("All members agree with the ledger, in {} servers.", servers.size());
    return 0;
  }

  private static List<Long> servers(Database database, List<String> args) {
    if (args.isEmpty()) {
      return new XpAudit(database).servers();
    }
    try {
      long id = Snowflake.parse(args.size() == 1 ? args.getFirst() : "");
      if (database.dsl().fetchExists(GUILDS, GUILDS.ID.eq(id))) {
        return List.of(id);
      }
      throw new UnknownServerException("There is no server " + id + " in this database.");
    } catch (NumberFormatException e) {
      throw new UnknownServerException("Give one server's id, a number, or nothing for all.");
    }
  }

  static String words(Database database, Disagreement found) {
    String name =
        database
            .dsl()
            .select(USERS.USERNAME)
            .from(USERS)
            .where(USERS.ID.eq(found.member().userId()))
            .fetchOptional(USERS.USERNAME)
            .orElse("unknown name");
    return "%s (%d) in server %d: XP %d at level %d, by the ledger %d (log %d, adjustments %d, purged %d) at level %d; %d messages, %d in the log"
        .formatted(
            name,
            found.member().userId(),
            found.member().guildId(),
            found.xp(),
            found.level(),
            found.ledgerXp(),
            found.loggedXp(),
            found.adjustedXp(),
            found.purgedXp(),
            LevelCurve.levelAt(Math.clamp(found.ledgerXp(), 0L, LevelCurve.MAX_XP)),
            found.messages(),
            found.loggedMessages());
  }

  /** The server that was named is not there. */
  private static final class UnknownServerException extends RuntimeException {
    UnknownServerException(String message) {
      super(message);
    }
  }
}
