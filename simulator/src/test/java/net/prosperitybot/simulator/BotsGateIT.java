package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.prosperitybot.simulator.world.Applications;
import net.prosperitybot.simulator.world.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a website can do in a visitor's browser with a bot's token that everybody knows. */
class BotsGateIT {
  private static final long ID = 100_000_000_000_000_001L;
  private static final String TOKEN = "known.to.everybody";

  /** The first of RFC 8032's examples. */
  private static final String PRIVATE_KEY =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String PUBLIC_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private LocalDiscord discord;
  private LocalApplication bot;

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous());
    bot =
        discord.createApplication(
            "Bot",
            discord.createUser("olga"),
            new Applications.Identity(ID, TOKEN, SigningKey.parse(PRIVATE_KEY)));
  }

  @AfterEach
  void stop() {
    discord.close();
  }

  @Test
  void anApplicationCanBeTheSameAtEachStart() {
    assertEquals(ID, bot.id());
    assertEquals(PUBLIC_KEY, bot.publicKeyHex());
    bot.sellToUsers("Premium", ID + 1);
    try (Rest rest = new Rest(discord, TOKEN)) {
      assertEquals(Long.toString(ID), rest.get("/applications/@me").body().path("id").asText());
      assertEquals(
          Long.toString(ID + 1),
          rest.get("/applications/" + ID + "/skus").body().path(0).path("id").asText());
    }
  }

  @Test
  void botsComeByAddressOrByAContainersName() throws IOException {
    for (String host : List.of("127.0.0.1:8420", "demo:8420", "172.18.0.3:8420", "[::1]:8420")) {
      assertEquals(200, status("/api/v10/users/@me", "Host: " + host), host);
      assertEquals(101, status("/gateway?v=10&encoding=json", "Host: " + host, UPGRADE), host);
    }
  }

  @Test
  void aDomainThatWasReboundIsRefused() throws IOException {
    for (String host : List.of("evil.example", "evil.example:8420", "127.0.0.1.evil.example")) {
      assertEquals(403, status("/api/v10/users/@me", "Host: " + host), host);
      assertEquals(403, status("/gateway?v=10&encoding=json", "Host: " + host, UPGRADE), host);
    }
  }

  @Test
  void anotherSitesScriptIsRefused() throws IOException {
    String[] headers = {"Host: 127.0.0.1:8420", "Origin: http://evil.example"};
    assertEquals(403, status("/api/v10/users/@me", headers));
    assertEquals(403, status("/gateway?v=10&encoding=json", headers[0], headers[1], UPGRADE));
    assertTrue(bot.sessions().isEmpty());
  }

  private static final String UPGRADE =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  /** Java's client would not let a test name another host. */
  private int status(String path, String... headers) throws IOException {
    String head =
        "GET %s HTTP/1.1\r\nAuthorization: Bot %s\r\n%s\r\n\r\n"
            .formatted(path, TOKEN, String.join("\r\n", headers));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), discord.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return Integer.parseInt(lines.readLine(), 9, 12, 10);
    }
  }
}
