package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import net.prosperitybot.simulator.world.Json;

/** A bot's REST client, as plain as can be. */
public final class Rest implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  /**
   * @param token the bot's; empty for none
   */
  public Rest(LocalDiscord discord, String token) {
    this.base = discord.apiUrl();
    this.token = token;
  }

  /** What came back. */
  public record Reply(int status, JsonNode body, HttpHeaders headers) {
    public int code() {
      return body.path("code").asInt();
    }
  }

  public Reply get(String path) {
    return send("GET", path, "");
  }

  public Reply delete(String path) {
    return send("DELETE", path, "");
  }

  public Reply put(String path, String json) {
    return send("PUT", path, json);
  }

  public Reply post(String path, String json) {
    return send("POST", path, json);
  }

  public Reply patch(String path, String json) {
    return send("PATCH", path, json);
  }

  /** Sends; a lost connection is an {@link java.io.UncheckedIOException}. */
  public Reply send(String method, String path, String json) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path.substring(1)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bot " + token);
    }
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = Json.parse(response.body()).orElseGet(Json::object);
      return new Reply(response.statusCode(), body, response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
