package net.prosperitybot.events.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import net.prosperitybot.events.hosting.TokenRefusedException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ways to Discord, over real HTTP to a server that answers everything with one status. */
class RestGuardIT {
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final RefusalBudget budget = new RefusalBudget(() -> now);
  private final Breaker breaker = Breaker.ofRestApi(() -> now);
  private final RestGuard guard = new RestGuard(budget, breaker);
  private final OkHttpClient http = new OkHttpClient.Builder().addInterceptor(guard).build();
  private volatile int status = 401;
  private HttpServer discord;
  private String address;

  @BeforeEach
  void start() throws IOException {
    discord = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    discord.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    discord.start();
    address = "http://127.0.0.1:" + discord.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    discord.stop(0);
    http.connectionPool().evictAll();
  }

  @Test
  void refusalsOfAllWaysCountTogether() throws Exception {
    get("/channels/1/messages");
    assertThrows(TokenRefusedException.class, this::lookUp);
    assertEquals(2, budget.spent());
  }

  @Test
  void onceTheyAreManyWhatCanWaitDoesUntilTheyAreForgotten() throws Exception {
    for (int i = 1; i < RefusalBudget.HALF; i++) {
      budget.answered(403, "");
    }
    get("/channels/1/messages");
    asked.clear();
    IOException held = assertThrows(IOException.class, () -> get("/channels/1/messages"));
    assertTrue(String.valueOf(held.getMessage()).contains("5000 requests"), held.toString());
    assertThrows(IOException.class, this::lookUp);
    get("/gateway/bot");
    get("/webhooks/1/token/messages/@original");
    assertEquals(List.of("/gateway/bot", "/webhooks/1/token/messages/@original"), asked);
    now = now.plusSeconds(611);
    get("/channels/1/messages");
  }

  @Test
  void whenDiscordAnswersWithErrorsOnlyInteractionsAreAnsweredUntilItIsBack() throws Exception {
    status = 503;
    for (int i = 0; i < 20; i++) {
      get("/channels/1/messages");
    }
    asked.clear();
    IOException held = assertThrows(IOException.class, () -> get("/channels/1/messages"));
    assertTrue(String.valueOf(held.getMessage()).contains("has not answered"), held.toString());
    assertThrows(IOException.class, this::lookUp);
    get("/webhooks/1/token/messages/@original");
    assertEquals(List.of("/webhooks/1/token/messages/@original"), asked);
    status = 200;
    now = now.plusSeconds(11);
    for (int i = 0; i < 3; i++) {
      get("/channels/1/messages");
    }
    assertFalse(breaker.isOpen());
  }

  @Test
  void aDiscordThatIsNotThereIsNotAskedForLong() throws Exception {
    discord.stop(0);
    for (int i = 0; i < 20; i++) {
      assertThrows(IOException.class, i % 2 == 0 ? this::lookUp : () -> get("/channels/1"));
    }
    assertTrue(breaker.isOpen());
  }

  private void lookUp() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      new TokenLookup(client, URI.create(address), guard).profile(new Secret("token"));
    }
  }

  private void get(String path) throws IOException {
    try (Response answer =
        http.newCall(new Request.Builder().url(address + path).build()).execute()) {
      assertEquals(status, answer.code());
    }
  }
}
