package net.prosperitybot.worker.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** A refusal as short JSON: {@code {"message":"…"}}. Never a stack trace, never a version. */
final class Problem {
  private Problem() {}

  static void write(Context request, HttpStatus status, @Nullable String message) {
    request.status(status).contentType("application/json").result(json(message));
  }

  static String json(@Nullable String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message).toString();
  }
}
