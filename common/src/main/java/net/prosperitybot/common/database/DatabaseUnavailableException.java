package net.prosperitybot.common.database;

/** The database can't be reached at start; the message says which and what to look at. */
public final class DatabaseUnavailableException extends RuntimeException {
  DatabaseUnavailableException(String which, Throwable cause) {
    super(
        "Can't use the database at %s: %s. Check DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD."
            .formatted(which, rootMessage(cause)),
        cause);
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no answer");
  }
}
