package net.prosperitybot.common.whitelabel;

import java.util.List;
import java.util.Map;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.tokens.TokenVault;

/**
 * A service's look at its keys before it starts: it could not run bots whose tokens it can't open.
 */
public final class KeyCheck {
  private KeyCheck() {}

  /**
   * Looks whether every stored token's key is there.
   *
   * @throws ConfigException for each key that is missing
   */
  public static void check(Database database, TokenVault vault) {
    List<String> problems =
        TokenRotation.tokensByKey(database).entrySet().stream()
            .filter(used -> !vault.keyIds().contains(used.getKey()))
            .map(KeyCheck::problem)
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static String problem(Map.Entry<String, Long> used) {
    return "%s lacks the key '%s', which seals %d stored token%s. Put it behind the others."
        .formatted(
            TokenVault.SETTING, used.getKey(), used.getValue(), used.getValue() == 1 ? "" : "s");
  }
}
