package net.prosperitybot.events.session;

import java.io.IOException;
import java.net.http.HttpResponse;
import net.prosperitybot.common.discord.RefusalBudget;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Watches what Discord refuses of all sessions of a process, and once that is so much that Discord
 * may shut us out, lets only sessions begin and interactions be answered. The rest fails as if
 * Discord could not be reached: it is kept and tried again later.
 */
final class RefusalGuard implements Interceptor {
  private final RefusalBudget budget;

  RefusalGuard(RefusalBudget budget) {
    this.budget = budget;
  }

  /**
   * Requests of JDA.
   *
   * @throws IOException when this request has to wait
   */
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    check(request.url().encodedPath());
    Response response = chain.proceed(request);
    String scope = response.header(RefusalBudget.SCOPE_HEADER);
    budget.answered(response.code(), scope == null ? "" : scope);
    return response;
  }

  /**
   * Before a request that does not go by JDA's client.
   *
   * @throws IOException when it has to wait
   */
  void check(String path) throws IOException {
    if (budget.isLow() && !path.contains("/gateway") && !path.contains("/webhooks/")) {
      throw new IOException(
          "Discord refused "
              + budget.spent()
              + " requests within ten minutes; this one waits, lest it shuts us out");
    }
  }

  /** After one. */
  void answered(HttpResponse<?> response) {
    budget.answered(
        response.statusCode(),
        response.headers().firstValue(RefusalBudget.SCOPE_HEADER).orElse(""));
  }
}
