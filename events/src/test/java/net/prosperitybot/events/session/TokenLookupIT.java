package net.prosperitybot.events.session;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import org.junit.jupiter.api.Test;

class TokenLookupIT {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";

  @Test
  void anAnswerThatStallsInItsBodyIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpClient http = HttpClient.newHttpClient()) {
      Thread stalling = Thread.ofVirtual().start(() -> stall(server));
      TokenLookup lookup =
          new TokenLookup(
              http,
              URI.create("http://127.0.0.1:" + server.getLocalPort()),
              new RestGuard(
                  new RefusalBudget(InstantSource.system()),
                  Breaker.ofRestApi(InstantSource.system())),
              Duration.ofMillis(300));
      IOException given =
          assertThrows(IOException.class, () -> lookup.profile(new Secret("token")));
      assertTrue(String.valueOf(given.getMessage()).contains("does not answer"), given.toString());
      stalling.join();
    }
  }

  /** Sends the headers and a byte, and waits until the client hangs up. */
  private static void stall(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(HEAD.getBytes(StandardCharsets.UTF_8));
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("The client did not ask", e);
    }
  }
}
