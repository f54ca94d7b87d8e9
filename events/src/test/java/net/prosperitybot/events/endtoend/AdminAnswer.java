package net.prosperitybot.events.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.interactions.Invocation;

/** An admin's command, answered to them alone by a stand-in for the worker; what becomes of it. */
final class AdminAnswer implements AutoCloseable {
  private static final String EDITS = "/webhooks/*/*/messages/@original";

  private final World world;
  private final HttpServer worker;
  private final Invocation invocation;

  AdminAnswer(World world) throws Exception {
    this.world = world;
    this.worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.createContext(
        "/",
        exchange ->
            answer(exchange, "{\"type\":4,\"data\":{\"content\":\"I'm on it.\",\"flags\":64}}"));
    worker.start();
    register();
    world.bot.endpoint("http://127.0.0.1:" + worker.getAddress().getPort() + "/");
    this.invocation = world.server.owner().run(world.channel, "/levelroles");
    invocation.await();
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void register() throws Exception {
    String commands = "[{\"name\":\"levelroles\",\"description\":\"Roles\",\"type\":1}]";
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          world.discord.apiUrl() + "applications/" + world.bot.id() + "/commands"))
                  .header("Authorization", "Bot " + world.bot.token())
                  .header("Content-Type", "application/json")
                  .PUT(HttpRequest.BodyPublishers.ofString(commands))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
    }
  }

  /** Where progress is shown. */
  Optional<ProgressPlace> place() {
    return Optional.of(
        ProgressPlace.answerTo(invocation.id(), world.bot.id(), new Secret(invocation.token())));
  }

  List<Exchange> edits() {
    return world.discord.requests().matching("PATCH", EDITS);
  }

  /** The words of the edits that went through. */
  List<String> words() {
    return edits().stream()
        .filter(edit -> edit.status() == 200)
        .map(edit -> body(edit).path("content").asText())
        .toList();
  }

  static JsonNode body(Exchange exchange) {
    JsonNode body = exchange.body();
    if (body == null) {
      throw new AssertionError("no body");
    }
    return body;
  }

  @Override
  public void close() {
    worker.stop(0);
  }
}
