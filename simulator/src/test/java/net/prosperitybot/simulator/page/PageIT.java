package net.prosperitybot.simulator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Snowflakes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page's own API, and who may use it. */
class PageIT {
  private static final Inet4Address ELSEWHERE = Inet4Address.ofLiteral("127.0.0.2");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private LocalDiscord discord;
  private LocalServer server;
  private LocalChannel general;
  private LocalMember ann;

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous());
    server = discord.createServer("Home");
    general = server.createTextChannel("general");
    ann = server.join("Ann");
  }

  @AfterEach
  void stop() {
    http.close();
    discord.close();
  }

  private record Reply(int status, JsonNode body) {}

  private Reply get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private Reply post(String path, String order) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(order.replace('\'', '"'))));
  }

  private Reply send(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), Json.parse(response.body()).orElseGet(Json::object));
  }

  private URI uri(String path) {
    return URI.create(discord.pageUrl().replaceFirst("/$", path));
  }

  private String in(LocalChannel channel) {
    return "/local/api/channels/" + channel.id();
  }

  private String as(LocalMember member) {
    return "'as':'" + member.id() + "'";
  }

  @Test
  void thePageIsServedWithAPolicyThatLetsNothingElseIn() throws Exception {
    HttpResponse<String> page =
        http.send(HttpRequest.newBuilder(uri("/")).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("<title>Local Discord</title>"));
    assertFalse(page.body().contains("http://") || page.body().contains("https://"));
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("default-src 'none'; script-src 'self'"), policy);
  }

  @Test
  void aRequestForAnotherHostIsRefused() throws Exception {
    for (String path : List.of("/", "/local/api/state", "/local/events", "/local/page/page.js")) {
      assertEquals(403, rawStatus("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n"), path);
    }
    assertEquals(200, rawStatus("GET / HTTP/1.1\r\nHost: localhost:" + discord.port() + "\r\n"));
  }

  @Test
  void anotherSiteCanNeitherReadNorWrite() throws Exception {
    String host = "Host: 127.0.0.1:" + discord.port() + "\r\n";
    String json = "Content-Type: application/json\r\nContent-Length: 2\r\n";
    String clock = "POST /local/api/clock HTTP/1.1\r\n" + host;
    assertEquals(403, rawStatus(clock + json + "Origin: http://evil.example\r\n", "{}"));
    assertEquals(403, rawStatus(clock + json + "Origin: null\r\n", "{}"));
    assertEquals(403, rawStatus(clock + json + "Sec-Fetch-Site: same-site\r\n", "{}"));
    String form = "Content-Type: text/plain\r\nContent-Length: 2\r\n";
    assertEquals(403, rawStatus(clock + form, "{}"));
    String state = "GET /local/api/state HTTP/1.1\r\n" + host;
    assertEquals(403, rawStatus(state + "Sec-Fetch-Site: cross-site\r\n"));
    assertEquals(200, rawStatus(clock + json + "Sec-Fetch-Site: same-origin\r\n", "{}"));
  }

  /** As in a container whose port is published: who came in by another address typed it. */
  @Test
  void theAddressThatWasTypedCountsNotTheOneThatIsListenedOn() throws Exception {
    discord.close();
    discord = LocalDiscord.start(Options.generous().withAddress(ELSEWHERE));
    String local = ELSEWHERE.getHostAddress() + ":" + discord.port();
    assertEquals("http://" + local + "/", discord.pageUrl());
    assertEquals(200, get("/").status());
    assertThrows(
        ConnectException.class,
        () -> new Socket(InetAddress.getLoopbackAddress(), discord.port()).close());
    for (String typed : List.of(local, "127.0.0.1:8420", "localhost:80", "[::1]:1", "localhost")) {
      assertEquals(200, rawStatus("GET / HTTP/1.1\r\nHost: " + typed + "\r\n"), typed);
    }
    List<String> others =
        List.of(
            "172.18.0.3:8420",
            "192.168.1.7",
            "demo:8420",
            "127.0.0.1.evil.example",
            "localhost.evil.example:8420",
            "evil.example:8420",
            "127.0.0.1:8420@evil.example");
    for (String typed : others) {
      for (String path : List.of("/", "/local/api/state", "/local/events")) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + typed + "\r\n";
        assertTrue(List.of(400, 403).contains(rawStatus(head)), typed + path);
      }
    }
  }

  private int rawStatus(String head) throws IOException {
    return rawStatus(head, "");
  }

  /** Java's client would not let a test name another host. */
  private int rawStatus(String head, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral(uri("/").getHost()), discord.port())) {
      String text = head + "Connection: close\r\n\r\n" + body;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      String status = lines(socket.getInputStream()).readLine();
      return Integer.parseInt(status, 9, 12, 10);
    }
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Test
  void theStateShowsWhatAMemberSees() throws Exception {
    LocalChannel hidden = server.createTextChannel("staff");
    hidden.overwrite(server.everyone(), 0, Permissions.VIEW_CHANNEL);
    ann.badge("Level 2");
    JsonNode state = get("/local/api/state?as=" + ann.id()).body();
    assertEquals("Home", state.path("server").path("name").asText());
    assertEquals(
        List.of("general"), state.path("server").path("channels").findValuesAsText("name"));
    assertTrue(state.path("server").path("members").findValuesAsText("badge").contains("Level 2"));
    JsonNode owners = get("/local/api/state?as=" + server.owner().id()).body();
    assertEquals(2, owners.path("server").path("channels").size());
    assertEquals(403, get(in(hidden) + "/messages?as=" + ann.id()).status());
    assertEquals(403, post(in(hidden) + "/messages", "{" + as(ann) + ",'content':'x'}").status());
  }

  @Test
  void aMessageIsWrittenAsAMemberAndAnswered() throws Exception {
    String first =
        post(in(general) + "/messages", "{" + as(ann) + ",'content':'Hello'}")
            .body()
            .path("id")
            .asText();
    post(
        in(general) + "/messages", "{" + as(ann) + ",'content':'Again','replyTo':'" + first + "'}");
    JsonNode messages = get(in(general) + "/messages?as=" + ann.id()).body();
    assertEquals(2, messages.size());
    assertEquals("Ann", messages.path(0).path("author").path("username").asText());
    assertEquals(first, messages.path(1).path("referenced_message").path("id").asText());
    assertEquals(400, post(in(general) + "/messages", "{" + as(ann) + ",'content':' '}").status());
    assertEquals(404, get("/local/api/channels/1/messages?as=" + ann.id()).status());
    assertEquals(400, post(in(general) + "/messages", "{").status());
  }

  @Test
  void messagesOfALaterTimeAreReadInTheOrderInWhichTheyWereWritten() throws Exception {
    post("/local/api/clock", "{'advanceSeconds':3600}");
    post(in(general) + "/messages", "{" + as(ann) + ",'content':'later'}");
    ann.send(general, "now");
    JsonNode messages = get(in(general) + "/messages?as=" + ann.id()).body();
    assertEquals(List.of("later", "now"), messages.findValuesAsText("content"));
    long later = messages.path(0).path("id").asLong();
    long now = messages.path(1).path("id").asLong();
    long ahead =
        Snowflakes.timeOf(later).getEpochSecond() - Snowflakes.timeOf(now).getEpochSecond();
    assertTrue(ahead > 3500 && ahead < 3700, "ahead by " + ahead);
  }

  @Test
  void aSeriesTakesTheClockAlong() throws Exception {
    Reply reply =
        post(
            in(general) + "/series", "{" + as(ann) + ",'count':3,'secondsApart':60,'content':'m'}");
    assertEquals(180, reply.body().path("aheadSeconds").asLong());
    List<Long> minutes =
        general.messages().stream()
            .map(message -> Snowflakes.timeOf(message.id()).getEpochSecond() / 30)
            .toList();
    assertEquals(3, minutes.stream().distinct().count());
    assertEquals(
        400, post(in(general) + "/series", "{" + as(ann) + ",'count':999,'content':'m'}").status());
  }

  @Test
  void onlyOnesOwnMessagesAreDeleted() throws Exception {
    LocalMember ben = server.join("Ben");
    long id = ben.send(general, "mine").id();
    String path = in(general) + "/messages/" + id + "/delete";
    assertEquals(403, post(path, "{" + as(ann) + "}").status());
    assertEquals(200, post(path, "{" + as(ben) + "}").status());
    assertTrue(general.messages().isEmpty());
  }

  @Test
  void membersComeAndGo() throws Exception {
    String members = "/local/api/servers/" + server.id() + "/members";
    String id = post(members, "{'name':'Zoe'}").body().path("id").asText();
    assertEquals(200, post(members + "/" + id + "/leave", "{}").status());
    assertEquals(2, server.members().size());
    assertEquals(200, post(members + "/" + id + "/join", "{}").status());
    assertEquals(3, server.members().size());
    assertEquals(400, post(members + "/" + server.owner().id() + "/leave", "{}").status());
    assertEquals(400, post(members, "{'name':''}").status());
  }

  @Test
  void aCommandThatNobodyHasIsRefusedInWords() throws Exception {
    Reply reply = post(in(general) + "/commands", "{" + as(ann) + ",'line':'/nothing'}");
    assertEquals(400, reply.status());
    assertTrue(reply.body().path("message").asText().contains("/nothing"));
  }

  @Test
  void theStreamSaysWhatToFetchAgainAndNothingOfItIsTraffic() throws Exception {
    HttpResponse<InputStream> stream =
        http.send(
            HttpRequest.newBuilder(uri("/local/events"))
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines = lines(stream.body())) {
      awaitLine(lines, "event: hello");
      ann.send(general, "hi");
      awaitLine(lines, "\"messages:" + general.id() + "\"");
      ann.give(server.createRole("Novice"));
      awaitLine(lines, "\"notes:" + server.id() + "\"");
    }
    JsonNode note = get("/local/api/state?as=" + ann.id()).body().path("notes").path(0);
    assertEquals("given Ann Novice", text(note, "what", "name", "roleName"));
    assertEquals(List.of(), discord.requests().all());
  }

  private static String text(JsonNode node, String... fields) {
    return String.join(" ", List.of(fields).stream().map(f -> node.path(f).asText()).toList());
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(part)) {
      line = lines.readLine();
    }
    assertTrue(line != null, "the stream ended before " + part);
  }

  @Test
  void aBotsConnectionsAreCounted() throws Exception {
    LocalApplication bot = discord.createApplication("Helper");
    bot.invite(server, 0);
    JsonNode bots = get("/local/api/state").body().path("bots");
    assertEquals("Helper 0", text(bots.path(0), "name", "connections"));
    String cut = "/local/api/applications/" + bot.id() + "/cut";
    assertEquals(200, post(cut, "{}").status());
  }
}
