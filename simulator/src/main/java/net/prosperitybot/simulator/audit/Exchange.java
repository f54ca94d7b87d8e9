package net.prosperitybot.simulator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange, from the outside.
 *
 * @param applicationId the application that asked, or that an interaction was for; 0 when unknown
 * @param template the route's template, such as {@code /channels/{channel_id}/messages}
 * @param path the path as it was asked for, without the query
 * @param body the request's body; null when there was none
 * @param status the HTTP status; 0 when the connection was cut instead
 * @param response the answer's body; null when there was none
 */
public record Exchange(
    Instant at,
    long applicationId,
    String method,
    String template,
    String path,
    String query,
    @Nullable JsonNode body,
    int status,
    @Nullable JsonNode response) {

  /** The template of an interaction that was posted to an application's endpoint. */
  public static final String TO_ENDPOINT = "interactions endpoint";

  /** A page of so many entities is too much to keep by the thousand. */
  private static final int LONG_ANSWER = 200;

  /** The connection was cut: nobody was answered. */
  public static final int CUT = 0;

  /** The same without a long list in the answer. */
  Exchange withoutLongAnswer() {
    return response == null || !response.isArray() || response.size() <= LONG_ANSWER
        ? this
        : new Exchange(at, applicationId, method, template, path, query, body, status, null);
  }
}
