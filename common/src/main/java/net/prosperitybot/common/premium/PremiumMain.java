package net.prosperitybot.common.premium;

import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseTool;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.premium.PremiumStore.Grant;

/**
 * {@code ./prosperity premium grant|revoke|list}: the operator gives and ends premium. Exits with 1
 * when there was nothing to revoke, 2 for wrong arguments or settings.
 */
public final class PremiumMain {
  private static final int LONGEST_NOTE = 200;
  private static final String FOR_EVER = "for-ever";
  private static final Instant LAST_END = Instant.parse("3000-01-01T00:00:00Z");
  private static final String USAGE =
      """
      Usage: ./prosperity premium COMMAND

        grant USER UNTIL [NOTE]   gives a user premium, in place of an earlier grant. USER is the user's id;
                                  UNTIL the last day (2027-01-31, in UTC), a number of days (30d), or for-ever
        revoke USER               ends it now; what it is good for goes on for the grace period
        list                      shows who has or had premium, by grant or by purchase at Discord
      """;

  private final PremiumConfig config;
  private final PremiumStore premium;
  private final PrintStream out;

  PremiumMain(Database database, PremiumConfig config, PrintStream out) {
    this.config = config;
    this.premium = new PremiumStore(database, config);
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(
        DatabaseTool.run(
            "premium",
            PremiumConfig::read,
            (database, config) ->
                new PremiumMain(database, config, System.out).run(List.of(args))));
  }

  int run(List<String> args) {
    try {
      return switch (args.isEmpty() ? "" : args.getFirst()) {
        case "grant" -> grant(args);
        case "revoke" -> revoke(args);
        case "list" -> list(args);
        default -> throw new WrongArgumentsException("");
      };
    } catch (WrongArgumentsException e) {
      out.println(String.valueOf(e.getMessage()));
      out.print(USAGE);
      return ConfigException.EXIT_CODE;
    }
  }

  private int grant(List<String> args) {
    requireCount(args, 3, 4);
    long userId = user(args.get(1));
    Optional<Instant> until = until(args.get(2), premium.now());
    Optional<String> note = args.size() == 4 ? Optional.of(args.get(3)) : Optional.empty();
    if (note.isPresent() && note.get().length() > LONGEST_NOTE) {
      throw new WrongArgumentsException("A note has at most " + LONGEST_NOTE + " characters.");
    }
    premium.grant(userId, until, note);
    out.printf("User %d has premium %s.%n", userId, words(until));
    return 0;
  }

  private int revoke(List<String> args) {
    requireCount(args, 2, 2);
    long userId = user(args.get(1));
    if (!premium.revoke(userId)) {
      out.printf("User %d has no running grant.%n", userId);
      return 1;
    }
    out.printf("The grant of user %d has ended: %s.%n", userId, words(premium.of(userId)));
    return 0;
  }

  private int list(List<String> args) {
    requireCount(args, 1, 1);
    List<Grant> grants = premium.grants();
    Set<Long> users = new TreeSet<>();
    for (Grant grant : grants) {
      users.add(grant.userId());
      out.printf(
          "User %d by grant %s%s%n",
          grant.userId(), words(grant.endsAt()), grant.note().map(n -> " (" + n + ")").orElse(""));
    }
    if (config.sku().isPresent()) {
      for (Entitlement bought : premium.entitlements(config.sku().getAsLong())) {
        users.add(bought.userId());
        out.printf("User %d by purchase %s%n", bought.userId(), words(bought.endsAt()));
      }
    }
    premium
        .of(users)
        .forEach((userId, standing) -> out.printf("Now: user %d %s%n", userId, words(standing)));
    if (users.isEmpty()) {
      out.println("Nobody has premium.");
    }
    return 0;
  }

  private static String words(Optional<Instant> until) {
    return until.map(end -> "until " + end).orElse("without an end");
  }

  private static String words(Premium standing) {
    return switch (standing) {
      case Premium.None none -> "has no premium";
      case Premium.Active active -> "has premium " + words(active.until());
      case Premium.Grace grace -> "is in the grace period until " + grace.until();
    };
  }

  private static long user(String text) {
    try {
      return Snowflake.parse(text);
    } catch (NumberFormatException e) {
      throw new WrongArgumentsException("'" + text + "' is no user's id, which is a number.");
    }
  }

  /** The end of that day, so many days from now, or none. */
  static Optional<Instant> until(String text, Instant now) {
    if (text.equals(FOR_EVER)) {
      return Optional.empty();
    }
    Instant end;
    try {
      end =
          text.matches("[0-9]{1,5}d")
              ? now.plus(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))))
              : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new WrongArgumentsException(
          "'" + text + "' is no end: give a day (2027-01-31), days (30d), or " + FOR_EVER + ".");
    }
    if (!end.isAfter(now) || end.isAfter(LAST_END)) {
      throw new WrongArgumentsException("'" + text + "' lies in the past or too far ahead.");
    }
    return Optional.of(end);
  }

  private static void requireCount(List<String> args, int least, int most) {
    if (args.size() < least || args.size() > most) {
      throw new WrongArgumentsException("");
    }
  }

  /** The arguments are no good; the message says why, or nothing. */
  private static final class WrongArgumentsException extends RuntimeException {
    WrongArgumentsException(String message) {
      super(message);
    }
  }
}
