package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.SigningKey;
import org.jspecify.annotations.Nullable;

/** Posts signed interactions to an application's endpoint and waits no longer than Discord does. */
public final class EndpointClient implements AutoCloseable {
  /** What an application has for its first answer. */
  public static final Duration RESPONSE_LIMIT = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final Consumer<Exchange> audit;
  private final HttpClient http =
      HttpClient.newBuilder()
          // The offer of h2c that comes with HTTP/2 is refused by some servers.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(RESPONSE_LIMIT)
          .build();

  EndpointClient(InstantSource clock, Consumer<Exchange> audit) {
    this.clock = clock;
    this.audit = audit;
  }

  /** A signed interaction as it goes over the wire; tests may change any part of it. */
  public record Signed(String timestamp, String body, String signature) {}

  /**
   * What came back.
   *
   * @param status 0 when nothing did
   * @param problem why nothing did; empty when something did
   */
  public record Answer(int status, @Nullable JsonNode body, String problem) {}

  /** Signs with the time of now. */
  public Signed sign(SigningKey key, ObjectNode payload) {
    return sign(key, payload, clock.instant());
  }

  /** Signs with a chosen time. */
  public Signed sign(SigningKey key, ObjectNode payload, Instant at) {
    String body = payload.toString();
    String timestamp = Long.toString(at.getEpochSecond());
    return new Signed(
        timestamp, body, key.sign((timestamp + body).getBytes(StandardCharsets.UTF_8)));
  }

  /** Posts; blocks until the answer is there or the limit has passed. */
  public Answer post(long applicationId, String url, Signed signed) {
    Answer answer;
    URI target;
    try {
      target = URI.create(url);
      answer = send(target, signed);
    } catch (IllegalArgumentException notAUrl) {
      return new Answer(0, null, "the endpoint is not a URL: " + notAUrl.getMessage());
    }
    audit.accept(
        new Exchange(
            clock.instant(),
            applicationId,
            "POST",
            Exchange.TO_ENDPOINT,
            target.getRawPath(),
            "",
            Json.parse(signed.body().getBytes(StandardCharsets.UTF_8)).orElse(null),
            answer.status(),
            answer.body()));
    return answer;
  }

  private Answer send(URI target, Signed signed) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(RESPONSE_LIMIT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
            .header("X-Signature-Timestamp", signed.timestamp())
            .header("X-Signature-Ed25519", signed.signature())
            .POST(HttpRequest.BodyPublishers.ofString(signed.body()))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), Json.parse(response.body()).orElse(null), "");
    } catch (HttpTimeoutException e) {
      return new Answer(0, null, "no answer within " + RESPONSE_LIMIT.toSeconds() + " s");
    } catch (IOException e) {
      return new Answer(0, null, "the endpoint can't be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, null, "interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
