package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.database.schema.tables.records.MessageLogsRecord;
import net.prosperitybot.common.discord.Snowflake;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Takes old messages out of the log, in small transactions, each of which adds what it deletes to
 * the members' {@code purged_xp}: what members hold and the ledger agree at every moment.
 */
public final class LogPurge {
  private final Database database;

  public LogPurge(Database database) {
    this.database = database;
  }

  /** Servers with messages from before this time; costs a look at each server's oldest message. */
  public List<Long> servers(Instant before) {
    return database
        .dsl()
        .select(MESSAGE_LOGS.GUILD_ID)
        .from(MESSAGE_LOGS)
        .groupBy(MESSAGE_LOGS.GUILD_ID)
        .having(DSL.min(MESSAGE_LOGS.MESSAGE_ID).lt(Snowflake.firstAt(before)))
        .fetch(MESSAGE_LOGS.GUILD_ID);
  }

  /** When the oldest message in the log was sent; costs as much as {@link #servers}. */
  public Optional<Instant> oldest() {
    return database
        .dsl()
        .select(DSL.min(MESSAGE_LOGS.MESSAGE_ID))
        .from(MESSAGE_LOGS)
        .groupBy(MESSAGE_LOGS.GUILD_ID)
        .fetch(row -> row.value1())
        .stream()
        .min(Comparator.naturalOrder())
        .map(Snowflake::timeOf);
  }

  /**
   * Purges some of a server's messages from before this time, the oldest first.
   *
   * @param most how many at most
   * @return how many went; 0 when there are none left
   */
  public int batch(long guildId, Instant before, int most) {
    return database.transaction(
        tx -> {
          Map<Long, Long> candidates = oldest(tx, guildId, before, most);
          if (candidates.isEmpty()) {
            return 0;
          }
          // Members before messages, in the order of their ids, as whoever awards XP locks them.
          lockMembers(tx, guildId, candidates.values());
          List<MessageLogsRecord> still = lockMessages(tx, guildId, candidates.keySet());
          if (!still.isEmpty()) {
            purge(tx, guildId, still);
          }
          return candidates.size();
        });
  }

  /** Message ids with their authors. */
  private static Map<Long, Long> oldest(DSLContext tx, long guildId, Instant before, int most) {
    return tx.select(MESSAGE_LOGS.MESSAGE_ID, MESSAGE_LOGS.USER_ID)
        .from(MESSAGE_LOGS)
        .where(MESSAGE_LOGS.GUILD_ID.eq(guildId))
        .and(MESSAGE_LOGS.MESSAGE_ID.lt(Snowflake.firstAt(before)))
        .orderBy(MESSAGE_LOGS.MESSAGE_ID)
        .limit(most)
        .fetchMap(MESSAGE_LOGS.MESSAGE_ID, MESSAGE_LOGS.USER_ID);
  }

  private static void lockMembers(DSLContext tx, long guildId, Collection<Long> userIds) {
    MultiRow members = new MultiRow("user_id");
    userIds.stream().distinct().sorted().forEach(members::add);
    // By primary key, row after row; through another index the order would be another.
    members
        .query(
            tx,
            """
            SELECT m.user_id
            FROM {rows} STRAIGHT_JOIN guild_users m FORCE INDEX (PRIMARY)
              ON m.guild_id = %d AND m.user_id = t.user_id
            FOR UPDATE
            """
                .formatted(guildId))
        .fetch();
  }

  private static List<MessageLogsRecord> lockMessages(
      DSLContext tx, long guildId, Collection<Long> messageIds) {
    return tx.selectFrom(MESSAGE_LOGS)
        .where(MESSAGE_LOGS.GUILD_ID.eq(guildId))
        .and(MESSAGE_LOGS.MESSAGE_ID.in(messageIds))
        .forUpdate()
        .fetch();
  }

  private static void purge(DSLContext tx, long guildId, List<MessageLogsRecord> messages) {
    tx.deleteFrom(MESSAGE_LOGS)
        .where(MESSAGE_LOGS.GUILD_ID.eq(guildId))
        .and(
            MESSAGE_LOGS.MESSAGE_ID.in(
                messages.stream().map(MessageLogsRecord::getMessageId).toList()))
        .execute();
    MultiRow sums = new MultiRow("user_id", "xp");
    messages.stream()
        .collect(
            Collectors.groupingBy(
                MessageLogsRecord::getUserId, Collectors.summingLong(MessageLogsRecord::getXp)))
        .forEach(sums::add);
    sums.execute(
        tx,
        """
        UPDATE {rows} STRAIGHT_JOIN guild_users m ON m.guild_id = %d AND m.user_id = t.user_id
        SET m.purged_xp = m.purged_xp + t.xp
        """
            .formatted(guildId));
  }
}
