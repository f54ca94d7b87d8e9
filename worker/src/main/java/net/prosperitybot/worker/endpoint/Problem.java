package net.prosperitybot.worker.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A refusal as short JSON: {@code {"message":"…"}}. Never a stack trace, never a version. */
final class Problem {
  private Problem() {}

  static void write(Context request, HttpStatus status, @Nullable String message) {
    JsonAnswer.write(request.status(status), json(message).getBytes(StandardCharsets.UTF_8));
  }

  static String json(@Nullable String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message).toString();
  }
}
