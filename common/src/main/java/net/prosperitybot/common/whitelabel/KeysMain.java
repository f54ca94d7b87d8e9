package net.prosperitybot.common.whitelabel;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseTool;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Instance;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.TokenRotation.Outcome;

/**
 * {@code ./prosperity keys new NAME | status | rotate}: makes a key for {@code TOKEN_KEYS}, shows
 * which keys are in use, and seals all tokens again with the first one. Exits with 1 when rotating
 * is refused or leaves something, 2 for wrong arguments or settings.
 */
public final class KeysMain {
  private static final int KEY_BYTES = 32;
  private static final String USAGE =
      """
      Usage: ./prosperity keys COMMAND

        new NAME   makes a key and prints it as TOKEN_KEYS takes it; NAME is 1 to 32 letters, digits, - or _
        status     shows which keys seal the stored tokens, and which running services can read them
        rotate     seals all stored tokens again with the first key of TOKEN_KEYS
      """;

  private final Database database;
  private final TokenVault vault;
  private final PrintStream out;

  KeysMain(Database database, TokenVault vault, PrintStream out) {
    this.database = database;
    this.vault = vault;
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out));
  }

  private static int run(List<String> args, PrintStream out) {
    if (args.size() == 2 && args.getFirst().equals("new") && TokenVault.isKeyId(args.get(1))) {
      out.println(newKey(args.get(1)));
      return 0;
    }
    if (!args.equals(List.of("status")) && !args.equals(List.of("rotate"))) {
      out.print(USAGE);
      return ConfigException.EXIT_CODE;
    }
    return DatabaseTool.run(
        "keys",
        TokenVault::read,
        (database, vault) -> {
          KeysMain keys = new KeysMain(database, vault, out);
          return args.getFirst().equals("status") ? keys.status() : keys.rotate();
        });
  }

  static String newKey(String name) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return name + ":" + Base64.getEncoder().encodeToString(key);
  }

  int status() {
    out.println(
        vault.isEmpty()
            ? "TOKEN_KEYS is not set."
            : "TOKEN_KEYS here: %s; '%s' seals."
                .formatted(String.join(", ", vault.keyIds()), vault.sealingKeyId()));
    Map<String, Long> tokens = TokenRotation.tokensByKey(database);
    if (tokens.isEmpty()) {
      out.println("No token is stored.");
    }
    tokens.forEach((key, count) -> out.printf("Key '%s' seals %d tokens.%n", key, count));
    List<Instance> running = new ServiceInstances(database).running();
    if (running.isEmpty()) {
      out.println("No service is running.");
    }
    running.forEach(
        service ->
            out.printf(
                "A running %s (%s) reads %s.%n",
                service.service().key(),
                service.id(),
                service.keyIds().isEmpty()
                    ? "no key"
                    : String.join(", ", service.keyIds().stream().sorted().toList())));
    return 0;
  }

  int rotate() {
    if (vault.isEmpty()) {
      out.println("TOKEN_KEYS is not set. Make a key with: ./prosperity keys new NAME");
      return ConfigException.EXIT_CODE;
    }
    String key = vault.sealingKeyId();
    List<Instance> without =
        new ServiceInstances(database)
            .running().stream().filter(service -> !service.keyIds().contains(key)).toList();
    if (!without.isEmpty()) {
      out.printf("Not rotated: these running services can't read key '%s' yet.%n", key);
      without.forEach(service -> out.printf("  %s (%s)%n", service.service().key(), service.id()));
      out.println("Add the key at the end of their TOKEN_KEYS, restart them, and rotate again.");
      return 1;
    }
    Outcome outcome = new TokenRotation(database, vault).run();
    out.printf("Sealed %d tokens again with key '%s'.%n", outcome.resealed(), key);
    outcome.unreadable().forEach(why -> out.println("  " + why));
    if (!outcome.unreadable().isEmpty()) {
      out.println("Those were left as they are: add their key to TOKEN_KEYS, or delete the bots.");
      return 1;
    }
    out.println("Once no service has the older keys first, they can go: see keys status.");
    return 0;
  }
}
