package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.tokens.SealedToken;

/** Branded bots for tests of their rows. */
final class Bots {
  static final String KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private Bots() {}

  static NewBot bot(long botId, long ownerId, String token) {
    return new NewBot(
        botId, ownerId, "Café " + botId, Optional.of("a1"), new SealedToken(token), KEY, 0);
  }

  static SetupOutcome setUp(Database database, NewBot bot, int most) {
    return database.transaction(tx -> WhitelabelStore.setUp(tx, bot, most));
  }

  static boolean act(Database database, long ownerId, long botId, BotAction action) {
    return database.transaction(tx -> WhitelabelStore.act(tx, ownerId, botId, action));
  }

  /** As if so many seconds had passed for the bot's lease. */
  static void leaseAges(Database database, long botId, int seconds) {
    database
        .dsl()
        .execute(
            "UPDATE whitelabel_bots SET lease_until = lease_until - INTERVAL ? SECOND WHERE bot_id = ?",
            seconds,
            botId);
  }

  static WhitelabelBot row(Database database, long botId) {
    return WhitelabelStore.of(database.dsl(), WHITELABEL_BOTS.BOT_ID.eq(botId)).getFirst();
  }
}
