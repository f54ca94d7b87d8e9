package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_REGISTRATIONS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.WhitelabelBotsRecord;
import net.prosperitybot.common.tokens.SealedToken;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What owners want of their branded bots, and what there is to read about them.
 *
 * <p>Every wish raises the row's generation; who holds the bot's lease makes it so, see {@link
 * BotLeases}.
 */
public final class WhitelabelStore {
  static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", WHITELABEL_BOTS.DUE_AT.getDataType());

  private static final Field<Boolean> IS_DUE =
      DSL.field(WHITELABEL_BOTS.DUE_AT.le(NOW)).as("is_due");
  private static final Field<Boolean> IS_HELD =
      DSL.field(WHITELABEL_BOTS.LEASE_UNTIL.isNotNull().and(WHITELABEL_BOTS.LEASE_UNTIL.ge(NOW)))
          .as("is_held");

  /** Of a bot that is not about to go. */
  private static final Condition STAYS = WHITELABEL_BOTS.WANTED.ne(Wanted.DELETED.key());

  private final Database database;

  public WhitelabelStore(Database database) {
    this.database = database;
  }

  /**
   * Sets a bot up, or up again with another token or key: it is to run with what is given. Whoever
   * has the application's token owns the bot, so that it leaves an earlier owner. Where an owner
   * may have one bot, another one goes for it; what they have already they may always set up again.
   * Its commands count as never registered, for who had the bot meanwhile may have removed them.
   *
   * @param most how many bots an owner may have, 1 or more
   */
  public static SetupOutcome setUp(DSLContext tx, NewBot bot, int most) {
    List<WhitelabelBot> owned =
        of(tx, WHITELABEL_BOTS.OWNER_ID.eq(bot.ownerId())).stream()
            .filter(other -> other.wanted() != Wanted.DELETED)
            .toList();
    boolean isNewToOwner = owned.stream().noneMatch(own -> own.botId() == bot.botId());
    boolean isFull = isNewToOwner && owned.size() >= most;
    if (isFull && most > 1) {
      return new SetupOutcome.Full(most);
    }
    List<WhitelabelBot> replaced = isFull ? owned : List.of();
    for (WhitelabelBot other : replaced) {
      act(tx, bot.ownerId(), other.botId(), BotAction.DELETE);
    }
    int written =
        tx.execute(
            """
            INSERT INTO whitelabel_bots
              (bot_id, owner_id, name, avatar, sealed_token, public_key, application_flags,
               last_action, last_action_at, wanted, state_since, due_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'setup', UTC_TIMESTAMP(3), 'running', UTC_TIMESTAMP(3),
                    UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE
              status_text = IF(owner_id = VALUES(owner_id), status_text, NULL),
              state_detail = IF(owner_id = VALUES(owner_id), state_detail, NULL),
              owner_id = VALUES(owner_id), name = VALUES(name), avatar = VALUES(avatar),
              sealed_token = VALUES(sealed_token), public_key = VALUES(public_key),
              application_flags = VALUES(application_flags), endpoint = 'unknown',
              last_action = 'setup', last_action_at = UTC_TIMESTAMP(3), wanted = 'running',
              generation = generation + 1, attempts = 0, due_at = UTC_TIMESTAMP(3)
            """,
            bot.botId(),
            bot.ownerId(),
            bot.name(),
            bot.avatar().orElse(null),
            bot.token().stored(),
            bot.publicKey(),
            bot.applicationFlags());
    tx.update(COMMAND_REGISTRATIONS)
        .setNull(COMMAND_REGISTRATIONS.DEFINITION_HASH)
        .where(COMMAND_REGISTRATIONS.BOT_ID.eq(bot.botId()))
        .execute();
    return new SetupOutcome.Done(written == 1, replaced);
  }

  /**
   * Records what an owner wants of a bot: start, stop, restart or delete. Deleting removes the
   * token at once.
   *
   * @return false when the bot is not this owner's or already goes
   * @throws IllegalArgumentException for a setup, which has more to say
   */
  public static boolean act(DSLContext tx, long ownerId, long botId, BotAction action) {
    Wanted wanted =
        switch (action) {
          case START, RESTART -> Wanted.RUNNING;
          case STOP -> Wanted.STOPPED;
          case DELETE -> Wanted.DELETED;
          case SETUP -> throw new IllegalArgumentException("A setup has more to say");
        };
    return tx.update(WHITELABEL_BOTS)
            .set(WHITELABEL_BOTS.WANTED, wanted.key())
            .set(WHITELABEL_BOTS.GENERATION, WHITELABEL_BOTS.GENERATION.plus(1))
            .set(WHITELABEL_BOTS.LAST_ACTION, action.key())
            .set(WHITELABEL_BOTS.LAST_ACTION_AT, NOW)
            .set(WHITELABEL_BOTS.ATTEMPTS, 0)
            .set(WHITELABEL_BOTS.DUE_AT, NOW)
            .set(
                WHITELABEL_BOTS.SEALED_TOKEN,
                action == BotAction.DELETE
                    ? DSL.inline((String) null)
                    : WHITELABEL_BOTS.SEALED_TOKEN)
            .where(notGoing(ownerId, botId))
            .execute()
        == 1;
  }

  /**
   * What stands under the bot's name in the member list; its session takes it up by itself.
   *
   * @param text 1 to 128 characters; empty for none
   * @return false when the bot is not this owner's or goes
   */
  public static boolean setStatusText(
      DSLContext tx, long ownerId, long botId, Optional<String> text) {
    return tx.update(WHITELABEL_BOTS)
            .set(WHITELABEL_BOTS.STATUS_TEXT, text.orElse(null))
            .where(notGoing(ownerId, botId))
            .execute()
        == 1;
  }

