package net.prosperitybot.common.database;

import java.util.List;

/** The schema is older than this release; the message says what to run. */
public final class SchemaOutdatedException extends RuntimeException {
  SchemaOutdatedException(List<String> missing) {
    super(
        "The database schema lacks %s. Run `./prosperity migrate` first."
            .formatted(String.join(", ", missing)));
  }
}
