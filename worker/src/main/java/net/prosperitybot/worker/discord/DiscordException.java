package net.prosperitybot.worker.discord;

import org.jspecify.annotations.Nullable;

/** A call that Discord refused or did not answer. Names the route's template, never a token. */
public final class DiscordException extends RuntimeException {
  /** The status of a call that got no answer at all. */
  public static final int NO_ANSWER = 0;

  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private static final int UNKNOWN_WEBHOOK = 10_015;

  private final int status;
  private final int code;

  DiscordException(String route, int status, int code, String message) {
    super("%s was answered with %d, code %d: %s".formatted(route, status, code, message));
    this.status = status;
    this.code = code;
  }

  private DiscordException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = NO_ANSWER;
    this.code = 0;
  }

  static DiscordException noAnswer(String route, Throwable cause) {
    return new DiscordException(route + " got no answer", cause);
  }

  /** An answer that is not Discord's, such as a page of something in between. */
  static DiscordException unreadable(String route) {
    return new DiscordException(route + " got an answer that is not Discord's", null);
  }

  /** The HTTP status, or {@link #NO_ANSWER}. */
  public int status() {
    return status;
  }

  /** Discord's own error code; 0 when it gave none. */
  public int code() {
    return code;
  }

  /** True when the same call may succeed later: no answer, a server error, a rate limit. */
  public boolean mayPass() {
    return status == NO_ANSWER || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
  }

  /** True when Discord does not know the interaction's token: it expired, or is not known yet. */
  public boolean isUnknownWebhook() {
    return status == NOT_FOUND && code == UNKNOWN_WEBHOOK;
  }
}
