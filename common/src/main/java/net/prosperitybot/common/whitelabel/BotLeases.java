package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.COMMAND_REGISTRATIONS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static net.prosperitybot.common.whitelabel.WhitelabelStore.NOW;
import static net.prosperitybot.common.whitelabel.WhitelabelStore.fromNow;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.WhitelabelBotsRecord;
import net.prosperitybot.common.guilds.GuildStore;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * Which process holds which branded bot, and what it reports of it.
 *
 * <p>A lease is a compare-and-set by the database's clock, and each claim raises its epoch; what a
 * holder writes counts only while its epoch stands. The state and the servers that the bot serves
 * change in one transaction, so that a bot serves exactly while its state is {@code RUNNING}.
 */
public final class BotLeases {
  private final Database database;
  private final GuildStore guilds;

  public BotLeases(Database database, GuildStore guilds) {
    this.database = database;
    this.guilds = guilds;
  }

  /**
   * The right to hold a bot's session.
   *
   * @param epoch which claim of the bot it is; the next one ends it
   */
  public record Lease(long botId, String owner, long epoch) {}

  /**
   * What a holder says of its bot.
   *
   * @param detail words for the owner, at most 500 characters
   * @param appliedGeneration the wish that this state fulfils
   * @param attempts failed ones since it last ran
   * @param retryIn when a {@code WAITING} one is tried again
   */
  public record Report(
      BotState state,
      Optional<String> detail,
      long appliedGeneration,
      int attempts,
      Duration retryIn) {}

  /**
   * Takes a bot that nobody holds. Who held it before is gone: it is serving no more.
   *
   * @param owner the process; what it holds already it gets again, with a new epoch
   * @return empty when another holds it, or it is gone
   */
  public Optional<Lease> claim(long botId, String owner, Duration lease) {
    return database.transaction(
        tx -> {
          int claimed =
              tx.execute(
                  """
                  UPDATE whitelabel_bots
                  SET lease_owner = ?, lease_epoch = lease_epoch + 1,
                      lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                  WHERE bot_id = ?
                    AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP(3) OR lease_owner = ?)
                  """,
                  owner,
                  lease.toSeconds(),
                  botId,
                  owner);
          if (claimed == 0) {
            return Optional.empty();
          }
          WhitelabelBotsRecord row =
              tx.fetchSingle(WHITELABEL_BOTS, WHITELABEL_BOTS.BOT_ID.eq(botId));
          Lease held = new Lease(botId, owner, row.getLeaseEpoch());
          notConnected(tx, held, BotState.of(row.getState()));
          return Optional.of(held);
        });
  }

  /**
   * Keeps what is held for another lease, also one that has ended and that nobody took.
   *
   * @return the bots that are still held; the session of any other must end
   */
  public Set<Long> renew(Collection<Lease> leases, Duration lease) {
    if (leases.isEmpty()) {
      return Set.of();
    }
    Condition held = leases.stream().map(BotLeases::held).reduce(Condition::or).orElseThrow();
    return database.transaction(
        tx -> {
          tx.update(WHITELABEL_BOTS)
              .set(WHITELABEL_BOTS.LEASE_UNTIL, fromNow(lease))
              .where(held)
              .execute();
          return tx.select(WHITELABEL_BOTS.BOT_ID)
              .from(WHITELABEL_BOTS)
              .where(held)
              .fetchSet(WHITELABEL_BOTS.BOT_ID);
        });
  }

