package net.prosperitybot.common.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import net.prosperitybot.common.config.Secret;

/** Asks Discord, with a token, for the token's application. One request a call. */
public final class ApplicationLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String USER_AGENT = "DiscordBot (https://prosperitybot.net, 1)";
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI api;

  /**
   * A look-up.
   *
   * @param api the address of the REST API, version included, without a slash at the end
   */
  public ApplicationLookup(HttpClient http, URI api) {
    this.http = http;
    this.api = api;
  }

  /**
   * The application that this token belongs to.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or answers otherwise
   */
  public Application find(Secret token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/applications/@me"))
            .timeout(PATIENCE)
            .header("Authorization", "Bot " + token.reveal())
            .header("User-Agent", USER_AGENT)
            .GET()
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == UNAUTHORIZED) {
      throw new TokenRefusedException();
    }
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s answers %d when asked for the application".formatted(api, answer.statusCode()));
    }
    JsonNode body = JSON.readTree(answer.body());
    return new Application(
        Snowflake.parse(body.path("id").asText()),
        body.path("name").asText(),
        body.path("flags").asLong());
  }
}
