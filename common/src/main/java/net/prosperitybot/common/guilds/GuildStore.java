package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelroles.RoleReconciles;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which of our bots is in which server, and so which bot serves it. */
public final class GuildStore {
  private static final int AT_ONCE = 500;
  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", GUILDS.UPDATED_AT.getDataType());

  /** Never what it was, so that the row is changed in any case. */
  private static final Field<Instant> ALWAYS_LATER =
      DSL.field(
          "GREATEST(UTC_TIMESTAMP(3), {0} + INTERVAL 1000 MICROSECOND)",
          GUILDS.UPDATED_AT.getDataType(), GUILDS.UPDATED_AT);

  private final Database database;
  private final long mainBotId;

  /**
   * A store.
   *
   * @param mainBotId the application id of the bot that serves where no branded bot does
   */
  public GuildStore(Database database, long mainBotId) {
    this.database = database;
    this.mainBotId = mainBotId;
  }

  /**
   * The bot is in the server, which has this name. Writes only what is not so already, and nothing
   * for a branded bot that was deleted meanwhile.
   */
  public void present(long botId, long guildId, String name) {
    database.transaction(
        tx -> {
          if (!isOursAndLocked(tx, botId)) {
            return guildId;
          }
          tx.execute(
              """
              INSERT INTO guilds (id, name, created_at, updated_at)
              VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
              ON DUPLICATE KEY UPDATE name = ?
              """,
              guildId,
              name,
              name);
          tx.execute(
              """
              INSERT INTO bot_guilds (guild_id, bot_id, joined_at) VALUES (?, ?, UTC_TIMESTAMP(3))
              ON DUPLICATE KEY UPDATE bot_id = bot_guilds.bot_id
              """,
              guildId,
              botId);
          servingMayChange(tx, List.of(guildId));
          return guildId;
        });
  }

  /** The server has a new name. */
  public void renamed(long guildId, String name) {
    database.dsl().update(GUILDS).set(GUILDS.NAME, name).where(GUILDS.ID.eq(guildId)).execute();
  }

  /** The bot was removed from the server, or the server is gone. Its members keep their XP. */
  public void left(long botId, long guildId) {
    database.transaction(
        tx -> {
          isOursAndLocked(tx, botId);
          tx.deleteFrom(BOT_GUILDS)
              .where(BOT_GUILDS.GUILD_ID.eq(guildId))
              .and(BOT_GUILDS.BOT_ID.eq(botId))
              .execute();
          servingMayChange(tx, List.of(guildId));
          return guildId;
        });
  }

  /** The servers that the bot is in, as far as we know. */
  public Set<Long> serversOf(long botId) {
    return database
        .dsl()
        .select(BOT_GUILDS.GUILD_ID)
        .from(BOT_GUILDS)
        .where(BOT_GUILDS.BOT_ID.eq(botId))
        .fetchSet(BOT_GUILDS.GUILD_ID);
  }

  /**
   * The one place that decides which bots serve servers, and whether a server is active: it is
   * while one of our bots is in it. The branded bot with a running session and the lowest id
   * serves, else the main bot if it is there, else none. Writes, and raises the settings' version,
   * only on a change. Part of the transaction that changed where bots are or whether they run.
   */
  public void servingMayChange(DSLContext tx, Collection<Long> guildIds) {
    List<Long> inOrder = guildIds.stream().sorted().toList();
    for (int from = 0; from < inOrder.size(); from += AT_ONCE) {
      assignServingBots(tx, inOrder.subList(from, Math.min(inOrder.size(), from + AT_ONCE)));
    }
  }

