package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import net.prosperitybot.simulator.world.Json;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An application's endpoint: verifies, answers PING, and answers the rest as a test says. */
public final class FakeWorker implements AutoCloseable {
  private final HttpServer server;
  private final Ed25519PublicKeyParameters key;
  private final Function<JsonNode, String> answer;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();

  /**
   * @param answer the JSON answer to an interaction; empty for none at all, a number for that
   *     status
   */
  public FakeWorker(String publicKeyHex, Function<JsonNode, String> answer) {
    this.key = new Ed25519PublicKeyParameters(HexFormat.of().parseHex(publicKeyHex));
    this.answer = answer;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/interactions/1";
  }

  public List<JsonNode> received() {
    return received;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!verified(exchange, body)) {
      respond(exchange, 401, "");
      return;
    }
    JsonNode interaction = Json.parse(body).orElseThrow();
    received.add(interaction);
    String json = interaction.path("type").asInt() == 1 ? "{'type':1}" : answer.apply(interaction);
    if (json.matches("\\d{3}")) {
      respond(exchange, Integer.parseInt(json), "");
    } else if (!json.isEmpty()) {
      respond(exchange, 200, json.replace('\'', '"'));
    }
  }

  private boolean verified(HttpExchange exchange, byte[] body) {
    String signature = exchange.getRequestHeaders().getFirst("X-Signature-Ed25519");
    String timestamp = exchange.getRequestHeaders().getFirst("X-Signature-Timestamp");
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, key);
    byte[] time = timestamp.getBytes(StandardCharsets.US_ASCII);
    signer.update(time, 0, time.length);
    signer.update(body, 0, body.length);
    return signer.verifySignature(HexFormat.of().parseHex(signature));
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
