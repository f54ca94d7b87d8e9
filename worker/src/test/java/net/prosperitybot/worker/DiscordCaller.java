package net.prosperitybot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.prosperitybot.simulator.LocalApplication;

/** Calls the worker's endpoint as Discord does: signed, over real HTTP. */
public final class DiscordCaller implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = new JsonMapper();
  private final int port;
  private final long botId;
  private final Signer signer;

  /** Signs a body at a time, as 128 hex digits. */
  @FunctionalInterface
  private interface Signer {
    String sign(String timestamp, byte[] body);
  }

  public DiscordCaller(int port, SigningBot bot) {
    this(port, bot.id(), bot::sign);
  }

  /** Calls for an application of the local Discord, with its own key. */
  public DiscordCaller(int port, LocalApplication application) {
    this(
        port,
        application.id(),
        (timestamp, body) ->
            application
                .key()
                .sign(
                    (timestamp + new String(body, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)));
  }

  private DiscordCaller(int port, long botId, Signer signer) {
    this.port = port;
    this.botId = botId;
    this.signer = signer;
  }

  /** A request that is signed now and correctly, to be spoilt where a test wants it. */
  public HttpRequest.Builder signed(byte[] body) {
    String now = Long.toString(Instant.now().getEpochSecond());
    return unsigned(body)
        .header("X-Signature-Timestamp", now)
        .header("X-Signature-Ed25519", signer.sign(now, body));
  }

  public HttpRequest.Builder unsigned(byte[] body) {
    return HttpRequest.newBuilder(address("/interactions/" + botId))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(path)));
  }

  /** The answer to a correctly signed interaction. */
  public JsonNode call(JsonNode interaction) throws IOException, InterruptedException {
    return call(interaction.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same from the bytes of the body: again, it is the same interaction. */
  public JsonNode call(byte[] body) throws IOException, InterruptedException {
    HttpResponse<String> response = send(signed(body));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return json.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
