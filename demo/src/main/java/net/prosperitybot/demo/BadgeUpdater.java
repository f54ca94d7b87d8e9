package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildUsersRecord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows each member's level and XP beside their name on the page: the local Discord knows neither.
 *
 * <p>Looks twice a second; a failed look is logged and the next one tries again; stops on close.
 * The badges show that it lives.
 */
final class BadgeUpdater implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BadgeUpdater.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Database database;
  private final LocalServer server;
  private final Thread thread;

  BadgeUpdater(Database database, LocalServer server) {
    this.database = database;
    this.server = server;
    this.thread = Thread.ofVirtual().name("badges").start(this::run);
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        update();
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void update() {
    try {
      Map<Long, GuildUsersRecord> standings =
          database
              .dsl()
              .selectFrom(GUILD_USERS)
              .where(GUILD_USERS.GUILD_ID.eq(server.id()))
              .fetchMap(GUILD_USERS.USER_ID);
      for (LocalMember member : server.members()) {
        GuildUsersRecord standing = standings.get(member.id());
        String badge = standing == null ? "" : badge(standing);
        if (!badge.equals(member.badge())) {
          member.badge(badge);
        }
      }
    } catch (DataAccessException e) {
      log.warn("The badges could not be read: {}", e.getMessage());
    }
  }

  private static String badge(GuildUsersRecord standing) {
    return String.format(Locale.ROOT, "Level %d · %,d XP", standing.getLevel(), standing.getXp());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
