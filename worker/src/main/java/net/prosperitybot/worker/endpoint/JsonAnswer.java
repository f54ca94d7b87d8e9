package net.prosperitybot.worker.endpoint;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an answer, written to the connection at once: what Javalin does with a result costs a
 * buffer of 8 KiB for each, a sixteenth of a PING.
 */
final class JsonAnswer {
  private static final Logger log = LoggerFactory.getLogger(JsonAnswer.class);

  private JsonAnswer() {}

  /** Sends this, with the status and headers that were set before. */
  static void write(Context request, byte[] json) {
    HttpServletResponse response = request.contentType("application/json").res();
    response.setContentLength(json.length);
    try {
      response.getOutputStream().write(json);
    } catch (IOException e) {
      log.debug("Who asked has gone before the answer", e);
    }
  }
}
