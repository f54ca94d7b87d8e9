package net.prosperitybot.worker.registration;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_REGISTRATIONS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.CommandRegistrationsRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Which definition Discord holds for which bot, and who registers one right now.
 *
 * <p>A claim is a compare-and-set of the lease by the database's clock and raises the epoch; what a
 * holder writes counts only while its epoch stands, so one that was taken for dead can't overwrite
 * its successor.
 */
final class RegistrationStore {
  private final Database database;

  RegistrationStore(Database database) {
    this.database = database;
  }

  /** What came of asking for the right to register. */
  sealed interface Claim {}

  /** Discord holds this definition already. */
  record AlreadyDone() implements Claim {}

  /** Another process is at it; ask again soon. */
  record HeldByAnother() implements Claim {}

  /** The caller registers, and says so with this epoch. */
  record Granted(long epoch) implements Claim {}

  /** Which definition Discord was last told; empty when it never was. */
  Optional<String> toldHash(RegistrationKey key) {
    return database
        .dsl()
        .select(COMMAND_REGISTRATIONS.DEFINITION_HASH)
        .from(COMMAND_REGISTRATIONS)
        .where(COMMAND_REGISTRATIONS.BOT_ID.eq(key.botId()))
        .and(COMMAND_REGISTRATIONS.GUILD_ID.eq(key.guildId()))
        .fetchOptional(COMMAND_REGISTRATIONS.DEFINITION_HASH);
  }

  /** The branded bots whose commands are not of this definition, by rising id. */
  List<Long> brandedBehind(String hash) {
    return database
        .dsl()
        .select(WHITELABEL_BOTS.BOT_ID)
        .from(WHITELABEL_BOTS)
        .leftJoin(COMMAND_REGISTRATIONS)
        .on(COMMAND_REGISTRATIONS.BOT_ID.eq(WHITELABEL_BOTS.BOT_ID))
        .and(COMMAND_REGISTRATIONS.GUILD_ID.eq(0L))
        .where(WHITELABEL_BOTS.SEALED_TOKEN.isNotNull())
        .and(
            COMMAND_REGISTRATIONS
                .DEFINITION_HASH
                .isNull()
                .or(COMMAND_REGISTRATIONS.DEFINITION_HASH.ne(hash)))
        .orderBy(WHITELABEL_BOTS.BOT_ID)
        .fetch(WHITELABEL_BOTS.BOT_ID);
  }

  Claim claim(RegistrationKey key, String hash, String owner, Duration lease) {
    return database.transaction(
        tx -> {
          tx.execute(
              """
              INSERT INTO command_registrations (bot_id, guild_id) VALUES (?, ?)
              ON DUPLICATE KEY UPDATE bot_id = command_registrations.bot_id
              """,
              key.botId(),
              key.guildId());
          int claimed =
              tx.execute(
                  """
                  UPDATE command_registrations
                  SET lease_owner = ?, lease_epoch = lease_epoch + 1,
                      lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                  WHERE bot_id = ? AND guild_id = ?
                    AND (definition_hash IS NULL OR definition_hash <> ?)
                    AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP(3))
                  """,
                  owner,
                  lease.toSeconds(),
                  key.botId(),
                  key.guildId(),
                  hash);
          CommandRegistrationsRecord row = read(tx, key);
          if (claimed == 1) {
            return new Granted(row.getLeaseEpoch());
          }
          return hash.equals(row.getDefinitionHash()) ? new AlreadyDone() : new HeldByAnother();
        });
  }

  private static CommandRegistrationsRecord read(DSLContext tx, RegistrationKey key) {
    return tx.fetchSingle(
        COMMAND_REGISTRATIONS,
        COMMAND_REGISTRATIONS
            .BOT_ID
            .eq(key.botId())
            .and(COMMAND_REGISTRATIONS.GUILD_ID.eq(key.guildId())));
  }

  /** Records that Discord holds the definition; false when the lease went to another meanwhile. */
  boolean complete(RegistrationKey key, String hash, Granted claim) {
    return database.transaction(
        tx ->
            tx.update(COMMAND_REGISTRATIONS)
                    .set(COMMAND_REGISTRATIONS.DEFINITION_HASH, hash)
                    .set(
                        COMMAND_REGISTRATIONS.REGISTERED_AT,
                        DSL.field(
                            "UTC_TIMESTAMP(3)", COMMAND_REGISTRATIONS.REGISTERED_AT.getDataType()))
                    .setNull(COMMAND_REGISTRATIONS.LEASE_OWNER)
                    .setNull(COMMAND_REGISTRATIONS.LEASE_UNTIL)
                    .where(held(key, claim))
                    .execute()
                == 1);
  }

  /** Gives the right back after a failure, so that nobody has to wait for the lease to end. */
  void release(RegistrationKey key, Granted claim) {
    database.transaction(
        tx ->
            tx.update(COMMAND_REGISTRATIONS)
                .setNull(COMMAND_REGISTRATIONS.LEASE_OWNER)
                .setNull(COMMAND_REGISTRATIONS.LEASE_UNTIL)
                .where(held(key, claim))
                .execute());
  }

  private static Condition held(RegistrationKey key, Granted claim) {
    return COMMAND_REGISTRATIONS
        .BOT_ID
        .eq(key.botId())
        .and(COMMAND_REGISTRATIONS.GUILD_ID.eq(key.guildId()))
        .and(COMMAND_REGISTRATIONS.LEASE_EPOCH.eq(claim.epoch()));
  }
}
