package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.prosperitybot.simulator.gateway.Dispatch;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application by its own token: what it is, what it may change, what it sells. */
class ApplicationsIT {
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p2FvGgAAAABJRU5ErkJggg==");
  private static final String NOT_VERIFIED =
      "The specified interactions endpoint URL could not be verified.";

  private final List<Dispatch> events = new CopyOnWriteArrayList<>();
  private LocalDiscord discord;
  private LocalServer server;
  private LocalMember ann;
  private LocalApplication bot;
  private Rest rest;

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous());
    server = discord.createServer("Home");
    ann = server.join("ann");
    bot = discord.createApplication("Bot");
    bot.invite(server, Permissions.MANAGE_ROLES);
    rest = new Rest(discord, bot.token());
    discord.observe((event, to) -> events.add(event));
  }

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  private JsonNode self() {
    return rest.get("/applications/@me").body();
  }

  @Test
  void aPictureIsSeenInObjectsAndOnTheCdn() throws Exception {
    String data = "'data:image/png;base64," + Base64.getEncoder().encodeToString(PNG) + "'";
    assertTrue(self().path("icon").isNull());
    Rest.Reply changed = rest.patch("/users/@me", "{'avatar':" + data + "}");
    assertEquals(200, changed.status());
    String hash = bot.avatarHash().orElseThrow();
    assertEquals(hash, changed.body().path("avatar").asText());
    assertEquals(200, rest.patch("/applications/@me", "{'icon':" + data + "}").status());
    assertEquals(hash, self().path("icon").asText());
    assertEquals(hash, self().at("/bot/avatar").asText());
    assertEquals(400, rest.patch("/users/@me", "{'avatar':'data:nothing'}").status());

    HttpResponse<byte[]> picture = fetch("cdn/avatars/" + bot.id() + "/" + hash + ".png");
    assertEquals("image/png", picture.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(PNG.length, picture.body().length);
    assertEquals(404, fetch("cdn/avatars/" + bot.id() + "/0.png").statusCode());

    assertEquals(200, rest.patch("/users/@me", "{'avatar':null}").status());
    assertTrue(bot.avatarHash().isEmpty());
  }

  private HttpResponse<byte[]> fetch(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI url = URI.create(discord.pageUrl() + path);
      return http.send(
          HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void whatAnApplicationSaysOfItselfIsKept() {
    bot.otherFlags(1L << 23);
    String params = "{'scopes':['bot'],'permissions':'268435456'}";
    String body =
        "{'flags':"
            + (1 << 23 | 1 << 15)
            + ",'install_params':"
            + params
            + ",'integration_types_config':{'0':{'oauth2_install_params':"
            + params
            + "}}}";
    assertEquals(200, rest.patch("/applications/@me", body).status());
    assertEquals(1 << 23 | 1 << 15, self().path("flags").asInt());
    assertEquals("268435456", self().at("/install_params/permissions").asText());
    assertEquals(
        "bot", self().at("/integration_types_config/0/oauth2_install_params/scopes/0").asText());
    assertEquals(
        200,
        rest.patch(
                "/applications/@me",
                "{'integration_types_config':{'0':{'oauth2_install_params':"
                    + "{'scopes':['bot'],'permissions':8}},'1':null}}")
            .status());
    assertEquals(
        "{\"0\":{\"oauth2_install_params\":{\"scopes\":[\"bot\"],\"permissions\":\"8\"}},\"1\":{}}",
        self().path("integration_types_config").toString());
    assertEquals(
        200,
        rest.patch("/applications/@me", "{'custom_install_url':'https://add.example/'}").status());
    assertEquals("https://add.example/", self().path("custom_install_url").asText());
    assertEquals(200, rest.patch("/applications/@me", "{'custom_install_url':null}").status());
    assertFalse(self().has("custom_install_url"));
    assertTrue(self().path("bot_public").asBoolean());
    bot.keepPrivate();
    assertFalse(self().path("bot_public").asBoolean());
    assertEquals(1, self().path("approximate_guild_count").asInt());
    assertEquals(400, rest.patch("/applications/@me", "{'flags':0}").status(), "not its to take");
    bot.rename("Other");
    assertEquals("Other", self().path("name").asText());
    assertEquals("Other", rest.get("/users/@me").body().path("username").asText());
  }

  @Test
  void aDeletedApplicationIsGoneForEverybody() {
    try (Rest other = new Rest(discord, discord.createApplication("Other").token())) {
      assertEquals(200, other.get("/users/" + bot.id()).status());
      bot.delete();
      assertEquals(401, rest.get("/applications/@me").status());
      Rest.Reply asked = other.get("/users/" + bot.id());
      assertEquals(404, asked.status());
      assertEquals(10013, asked.code());
    }
  }

  @Test
  void anEndpointIsSavedOnlyWhenItVerifiesSignatures() throws IOException {
    HttpServer trusting =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trusting.createContext(
        "/",
        exchange -> {
          byte[] pong = "{\"type\":1}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, pong.length);
          exchange.getResponseBody().write(pong);
          exchange.close();
        });
    trusting.start();
    LocalApplication stranger = discord.createApplication("Stranger");
    try (FakeWorker own = new FakeWorker(bot.publicKeyHex(), each -> "");
        FakeWorker wrongKey = new FakeWorker(stranger.publicKeyHex(), each -> "")) {
      assertEquals(
          NOT_VERIFIED, refusal("http://127.0.0.1:" + trusting.getAddress().getPort() + "/"));
      assertEquals(NOT_VERIFIED, refusal(wrongKey.url()));
      assertEquals(NOT_VERIFIED, refusal("http://127.0.0.1:1/interactions"));
      assertEquals("Not a well formed URL.", refusal("127.0.0.1/interactions"));
      assertTrue(refusal("ftp://example.org/x").startsWith("Scheme \"ftp\" is not supported."));
      assertTrue(self().path("interactions_endpoint_url").isNull());
      assertEquals(200, save(own.url()).status());
      assertEquals(own.url(), self().path("interactions_endpoint_url").asText());
    } finally {
      trusting.stop(0);
    }
  }

  private Rest.Reply save(String url) {
    return rest.patch("/applications/@me", "{'interactions_endpoint_url':'" + url + "'}");
  }

  private String refusal(String url) {
    Rest.Reply reply = save(url);
    assertEquals(50035, reply.code());
    String message =
        reply.body().at("/errors/interactions_endpoint_url/_errors/0/message").asText();
    return message.replaceFirst(" \\([A-Z_0-9]+\\)$", "");
  }

  // Selling

  private String entitlements() {
    return "/applications/" + bot.id() + "/entitlements";
  }

  private List<String> eventTypes() {
    return events.stream().map(Dispatch::type).filter(t -> t.startsWith("ENTITLEMENT")).toList();
  }

  @Test
  void aSubscriptionIsBoughtEndedAndRefunded() {
    long sku = bot.sellToUsers("Premium");
    LocalEntitlement bought = ann.user().buy(sku);
    assertThrows(IllegalArgumentException.class, () -> ann.user().buy(sku));
    JsonNode listed = rest.get(entitlements()).body();
    assertEquals(1, listed.size());
    assertEquals(Long.toString(ann.id()), listed.at("/0/user_id").asText());
    assertTrue(listed.at("/0/ends_at").isNull());
    bought.end();
    assertEquals(1, rest.get(entitlements()).body().size());
    assertEquals(0, rest.get(entitlements() + "?exclude_ended=true").body().size());
    bought.refund();
    assertEquals(0, rest.get(entitlements()).body().size());
    JsonNode all = rest.get(entitlements() + "?exclude_deleted=false").body();
    assertTrue(all.at("/0/deleted").asBoolean());
    assertEquals(
        List.of("ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"), eventTypes());
    JsonNode skus = rest.get("/applications/" + bot.id() + "/skus").body();
    assertEquals(Long.toString(sku), skus.at("/0/id").asText());
    assertEquals(5, skus.at("/0/type").asInt());
  }

  @Test
  void entitlementsAreFoundByWhoseAndWhat() {
    long premium = bot.sellToUsers("Premium");
    long forServers = bot.sellToServers("For servers");
    List<Long> ids = new ArrayList<>();
    ids.add(ann.user().buy(premium, Instant.now().plus(Duration.ofDays(1))).id());
    ids.add(server.join("ben").user().buy(premium).id());
    ids.add(ann.buyForServer(forServers).id());
    assertEquals(ids.reversed(), found(""));
    assertEquals(List.of(ids.get(2), ids.get(0)), found("?user_id=" + ann.id()));
    assertEquals(List.of(ids.get(2)), found("?guild_id=" + server.id()));
    assertEquals(List.of(ids.get(2)), found("?sku_ids=5," + forServers));
    assertEquals(List.of(ids.get(0)), found("?before=" + ids.get(1)));
    assertEquals(List.of(ids.get(1)), found("?limit=1&after=" + ids.get(0)));
    assertEquals(10029, rest.get(entitlements() + "/1").code());
    Rest.Reply one = rest.get(entitlements() + "/" + ids.get(0));
    assertFalse(one.body().path("ends_at").isNull());
    assertEquals(403, rest.delete(entitlements() + "/" + ids.get(0)).status());
  }

  private List<Long> found(String query) {
    List<Long> ids = new ArrayList<>();
    rest.get(entitlements() + query).body().forEach(each -> ids.add(each.path("id").asLong()));
    return ids;
  }

  @Test
  void aTestEntitlementIsGivenAndTaken() {
    long sku = bot.sellToUsers("Premium");
    String body = "{'sku_id':'" + sku + "','owner_id':'" + ann.id() + "','owner_type':2}";
    String id = rest.post(entitlements(), body).body().path("id").asText();
    assertEquals(204, rest.delete(entitlements() + "/" + id).status());
    assertEquals(List.of("ENTITLEMENT_CREATE", "ENTITLEMENT_DELETE"), eventTypes());
    assertEquals(10027, rest.post(entitlements(), body.replace("" + sku, "7")).code());
  }

  @Test
  void anInteractionCarriesWhatItsUserHas() {
    long sku = bot.sellToUsers("Premium");
    LocalEntitlement bought = ann.user().buy(sku);
    rest.put(
        "/applications/" + bot.id() + "/commands", "[{'name':'level','description':'A level'}]");
    LocalChannel general = server.createTextChannel("general");
    assertEquals(
        Long.toString(sku),
        ann.run(general, "/level").payload().at("/entitlements/0/sku_id").asText());
    assertEquals(0, server.owner().run(general, "/level").payload().path("entitlements").size());
    bought.end();
    assertEquals(0, ann.run(general, "/level").payload().path("entitlements").size());
  }

  @Test
  void aPremiumButtonNamesWhatItSellsAndNothingElse() {
    long sku = bot.sellToUsers("Premium");
    String path = "/channels/" + server.createTextChannel("shop").id() + "/messages";
    assertEquals(200, rest.post(path, premiumButton("'sku_id':'" + sku + "'")).status());
    assertEquals(400, rest.post(path, premiumButton("'label':'Buy'")).status());
    String both = "'sku_id':'" + sku + "','custom_id':'x'";
    assertEquals(400, rest.post(path, premiumButton(both)).status());
  }

  private static String premiumButton(String fields) {
    return "{'components':[{'type':1,'components':[{'type':2,'style':6," + fields + "}]}]}";
  }
}
