package net.prosperitybot.worker.endpoint;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health}: 200 while the database answers, else 503, so that no calls are sent here.
 * {@code GET /live}: 200 while the process serves at all; never touches the database.
 */
public final class HealthEndpoint {
  private final BooleanSupplier databaseAnswers;

  /**
   * @param databaseAnswers asks the database and gives up after a short time
   */
  public HealthEndpoint(BooleanSupplier databaseAnswers) {
    this.databaseAnswers = databaseAnswers;
  }

  void health(Context request) {
    boolean ready = databaseAnswers.getAsBoolean();
    request
        .status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType("application/json")
        .result(ready ? "{\"status\":\"up\"}" : "{\"status\":\"down\",\"database\":\"down\"}");
  }

  void live(Context request) {
    request.contentType("application/json").result("{\"status\":\"up\"}");
  }
}
