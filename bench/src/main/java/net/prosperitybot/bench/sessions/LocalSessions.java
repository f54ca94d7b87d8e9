package net.prosperitybot.bench.sessions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/** Sends the library to a local Discord's gateway instead of the real one. */
public final class LocalSessions extends ConcurrentSessionController {
  private final String gateway;

  /**
   * Sessions at this Discord.
   *
   * @param apiUrl with a slash at its end
   */
  public LocalSessions(String apiUrl) throws IOException, InterruptedException {
    this.gateway = gatewayOf(apiUrl);
  }

  /** Where a Discord's gateway is, by its own answer. */
  static String gatewayOf(String apiUrl) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(apiUrl + "gateway")).build();
      return new JsonMapper()
          .readTree(http.send(request, BodyHandlers.ofString()).body())
          .path("url")
          .asText();
    }
  }

  @Override
  public String getGateway() {
    return gateway;
  }
}
