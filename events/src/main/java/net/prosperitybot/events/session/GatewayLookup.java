package net.prosperitybot.events.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks Discord where its gateway is. One request a call. */
public final class GatewayLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI api;

  public GatewayLookup(HttpClient http, URI api) {
    this.http = http;
    this.api = api;
  }

  /**
   * The gateway's address, without parameters.
   *
   * @throws IOException when Discord can't be reached or does not say
   */
  public String find() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/gateway")).timeout(PATIENCE).GET().build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    String url =
        answer.statusCode() == 200 ? JSON.readTree(answer.body()).path("url").asText() : "";
    if (url.isEmpty()) {
      throw new IOException(
          "%s does not say where its gateway is (%d)".formatted(api, answer.statusCode()));
    }
    return url;
  }
}
