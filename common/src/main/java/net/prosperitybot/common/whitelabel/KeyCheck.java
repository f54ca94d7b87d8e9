package net.prosperitybot.common.whitelabel;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.tokens.UnreadableTokenException;

/**
 * A service's look at its keys before it starts: it could not run bots whose tokens it can't open.
 */
public final class KeyCheck {
  private KeyCheck() {}

  /**
   * Opens every stored token.
   *
   * @throws ConfigException for each key that is missing or not the one that sealed
   */
  public static void check(Database database, TokenVault vault) {
    Map<String, Long> unreadable =
        new WhitelabelStore(database)
            .all().stream()
                .filter(bot -> bot.token().isPresent() && !isReadable(bot, vault))
                .collect(
                    Collectors.groupingBy(
                        bot -> bot.token().orElseThrow().keyId(),
                        TreeMap::new,
                        Collectors.counting()));
    if (!unreadable.isEmpty()) {
      throw new ConfigException(
          unreadable.entrySet().stream().map(of -> problem(of, vault)).toList());
    }
  }

  private static boolean isReadable(WhitelabelBot bot, TokenVault vault) {
    try {
      vault.open(bot.botId(), bot.token().orElseThrow());
      return true;
    } catch (UnreadableTokenException e) {
      return false;
    }
  }

  private static String problem(Map.Entry<String, Long> unreadable, TokenVault vault) {
    String tokens =
        unreadable.getValue() + " stored token" + (unreadable.getValue() == 1 ? "" : "s");
    return vault.keyIds().contains(unreadable.getKey())
        ? "%s has a key '%s', but not the one that sealed %s."
            .formatted(TokenVault.SETTING, unreadable.getKey(), tokens)
        : "%s lacks the key '%s', which sealed %s. Put it behind the others."
            .formatted(TokenVault.SETTING, unreadable.getKey(), tokens);
  }
}
