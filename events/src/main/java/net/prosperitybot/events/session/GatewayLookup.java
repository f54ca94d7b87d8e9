package net.prosperitybot.events.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.TokenRefusedException;

/** Asks Discord where its gateway is. One request a call. */
public final class GatewayLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI api;

  public GatewayLookup(HttpClient http, URI api) {
    this.http = http;
    this.api = api;
  }

  /**
   * What Discord says about the gateway to this bot.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or does not say
   */
  public GatewayAddress find(Secret token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/gateway/bot"))
            .timeout(PATIENCE)
            .header("Authorization", "Bot " + token.reveal())
            .GET()
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == UNAUTHORIZED) {
      throw new TokenRefusedException();
    }
    JsonNode body = JSON.readTree(answer.statusCode() == 200 ? answer.body() : "{}");
    String url = body.path("url").asText();
    if (url.isEmpty()) {
      throw new IOException(
          "%s does not say where its gateway is (%d)".formatted(api, answer.statusCode()));
    }
    return new GatewayAddress(url, Math.max(1, body.path("shards").asInt()));
  }
}
