package net.prosperitybot.simulator.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.prosperitybot.simulator.world.Json;
import org.jspecify.annotations.Nullable;

/** A connection that speaks Chromium's DevTools protocol. */
final class DevTools implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile String session = "";

  /**
   * @param events hears of everything that is not an answer
   */
  DevTools(URI address, Consumer<JsonNode> events) {
    http = HttpClient.newHttpClient();
    socket = http.newWebSocketBuilder().buildAsync(address, new Reader(events)).join();
  }

  /** From now on commands go to this page instead of the browser itself. */
  void attach(String sessionId) {
    session = sessionId;
  }

  /** Sends a command and waits for its result; an error is an {@link AssertionError}. */
  JsonNode call(String method, ObjectNode parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    ObjectNode command = Json.object().put("id", id).put("method", method);
    command.set("params", parameters);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    synchronized (socket) {
      socket.sendText(command.toString(), true).join();
    }
    JsonNode got = await(method, answer);
    if (got.has("error")) {
      throw new AssertionError(method + ": " + got.path("error").path("message").asText());
    }
    return got.path("result");
  }

  private static JsonNode await(String method, CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the browser", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser did not answer " + method, e);
    }
  }

  /** Puts the parts of a message together. */
  private final class Reader implements WebSocket.Listener {
    private final Consumer<JsonNode> events;
    private final StringBuilder text = new StringBuilder();

    Reader(Consumer<JsonNode> events) {
      this.events = events;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        Json.parse(whole).ifPresent(this::take);
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        CompletableFuture<JsonNode> waiting = open.remove(message.path("id").asInt());
        if (waiting != null) {
          waiting.complete(message);
        }
      } else {
        events.accept(message);
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
