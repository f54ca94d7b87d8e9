package net.prosperitybot.events.session;

import java.io.IOException;
import java.net.http.HttpResponse;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Watches how Discord answers all sessions of a process. Once it refused so much that it may shut
 * us out, only sessions begin and interactions are answered; once it does not answer at all, only
 * interactions are. The rest fails as if Discord could not be reached: it is kept and tried again
 * later.
 */
final class RestGuard implements Interceptor {
  private final RefusalBudget budget;
  private final Breaker breaker;

  RestGuard(RefusalBudget budget, Breaker breaker) {
    this.budget = budget;
    this.breaker = breaker;
  }

  /**
   * Requests of JDA.
   *
   * @throws IOException when this request has to wait, or is not answered
   */
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    check(request.url().encodedPath());
    Response response;
    try {
      response = chain.proceed(request);
    } catch (IOException e) {
      notAnswered();
      throw e;
    } catch (RuntimeException | Error e) {
      left();
      throw e;
    }
    String scope = response.header(RefusalBudget.SCOPE_HEADER);
    answered(response.code(), scope == null ? "" : scope);
    return response;
  }

  /**
   * Before a request that does not go by JDA's client; how it went has to be told afterwards.
   *
   * @throws IOException when it has to wait
   */
  void check(String path) throws IOException {
    boolean answersInteraction = path.contains("/webhooks/");
    if (budget.isLow() && !path.contains("/gateway") && !answersInteraction) {
      throw new HeldBackException(
          "Discord refused "
              + budget.spent()
              + " requests within ten minutes; this one waits, lest it shuts us out");
    }
    if (!breaker.lets() && !answersInteraction) {
      throw new HeldBackException(
          "Discord has not answered lately; this request waits until it does");
    }
  }

  /** After one. */
  void answered(HttpResponse<?> response) {
    answered(
        response.statusCode(),
        response.headers().firstValue(RefusalBudget.SCOPE_HEADER).orElse(""));
  }

  private void answered(int status, String scope) {
    budget.answered(status, scope);
    breaker.answered(status);
  }

  /** After one that got no answer. */
  void notAnswered() {
    breaker.failed();
  }

  /** After one that nobody waited for to its end. */
  void left() {
    breaker.left();
  }

  /** A request that was not sent. */
  static final class HeldBackException extends IOException {
    HeldBackException(String message) {
      super(message);
    }
  }
}
