package net.prosperitybot.common.reports;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.whitelabel.BotState;
import org.jooq.Condition;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/**
 * A day in figures, and how things stand when they are read.
 *
 * @param messages that earned
 * @param xp that they earned
 * @param members who earned, each counted in each of their servers
 * @param servers that one of our bots is in now
 * @param newServers that the main bot was invited to on that day and is still in
 * @param brandedBots now, by what they are doing
 */
public record DayFigures(
    long messages,
    long xp,
    long members,
    long servers,
    long newServers,
    Map<BotState, Integer> brandedBots) {

  /** A server's messages of a day lie side by side in the key; a query for so many servers. */
  private static final int SERVERS_AT_ONCE = 200;

  public DayFigures {
    brandedBots = Collections.unmodifiableMap(new TreeMap<>(brandedBots));
  }

  /**
   * Reads them: some statements one after the other, so that none holds anything up.
   *
   * @param day in UTC
   */
  public static DayFigures of(Database database, LocalDate day, long mainBotId) {
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Long> guildIds =
        new ArrayList<>(database.dsl().select(GUILDS.ID).from(GUILDS).fetch(GUILDS.ID));
    long[] earned = new long[3];
    for (int first = 0; first < guildIds.size(); first += SERVERS_AT_ONCE) {
      int end = Math.min(first + SERVERS_AT_ONCE, guildIds.size());
      addEarned(database, guildIds.subList(first, end), from, to, earned);
    }
    return new DayFigures(
        earned[0],
        earned[1],
        earned[2],
        database.dsl().fetchCount(GUILDS, GUILDS.ACTIVE.isTrue()),
        database.dsl().fetchCount(BOT_GUILDS, joined(mainBotId, from, to)),
        brandedBots(database));
  }

  private static void addEarned(
      Database database, List<Long> guildIds, Instant from, Instant to, long[] sums) {
    Record3<Integer, Long, Integer> row =
        database
            .dsl()
            .select(
                DSL.count(),
                DSL.coalesce(DSL.sum(MESSAGE_LOGS.XP), 0).cast(Long.class),
                DSL.countDistinct(MESSAGE_LOGS.GUILD_ID, MESSAGE_LOGS.USER_ID))
            .from(MESSAGE_LOGS)
            .where(MESSAGE_LOGS.GUILD_ID.in(guildIds))
            .and(MESSAGE_LOGS.MESSAGE_ID.ge(Snowflake.firstAt(from)))
            .and(MESSAGE_LOGS.MESSAGE_ID.lt(Snowflake.firstAt(to)))
            .fetchSingle();
    sums[0] += row.value1();
    sums[1] += row.value2();
    sums[2] += row.value3();
  }

  private static Condition joined(long botId, Instant from, Instant to) {
    return BOT_GUILDS
        .BOT_ID
        .eq(botId)
        .and(BOT_GUILDS.JOINED_AT.ge(from))
        .and(BOT_GUILDS.JOINED_AT.lt(to));
  }

  private static Map<BotState, Integer> brandedBots(Database database) {
    return database
        .dsl()
        .select(WHITELABEL_BOTS.STATE, DSL.count())
        .from(WHITELABEL_BOTS)
        .groupBy(WHITELABEL_BOTS.STATE)
        .fetchMap(row -> BotState.of(row.value1()), row -> row.value2());
  }
}