  private void assignServingBots(DSLContext tx, List<Long> guildIds) {
    // Two that come, go, start or stop at once decide one after the other: the locks see to it, and
    // on a cluster, where a lock holds on one node only, that each changes the same rows.
    tx.update(GUILDS)
        .set(GUILDS.UPDATED_AT, ALWAYS_LATER)
        .where(GUILDS.ID.in(guildIds))
        .orderBy(GUILDS.ID)
        .execute();
    Map<Long, List<Long>> botsByGuild =
        tx.select(BOT_GUILDS.GUILD_ID, BOT_GUILDS.BOT_ID)
            .from(BOT_GUILDS)
            .where(BOT_GUILDS.GUILD_ID.in(guildIds))
            .fetchGroups(BOT_GUILDS.GUILD_ID, BOT_GUILDS.BOT_ID);
    Set<Long> running =
        running(
            tx, botsByGuild.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
    Map<Serving, List<Long>> guildsByServing =
        guildIds.stream()
            .collect(
                Collectors.groupingBy(
                    id -> serving(botsByGuild.getOrDefault(id, List.of()), running)));
    guildsByServing.forEach((serving, ids) -> write(tx, serving, ids));
  }

  /**
   * Whether the bot is the main one or a branded one that nobody deleted. A branded one's row stays
   * as it is meanwhile: who reports its state locks the row before the servers too, so that a join
   * and a report decide one after the other.
   */
  private boolean isOursAndLocked(DSLContext tx, long botId) {
    return botId == mainBotId
        || tx
            .select(WHITELABEL_BOTS.WANTED)
            .from(WHITELABEL_BOTS)
            .where(WHITELABEL_BOTS.BOT_ID.eq(botId))
            .forShare()
            .fetch(WHITELABEL_BOTS.WANTED)
            .stream()
            .anyMatch(wanted -> !wanted.equals("deleted"));
  }

  /**
   * Those of the bots that are branded and have a running session. Not locked: who changes another
   * bot's state waits for the servers that are locked here, and decides anew.
   */
  private static Set<Long> running(DSLContext tx, Set<Long> bots) {
    return tx.select(WHITELABEL_BOTS.BOT_ID)
        .from(WHITELABEL_BOTS)
        .where(WHITELABEL_BOTS.BOT_ID.in(bots))
        .and(WHITELABEL_BOTS.STATE.eq("running"))
        .fetchSet(WHITELABEL_BOTS.BOT_ID);
  }

  /** Who serves, as a column's value, and whether anybody could. */
  private record Serving(@Nullable Long botId, boolean isActive) {}

  private Serving serving(List<Long> botsThere, Set<Long> running) {
    Optional<Long> branded = botsThere.stream().filter(running::contains).min(Long::compare);
    Long otherwise = botsThere.contains(mainBotId) ? mainBotId : null;
    return new Serving(branded.orElse(otherwise), !botsThere.isEmpty());
  }

  private static void write(DSLContext tx, Serving serving, List<Long> guildIds) {
    List<Long> handedOver =
        tx.select(GUILDS.ID)
            .from(GUILDS)
            .where(GUILDS.ID.in(guildIds))
            .and(GUILDS.SERVING_BOT_ID.isDistinctFrom(serving.botId()))
            .fetch(GUILDS.ID);
    tx.update(GUILDS)
        .set(GUILDS.ACTIVE, serving.isActive())
        .set(GUILDS.SERVING_BOT_ID, serving.botId())
        .set(GUILDS.SETTINGS_VERSION, GUILDS.SETTINGS_VERSION.plus(1))
        .set(GUILDS.UPDATED_AT, NOW)
        .where(GUILDS.ID.in(guildIds))
        .and(
            GUILDS
                .ACTIVE
                .ne(serving.isActive())
                .or(GUILDS.SERVING_BOT_ID.isDistinctFrom(serving.botId())))
        .execute();
    if (serving.botId() != null && !handedOver.isEmpty()) {
      beginAnew(tx, handedOver);
    }
  }

  /** What the bot before could not do is not put off any longer: the new one may be able to. */
  private static void beginAnew(DSLContext tx, List<Long> guildIds) {
    tx.update(LEVEL_UPS)
        .set(LEVEL_UPS.DUE_AT, NOW)
        .where(LEVEL_UPS.GUILD_ID.in(guildIds))
        .and(LEVEL_UPS.ATTEMPTS.gt(0))
        .execute();
    tx.update(JOBS)
        .set(JOBS.DUE_AT, NOW)
        .where(JOBS.GUILD_ID.in(guildIds))
        .and(JOBS.ATTEMPTS.gt(0))
        .execute();
    tx.select(LEVEL_ROLES.GUILD_ID, DSL.min(LEVEL_ROLES.LEVEL), NOW)
        .from(LEVEL_ROLES)
        .where(LEVEL_ROLES.GUILD_ID.in(guildIds))
        .and(LEVEL_ROLES.REFUSED_COUNT.gt(0))
        .groupBy(LEVEL_ROLES.GUILD_ID)
        .fetch()
        .forEach(
            refused ->
                RoleReconciles.ask(
                    tx,
                    refused.value1(),
                    Snowflake.firstAt(refused.value3()),
                    refused.value2(),
                    OptionalLong.empty(),
                    Optional.empty()));
  }
}
