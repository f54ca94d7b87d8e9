package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.tokens.UnreadableTokenException;

/**
 * Seals stored tokens again with the first key of the ring.
 *
 * <p>Each token is its own change, and only while it still is what was read; so it may be cut off
 * at any moment, run again, and run beside a setup.
 */
public final class TokenRotation {
  private final Database database;
  private final TokenVault vault;

  public TokenRotation(Database database, TokenVault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * What a run came to.
   *
   * @param resealed tokens that have the new key now
   * @param unreadable why each of the others could not be opened, in words
   */
  public record Outcome(int resealed, List<String> unreadable) {
    public Outcome {
      unreadable = List.copyOf(unreadable);
    }
  }

  private record Stored(long botId, SealedToken token) {}

  /** How many stored tokens each key seals. */
  public static Map<String, Long> tokensByKey(Database database) {
    return stored(database).stream()
        .collect(
            Collectors.groupingBy(
                stored -> stored.token().keyId(), TreeMap::new, Collectors.counting()));
  }

  /** Seals all that another key than the first sealed. */
  public Outcome run() {
    int resealed = 0;
    List<String> unreadable = new ArrayList<>();
    for (Stored stored : stored(database)) {
      if (stored.token().keyId().equals(vault.sealingKeyId())) {
        continue;
      }
      try {
        resealed += reseal(stored);
      } catch (UnreadableTokenException e) {
        unreadable.add(String.valueOf(e.getMessage()));
      }
    }
    return new Outcome(resealed, unreadable);
  }

  private int reseal(Stored stored) {
    SealedToken again = vault.seal(stored.botId(), vault.open(stored.botId(), stored.token()));
    return database
        .dsl()
        .update(WHITELABEL_BOTS)
        .set(WHITELABEL_BOTS.SEALED_TOKEN, again.stored())
        .where(WHITELABEL_BOTS.BOT_ID.eq(stored.botId()))
        .and(WHITELABEL_BOTS.SEALED_TOKEN.eq(stored.token().stored()))
        .execute();
  }

  private static List<Stored> stored(Database database) {
    return database
        .dsl()
        .select(WHITELABEL_BOTS.BOT_ID, WHITELABEL_BOTS.SEALED_TOKEN)
        .from(WHITELABEL_BOTS)
        .where(WHITELABEL_BOTS.SEALED_TOKEN.isNotNull())
        .orderBy(WHITELABEL_BOTS.BOT_ID)
        .fetch(row -> new Stored(row.value1(), new SealedToken(row.value2())));
  }
}
