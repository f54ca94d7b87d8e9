package net.prosperitybot.worker.endpoint;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /health}: 200 while the database answers, else 503, so that no calls are sent here.
 * {@code GET /live}: 200 while the process serves at all; never touches the database.
 */
public final class HealthEndpoint {
  private final BooleanSupplier databaseAnswers;
  private final Duration patience;
  private volatile boolean leaving;
  private @Nullable FutureTask<Boolean> asked;

  /**
   * @param databaseAnswers asks the database; may take longer than the patience
   * @param patience after which no answer counts as "no"
   */
  public HealthEndpoint(BooleanSupplier databaseAnswers, Duration patience) {
    this.databaseAnswers = databaseAnswers;
    this.patience = patience;
  }

  /** Says from now on that nobody should send anything here any more. */
  public void leave() {
    leaving = true;
  }

  void health(Context request) throws InterruptedException {
    if (leaving) {
      request
          .status(HttpStatus.SERVICE_UNAVAILABLE)
          .contentType("application/json")
          .result("{\"status\":\"leaving\"}");
      return;
    }
    boolean ready = isDatabaseAnswering();
    request
        .status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType("application/json")
        .result(ready ? "{\"status\":\"up\"}" : "{\"status\":\"down\",\"database\":\"down\"}");
  }

  boolean isDatabaseAnswering() throws InterruptedException {
    FutureTask<Boolean> question = question();
    try {
      return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /**
   * One at a time, whoever asks meanwhile: anybody may ask here, and a database that says nothing
   * would have a thread for each.
   */
  private synchronized FutureTask<Boolean> question() {
    FutureTask<Boolean> now = asked;
    if (now == null || now.isDone()) {
      now = new FutureTask<>(databaseAnswers::getAsBoolean);
      asked = now;
      Thread.startVirtualThread(now);
    }
    return now;
  }

  void live(Context request) {
    request.contentType("application/json").result("{\"status\":\"up\"}");
  }
}