  private static Condition notGoing(long ownerId, long botId) {
    return WHITELABEL_BOTS.BOT_ID.eq(botId).and(WHITELABEL_BOTS.OWNER_ID.eq(ownerId)).and(STAYS);
  }

  /** Whether Discord sends the bot's interactions to us. */
  public void endpoint(long botId, EndpointState state) {
    database
        .dsl()
        .update(WHITELABEL_BOTS)
        .set(WHITELABEL_BOTS.ENDPOINT, state.key())
        .where(WHITELABEL_BOTS.BOT_ID.eq(botId))
        .execute();
  }

  /** How Discord says that the bot presents itself now. */
  public void presented(long botId, String name, Optional<String> avatar, long applicationFlags) {
    database
        .dsl()
        .update(WHITELABEL_BOTS)
        .set(WHITELABEL_BOTS.NAME, name)
        .set(WHITELABEL_BOTS.AVATAR, avatar.orElse(null))
        .set(WHITELABEL_BOTS.APPLICATION_FLAGS, applicationFlags)
        .where(WHITELABEL_BOTS.BOT_ID.eq(botId))
        .execute();
  }

  public Optional<WhitelabelBot> find(long botId) {
    return of(database.dsl(), WHITELABEL_BOTS.BOT_ID.eq(botId)).stream().findFirst();
  }

  /** An owner's bots by rising id, but for those that go. */
  public List<WhitelabelBot> ofOwner(long ownerId) {
    return of(database.dsl(), WHITELABEL_BOTS.OWNER_ID.eq(ownerId).and(STAYS));
  }

  /** The application ids of all bots, but for those that go. */
  public Set<Long> ids() {
    return database
        .dsl()
        .select(WHITELABEL_BOTS.BOT_ID)
        .from(WHITELABEL_BOTS)
        .where(STAYS)
        .fetchSet(WHITELABEL_BOTS.BOT_ID);
  }

  /**
   * The next bots behind an id by rising id, but for those that go.
   *
   * @param botId 0 for the first ones
   * @param most how many; fewer come when there are no more
   */
  public List<AnsweringBot> answeringAfter(long botId, int most) {
    return database
        .dsl()
        .select(
            WHITELABEL_BOTS.BOT_ID,
            WHITELABEL_BOTS.OWNER_ID,
            WHITELABEL_BOTS.NAME,
            WHITELABEL_BOTS.AVATAR,
            WHITELABEL_BOTS.PUBLIC_KEY,
            WHITELABEL_BOTS.WANTED)
        .from(WHITELABEL_BOTS)
        .where(WHITELABEL_BOTS.BOT_ID.gt(botId))
        .and(STAYS)
        .orderBy(WHITELABEL_BOTS.BOT_ID)
        .limit(most)
        .fetch(
            row ->
                new AnsweringBot(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    Optional.ofNullable(row.value4()),
                    row.value5(),
                    row.value6().equals(Wanted.STOPPED.key())));
  }

  /** All bots by rising id, also those that go. */
  public List<WhitelabelBot> all() {
    return of(database.dsl(), DSL.noCondition());
  }

  /**
   * The bots of which nobody could say yet where Discord sends their interactions, by rising id.
   *
   * @param untouched so long, by the database's clock, since their owner's last action
   */
  public List<WhitelabelBot> ofUnknownEndpoint(Duration untouched) {
    return of(
        database.dsl(),
        WHITELABEL_BOTS
            .ENDPOINT
            .eq(EndpointState.UNKNOWN.key())
            .and(WHITELABEL_BOTS.SEALED_TOKEN.isNotNull())
            .and(WHITELABEL_BOTS.LAST_ACTION_AT.le(fromNow(untouched.negated()))));
  }

  /** The database's time so much later, to the second; earlier for a negative time. */
  static Field<Instant> fromNow(Duration time) {
    return DSL.field(
        "UTC_TIMESTAMP(3) + INTERVAL {0} SECOND",
        WHITELABEL_BOTS.DUE_AT.getDataType(), DSL.inline(time.toSeconds()));
  }

  static List<WhitelabelBot> of(DSLContext db, Condition which) {
    List<Field<?>> columns = new ArrayList<>(List.of(WHITELABEL_BOTS.fields()));
    columns.add(IS_DUE);
    columns.add(IS_HELD);
    return db.select(columns)
        .from(WHITELABEL_BOTS)
        .where(which)
        .orderBy(WHITELABEL_BOTS.BOT_ID)
        .fetch(WhitelabelStore::bot);
  }

  private static WhitelabelBot bot(Record row) {
    WhitelabelBotsRecord bot = row.into(WHITELABEL_BOTS);
    return new WhitelabelBot(
        bot.getBotId(),
        bot.getOwnerId(),
        bot.getName(),
        Optional.ofNullable(bot.getAvatar()),
        sealed(bot.getSealedToken()),
        bot.getPublicKey(),
        bot.getApplicationFlags(),
        EndpointState.of(bot.getEndpoint()),
        Optional.ofNullable(bot.getStatusText()),
        BotAction.of(bot.getLastAction()),
        bot.getLastActionAt(),
        Wanted.of(bot.getWanted()),
        bot.getGeneration(),
        bot.getAppliedGeneration(),
        BotState.of(bot.getState()),
        Optional.ofNullable(bot.getStateDetail()),
        bot.getStateSince(),
        bot.getAttempts(),
        row.get(IS_DUE),
        Optional.ofNullable(bot.getLeaseOwner()),
        row.get(IS_HELD));
  }

  private static Optional<SealedToken> sealed(@Nullable String stored) {
    return Optional.ofNullable(stored).map(SealedToken::new);
  }
}
