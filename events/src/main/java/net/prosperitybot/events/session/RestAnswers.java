package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import org.jspecify.annotations.Nullable;

/** Waits for Discord's answers, and tells a no from a not now. */
final class RestAnswers {
  private static final int SERVER_ERRORS = 500;
  private static final int CLIENT_ERRORS = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;

  private RestAnswers() {}

  /**
   * Waits for Discord's answer.
   *
   * @param patience within which the library waits out rate limits
   * @throws ErrorResponseException when Discord says no
   * @throws DiscordUnavailableException when it may say yes later
   */
  static <T> T await(RestAction<T> action, Duration patience) {
    return await(
        action.timeout(patience.toMillis(), TimeUnit.MILLISECONDS).submit(),
        patience.plusSeconds(1));
  }

  /** The same for what is under way. */
  static <T> T await(CompletableFuture<T> answer, Duration patience) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof ErrorResponseException no && isFinal(no)) {
        throw no;
      }
      throw isHeldBack(e.getCause())
          ? DiscordUnavailableException.beforeSending(String.valueOf(e.getCause()), e)
          : new DiscordUnavailableException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException | CancellationException e) {
      throw new DiscordUnavailableException("Discord did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DiscordUnavailableException("The service is stopping", e);
    }
  }

  private static boolean isHeldBack(@Nullable Throwable failure) {
    return failure instanceof ErrorResponseException no
        && no.getResponse() != null
        && no.getResponse().getException() instanceof RestGuard.HeldBackException;
  }

  /**
   * Whether the same request will be refused again; not because of the bot's own token, nor because
   * too many of its kind came just now.
   */
  static boolean isFinal(ErrorResponseException no) {
    return isClientError(no)
        && statusOf(no) != UNAUTHORIZED
        && no.getErrorResponse() != ErrorResponse.OPEN_DM_TOO_FAST;
  }

  /** Whether the bot may not do this. */
  static boolean isForbidden(ErrorResponseException no) {
    return statusOf(no) == FORBIDDEN;
  }

  /** Whether the request itself was refused. */
  static boolean isClientError(ErrorResponseException no) {
    int status = statusOf(no);
    return status >= CLIENT_ERRORS && status < SERVER_ERRORS && status != TOO_MANY;
  }

  private static int statusOf(ErrorResponseException no) {
    return no.getResponse() == null ? 0 : no.getResponse().code;
  }
}