  /**
   * Says what a held bot is doing; where it begins or ceases to run, the servers that it is in
   * change hands in the same transaction. What failed at an earlier wish counts for no attempt at
   * the last one.
   *
   * @return false when the lease is another's by now: then nothing was written
   */
  public boolean report(Lease lease, Report report) {
    return database.transaction(
        tx -> {
          Optional<WhitelabelBotsRecord> row = lock(tx, lease);
          if (row.isEmpty()) {
            return false;
          }
          BotState before = BotState.of(row.get().getState());
          boolean isOfTheLastWish = row.get().getGeneration() == report.appliedGeneration();
          tx.update(WHITELABEL_BOTS)
              .set(WHITELABEL_BOTS.STATE, report.state().key())
              .set(WHITELABEL_BOTS.STATE_DETAIL, report.detail().orElse(null))
              .set(
                  WHITELABEL_BOTS.STATE_SINCE,
                  before == report.state() ? WHITELABEL_BOTS.STATE_SINCE : NOW)
              .set(WHITELABEL_BOTS.APPLIED_GENERATION, report.appliedGeneration())
              .set(
                  WHITELABEL_BOTS.ATTEMPTS,
                  isOfTheLastWish ? report.attempts() : row.get().getAttempts())
              .set(
                  WHITELABEL_BOTS.DUE_AT,
                  isOfTheLastWish ? fromNow(report.retryIn()) : WHITELABEL_BOTS.DUE_AT)
              .where(held(lease))
              .execute();
          if ((before == BotState.RUNNING) != (report.state() == BotState.RUNNING)) {
            guilds.servingMayChange(tx, serversOf(tx, lease.botId()));
          }
          return true;
        });
  }

  /** Gives a bot back, so that another process may take it at once. */
  public void release(Lease lease) {
    database.transaction(
        tx -> {
          Optional<WhitelabelBotsRecord> row = lock(tx, lease);
          if (row.isPresent()) {
            notConnected(tx, lease, BotState.of(row.get().getState()));
            tx.update(WHITELABEL_BOTS)
                .setNull(WHITELABEL_BOTS.LEASE_OWNER)
                .setNull(WHITELABEL_BOTS.LEASE_UNTIL)
                .where(held(lease))
                .execute();
          }
          return lease;
        });
  }

  /**
   * Removes the row of a bot that is to be deleted and whose session has ended, and where it was.
   *
   * @return false when its owner wants something else by now, or the lease is another's
   */
  public boolean forget(Lease lease) {
    return database.transaction(
        tx -> {
          Optional<WhitelabelBotsRecord> row = lock(tx, lease);
          if (row.isEmpty() || Wanted.of(row.get().getWanted()) != Wanted.DELETED) {
            return false;
          }
          Set<Long> servers = serversOf(tx, lease.botId());
          tx.deleteFrom(WHITELABEL_BOTS).where(held(lease)).execute();
          tx.deleteFrom(BOT_GUILDS).where(BOT_GUILDS.BOT_ID.eq(lease.botId())).execute();
          tx.deleteFrom(COMMAND_REGISTRATIONS)
              .where(COMMAND_REGISTRATIONS.BOT_ID.eq(lease.botId()))
              .execute();
          guilds.servingMayChange(tx, servers);
          return true;
        });
  }

  /** A bot that nobody has connected serves nothing, whatever its last holder said. */
  private void notConnected(DSLContext tx, Lease lease, BotState before) {
    if (before == BotState.RUNNING || before == BotState.INTERRUPTED) {
      tx.update(WHITELABEL_BOTS)
          .set(WHITELABEL_BOTS.STATE, BotState.STARTING.key())
          .set(WHITELABEL_BOTS.STATE_SINCE, NOW)
          .where(held(lease))
          .execute();
      guilds.servingMayChange(tx, serversOf(tx, lease.botId()));
    }
  }

  private static Set<Long> serversOf(DSLContext tx, long botId) {
    return tx.select(BOT_GUILDS.GUILD_ID)
        .from(BOT_GUILDS)
        .where(BOT_GUILDS.BOT_ID.eq(botId))
        .fetchSet(BOT_GUILDS.GUILD_ID);
  }

  private static Optional<WhitelabelBotsRecord> lock(DSLContext tx, Lease lease) {
    return tx.selectFrom(WHITELABEL_BOTS).where(held(lease)).forUpdate().fetchOptional();
  }

  private static Condition held(Lease lease) {
    return WHITELABEL_BOTS
        .BOT_ID
        .eq(lease.botId())
        .and(WHITELABEL_BOTS.LEASE_OWNER.eq(lease.owner()))
        .and(WHITELABEL_BOTS.LEASE_EPOCH.eq(lease.epoch()));
  }
}
