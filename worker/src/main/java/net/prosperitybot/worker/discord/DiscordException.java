package net.prosperitybot.worker.discord;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that Discord refused or did not answer. Names the route's template, never a token. */
public final class DiscordException extends RuntimeException {
  /** The status of a call that got no answer at all. */
  public static final int NO_ANSWER = 0;

  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private static final int UNKNOWN_CHANNEL = 10_003;
  private static final int UNKNOWN_MESSAGE = 10_008;
  private static final int UNKNOWN_WEBHOOK = 10_015;

  private final int status;
  private final int code;
  private final Duration retryAfter;

  DiscordException(String route, int status, int code, String message) {
    this(
        "%s was answered with %d, code %d: %s".formatted(route, status, code, message),
        status,
        code,
        Duration.ZERO,
        null);
  }

  private DiscordException(
      String message, int status, int code, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Discord asks to be left alone for this long. */
  static DiscordException limited(String route, Duration retryAfter) {
    return new DiscordException(
        "%s is rate limited for %d s".formatted(route, retryAfter.toSeconds()),
        TOO_MANY_REQUESTS,
        0,
        retryAfter,
        null);
  }

  static DiscordException noAnswer(String route, Throwable cause) {
    return new DiscordException(route + " got no answer", NO_ANSWER, 0, Duration.ZERO, cause);
  }

  /** Discord has not answered lately, and was not asked. */
  static DiscordException notAsked(String route) {
    return new DiscordException(
        route + " was not sent, for Discord has not answered lately",
        NO_ANSWER,
        0,
        Duration.ZERO,
        null);
  }

  /** An answer that is not Discord's, such as a page of something in between. */
  static DiscordException unreadable(String route) {
    return new DiscordException(
        route + " got an answer that is not Discord's", NO_ANSWER, 0, Duration.ZERO, null);
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

  /** How long to wait before the same call again; zero when Discord did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** True when Discord refuses the token itself. */
  public boolean isTokenRefused() {
    return status == UNAUTHORISED;
  }

  /** True when what was asked for is not there, or not for this bot to see. */
  public boolean isOutOfReach() {
    return status == NOT_FOUND || status == FORBIDDEN;
  }

  /** True when there is no such channel, or no more. */
  public boolean isUnknownChannel() {
    return status == NOT_FOUND && code == UNKNOWN_CHANNEL;
  }

  /** True when the message is not there, or no more. */
  public boolean isUnknownMessage() {
    return status == NOT_FOUND && code == UNKNOWN_MESSAGE;
  }

  /** True when Discord does not know the interaction's token: it expired, or is not known yet. */
  public boolean isUnknownWebhook() {
    return status == NOT_FOUND && code == UNKNOWN_WEBHOOK;
  }
}
