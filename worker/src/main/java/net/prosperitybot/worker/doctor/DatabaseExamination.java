package net.prosperitybot.worker.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.database.DatabaseUnavailableException;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.database.SchemaOutdatedException;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.TokenRotation;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;

/** Whether the database is there, new enough, up to date and ours to write, and its tokens ours. */
final class DatabaseExamination {
  private static final Duration NOTABLE_SKEW = Duration.ofSeconds(5);
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)");

  /** What the services do; explaining a statement needs the same rights and changes nothing. */
  private static final Map<String, String> RIGHTS =
      new TreeMap<>(
          Map.of(
              "SELECT", "EXPLAIN SELECT id FROM users",
              "INSERT",
                  "EXPLAIN INSERT INTO rank_recounts (guild_id, counted_at) VALUES (1, NOW())",
              "UPDATE", "EXPLAIN UPDATE rank_recounts SET counted_at = counted_at",
              "DELETE", "EXPLAIN DELETE FROM rank_recounts"));

  private final DatabaseConfig config;
  private final TokenVault vault;
  private final InstantSource clock;

  DatabaseExamination(DatabaseConfig config, TokenVault vault, InstantSource clock) {
    this.config = config;
    this.vault = vault;
    this.clock = clock;
  }

  List<Finding> examine() {
    try (Database database = Database.open(config, "doctor")) {
      List<Finding> findings = new ArrayList<>();
      findings.add(version(database));
      findings.add(time(database));
      try {
        Migrations.check(database.source());
        findings.add(Finding.fine("Schema", "it is up to date."));
      } catch (SchemaOutdatedException e) {
        findings.add(Finding.wrong("Schema", String.valueOf(e.getMessage())));
        return findings;
      }
      findings.add(rights(database));
      findings.add(tokens(database));
      return findings;
    } catch (DatabaseUnavailableException e) {
      return List.of(Finding.wrong("Database", String.valueOf(e.getMessage())));
    }
  }

  private static Finding version(Database database) {
    String version = String.valueOf(database.dsl().fetchSingle("SELECT VERSION()").get(0));
    boolean isMariaDb = database.dsl().dialect() == SQLDialect.MARIADB;
    String product = (isMariaDb ? "MariaDB " : "MySQL ") + version;
    MatchResult number = VERSION.matcher(version).results().findFirst().orElseThrow();
    int major = Integer.parseInt(number.group(1));
    int minor = Integer.parseInt(number.group(2));
    int leastMajor = isMariaDb ? 10 : 8;
    int leastMinor = isMariaDb ? 11 : 4;
    return major > leastMajor || (major == leastMajor && minor >= leastMinor)
        ? Finding.fine("Database", product + " answers.")
        : Finding.wrong(
            "Database",
            "%s is too old. Upgrade it to MySQL 8.4 or MariaDB 10.11, or newer."
                .formatted(product));
  }

  private Finding time(Database database) {
    Instant theirs =
        Instant.ofEpochMilli(
            database
                .dsl()
                .fetchSingle(
                    "SELECT ROUND(1000 * (TO_SECONDS(UTC_TIMESTAMP(3))"
                        + " - TO_SECONDS('1970-01-01')) + MICROSECOND(UTC_TIMESTAMP(3)) / 1000)")
                .get(0, Long.class));
    Duration skew = Duration.between(theirs, clock.instant());
    return skew.abs().compareTo(NOTABLE_SKEW) < 0
        ? Finding.fine("Database's clock", "it agrees with this machine's.")
        : Finding.note(
            "Database's clock",
            "it is %d s away from this machine's. Leases and jobs go by it, so keep both right (NTP)."
                .formatted(skew.abs().toSeconds()));
  }

  private static Finding rights(Database database) {
    List<String> missing = new ArrayList<>();
    RIGHTS.forEach(
        (right, statement) -> {
          try {
            database.dsl().fetch(statement);
          } catch (DataAccessException e) {
            missing.add(right);
          }
        });
    return missing.isEmpty()
        ? Finding.fine("Rights", "DB_USER may read and change data.")
        : Finding.wrong(
            "Rights",
            "DB_USER may not %s. Grant it SELECT, INSERT, UPDATE and DELETE on the whole database."
                .formatted(String.join(", ", missing)));
  }

  private Finding tokens(Database database) {
    Map<String, Long> unreadable = new TreeMap<>(TokenRotation.tokensByKey(database));
    long all = unreadable.values().stream().mapToLong(Long::longValue).sum();
    unreadable.keySet().removeAll(vault.keyIds());
    if (!unreadable.isEmpty()) {
      return Finding.wrong(
          "Token keys",
          "%d tokens of branded bots are sealed with keys that TOKEN_KEYS lacks: %s. Add those keys."
              .formatted(
                  unreadable.values().stream().mapToLong(Long::longValue).sum(),
                  String.join(", ", unreadable.keySet())));
    }
    return vault.isEmpty()
        ? Finding.note(
            "Token keys",
            "TOKEN_KEYS is not set, so nobody can run a branded bot. ./prosperity keys new first"
                + " makes one.")
        : Finding.fine("Token keys", "all %d tokens of branded bots can be read.".formatted(all));
  }
}
