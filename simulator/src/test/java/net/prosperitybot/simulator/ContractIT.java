package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.gateway.Dispatch;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tour of every route, event and interaction; all that is said fits Discord's own document. */
class ContractIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String COMMANDS =
      """
      [{'name':'everything','description':'All kinds of options','options':[
         {'type':6,'name':'user','description':'A user'},
         {'type':8,'name':'role','description':'A role'},
         {'type':7,'name':'channel','description':'A channel'},
         {'type':4,'name':'count','description':'A number','min_value':1,'max_value':9},
         {'type':3,'name':'word','description':'A word','choices':[{'name':'A','value':'a'}]},
         {'type':5,'name':'yes','description':'Yes'}]},
       {'name':'group','description':'Nested','default_member_permissions':'32','contexts':['0'],
        'options':[{'type':2,'name':'inner','description':'Inner','options':[
          {'type':1,'name':'leaf','description':'Leaf'}]}]}]
      """;
  private static final String PAGE =
      """
      {'content':'page','embeds':[{'title':'T','color':255,'footer':{'text':'f'},
         'timestamp':'2026-11-22T10:00:00Z','fields':[{'name':'n','value':'v'}]}],
       'components':[{'type':1,'components':[
         {'type':2,'style':1,'label':'next','custom_id':'next'},
         {'type':2,'style':5,'label':'web','url':'https://example.org/'}]},
        {'type':1,'components':[{'type':3,'custom_id':'kind','options':[
         {'label':'A','value':'a'},{'label':'B','value':'b'}]}]},
        {'type':1,'components':[{'type':5,'custom_id':'who'}]},
        {'type':1,'components':[{'type':8,'custom_id':'where','channel_types':[0,5]}]}]}
      """;

  @TempDir Path folder;
  private volatile String answer = "{'type':5}";

  @Test
  void allThatIsSaidFitsTheDocument() {
    Optional<DiscordContract> contract = DiscordContract.find();
    Path file = folder.resolve("traffic.jsonl");
    List<Dispatch> events = new CopyOnWriteArrayList<>();
    List<Invocation> interactions = new ArrayList<>();
    try (LocalDiscord discord = LocalDiscord.start(Options.generous().withTraffic(file))) {
      discord.observe((event, to) -> events.add(event));
      LocalApplication bot = discord.createApplication("Bot");
      try (Rest rest = new Rest(discord, bot.token());
          FakeWorker worker = new FakeWorker(bot.publicKeyHex(), i -> answer)) {
        new Tour(discord, bot, rest, worker, interactions).all();
      }
    }
    List<String> problems = new ArrayList<>();
    contract.ifPresent(
        document -> {
          problems.addAll(document.traffic(file));
          events.forEach(event -> problems.addAll(document.event(event.type(), event.data())));
          interactions.forEach(each -> problems.addAll(document.interaction(each.payload())));
        });
    assertEquals("", String.join("\n", problems));
    assertTrue(events.size() > 20, "events: " + events.size());
  }

  /** The tour itself; each stop must be answered as expected, or it proves nothing. */
  private final class Tour {
    private final LocalDiscord discord;
    private final LocalApplication bot;
    private final Rest rest;
    private final FakeWorker worker;
    private final List<Invocation> interactions;
    private final LocalServer server;
    private final LocalChannel general;
    private final LocalMember ann;
    private final LocalRole role;

    Tour(
        LocalDiscord discord,
        LocalApplication bot,
        Rest rest,
        FakeWorker worker,
        List<Invocation> interactions) {
      this.discord = discord;
      this.bot = bot;
      this.rest = rest;
      this.worker = worker;
      this.interactions = interactions;
      this.server = discord.createServer("Home");
      bot.invite(server, Permissions.MANAGE_ROLES | Permissions.MANAGE_NICKNAMES);
      LocalChannel category = server.createCategory("Talk");
      this.general = server.createTextChannel("general", category);
      this.ann = server.join("ann");
      this.role = server.createRole("Regular");
    }

    void all() {
      world();
      application();
      users();
      guild();
      messages();
      commands();
      interactions();
      goodbyes();
    }

    private void world() {
      server.createVoiceChannel("Voice");
      server.createStageChannel("Stage");
      server.createAnnouncementChannel("News");
      server.createForum("Forum").createThread("post", ann.user());
      LocalChannel thread = general.createThread("thread", ann.user());
      thread.rename("renamed").archive();
      ann.send(thread, "in a thread");
      LocalChannel shortLived = server.createTextChannel("short");
      shortLived.createThread("shorter", ann.user());
      shortLived.delete();
      role.color(0xff0000).rename("Renamed").mentionable();
      server.createRole("Other").moveTo(2);
      general.overwrite(server.everyone(), 0, Permissions.MENTION_EVERYONE).topic("Talk");
      ann.nick("Annie").give(role);
      ann.reply(ann.send(general, "hello " + ann.mention() + role.mention()), "hi");
      general.sendAsWebhook("hook", "from outside");
      general.sendAsSystem(7, ann.user());
      server.beginOutage();
      server.endOutage();
      server.rename("New home");
    }

    private void expect(int status, Rest.Reply reply) {
      assertEquals(status, reply.status(), reply.body().toString());
    }

    private void application() {
      expect(200, rest.get("/gateway"));
      expect(200, rest.get("/gateway/bot"));
      expect(200, rest.get("/applications/@me"));
      expect(200, rest.get("/oauth2/applications/@me"));
      expect(200, rest.patch("/applications/@me", "{'flags':" + (1 << 15) + "}"));
      expect(400, rest.patch("/applications/@me", "{'flags':1}"));
      String endpoint = "{'interactions_endpoint_url':'" + worker.url() + "'}";
      expect(200, rest.patch("/applications/@me", endpoint));
      expect(
          400, rest.patch("/applications/@me", "{'interactions_endpoint_url':'http://[::1]:1/'}"));
      entitlements();
      try (Rest nobody = new Rest(discord, "nobody")) {
        expect(401, nobody.get("/applications/@me"));
      }
      expect(404, rest.get("/no/such/route"));
    }

    private void entitlements() {
      String path = "/applications/" + bot.id() + "/entitlements";
      long sku = bot.sellToUsers("Premium");
      LocalEntitlement bought = ann.user().buy(sku);
      bought.endAt(Instant.now().plus(Duration.ofDays(30)));
      ann.buyForServer(bot.sellToServers("For servers"));
      String query = "?user_id=" + ann.id() + "&sku_ids=" + sku + "&exclude_ended=true&limit=5";
      expect(200, rest.get(path + query));
      expect(200, rest.get(path + "/" + bought.id()));
      expect(404, rest.get(path + "/1"));
      String body = "{'sku_id':'" + sku + "','owner_id':'" + server.id() + "','owner_type':1}";
      Rest.Reply given = rest.post(path, body);
      expect(200, given);
      expect(204, rest.delete(path + "/" + given.body().path("id").asText()));
      String icon = "'data:image/png;base64,iVBORw0KGgo='";
      expect(200, rest.patch("/applications/@me", "{'icon':" + icon + "}"));
      expect(200, rest.patch("/users/@me", "{'username':'Bot','avatar':" + icon + "}"));
    }

    private void users() {
      expect(200, rest.get("/users/@me"));
      expect(200, rest.patch("/users/@me", "{'username':'Botty'}"));
      expect(400, rest.patch("/users/@me", "{'username':'x'}"));
      expect(200, rest.get("/users/@me/guilds?limit=5"));
      expect(200, rest.get("/users/" + ann.id()));
      expect(404, rest.get("/users/1"));
      Rest.Reply direct = rest.post("/users/@me/channels", "{'recipient_id':'" + ann.id() + "'}");
      expect(200, direct);
      String channel = "/channels/" + direct.body().path("id").asText();
      expect(200, rest.get(channel));
      expect(200, rest.post(channel + "/messages", "{'content':'psst'}"));
      expect(200, rest.get(channel + "/messages"));
      ann.user().closeDirectMessages();
      expect(403, rest.post(channel + "/messages", "{'content':'psst'}"));
    }

    private void guild() {
      String path = "/guilds/" + server.id();
      expect(200, rest.get(path + "?with_counts=true"));
      expect(404, rest.get("/guilds/1"));
      expect(200, rest.get(path + "/channels"));
      expect(200, rest.get(path + "/roles"));
      expect(200, rest.get(path + "/roles/" + role.id()));
      expect(200, rest.get(path + "/members?limit=10"));
      bot.grant(0);
      expect(403, rest.get(path + "/members?limit=10"));
      bot.grant(Intents.GUILD_MEMBERS);
      String member = path + "/members/" + ann.id();
      expect(200, rest.get(member));
      expect(404, rest.get(path + "/members/" + discord.createUser("away").id()));
      expect(204, rest.put(member + "/roles/" + role.id(), ""));
      expect(204, rest.delete(member + "/roles/" + role.id()));
      expect(403, rest.put(member + "/roles/" + server.createRole("Top").moveTo(99).id(), ""));
      expect(404, rest.put(member + "/roles/1", ""));
      expect(200, rest.patch(member, "{'roles':['" + role.id() + "'],'nick':'A'}"));
      expect(200, rest.patch(path + "/members/@me", "{'nick':'Me'}"));
    }

    private void messages() {
      String path = "/channels/" + general.id();
      expect(200, rest.get(path));
      expect(404, rest.get("/channels/1"));
      expect(204, rest.post(path + "/typing", ""));
      expect(201, rest.post(path + "/threads", "{'name':'by a bot','type':11}"));
      Rest.Reply sent = rest.post(path + "/messages", PAGE);
      expect(200, sent);
      String one = path + "/messages/" + sent.body().path("id").asText();
      String hello = Long.toString(ann.send(general, "hello").id());
      String reply =
          "{'content':'hi','nonce':'1','enforce_nonce':true,'allowed_mentions':{'replied_user':true},"
              + "'message_reference':{'message_id':'"
              + hello
              + "'}}";
      expect(200, rest.post(path + "/messages", reply));
      expect(400, rest.post(path + "/messages", "{'content':''}"));
      expect(200, rest.get(one));
      expect(200, rest.get(path + "/messages?limit=100"));
      expect(200, rest.patch(one, "{'content':'edited'}"));
      expect(403, rest.patch(path + "/messages/" + hello, "{'content':'not mine'}"));
      expect(204, rest.delete(one));
      expect(404, rest.get(one));
      expect(403, rest.delete(path + "/messages/" + hello));
    }

    private void commands() {
      String global = "/applications/" + bot.id() + "/commands";
      String local = "/applications/" + bot.id() + "/guilds/" + server.id() + "/commands";
      expect(200, rest.put(global, COMMANDS));
      expect(200, rest.get(global));
      expect(400, rest.put(global, "[{'name':'Bad Name','description':'x'}]"));
      expect(201, rest.post(local, "{'name':'local','description':'Of this server'}"));
      Rest.Reply again = rest.post(local, "{'name':'local','description':'Of this one'}");
      expect(200, again);
      String one = local + "/" + again.body().path("id").asText();
      expect(200, rest.get(one));
      expect(200, rest.patch(one, "{'description':'Changed'}"));
      expect(200, rest.get(local));
      expect(204, rest.delete(one));
      expect(404, rest.get(one));
    }

    private void interactions() {
      Invocation deferred = run("/everything user:@ann role:@Renamed channel:#general count:3");
      assertEquals(State.DEFERRED, deferred.await().state());
      String webhook = "/webhooks/" + bot.id() + "/" + deferred.token();
      expect(200, rest.get(webhook + "/messages/@original"));
      expect(200, rest.patch(webhook + "/messages/@original", PAGE));
      Rest.Reply more = rest.post(webhook, "{'content':'more','flags':64}");
      expect(200, more);
      String follow = webhook + "/messages/" + more.body().path("id").asText();
      expect(200, rest.get(follow));
      expect(200, rest.patch(follow, "{'content':'changed'}"));
      expect(204, rest.delete(follow));
      expect(404, rest.get(follow));
      expect(404, rest.post("/webhooks/" + bot.id() + "/none", "{'content':'x'}"));
      expect(
          400,
          rest.post(
              "/interactions/" + deferred.id() + "/" + deferred.token() + "/callback",
              "{'type':5}"));
      LocalMessage page = general.lastMessage().orElseThrow();
      answer = "{'type':6}";
      keep(ann.click(page, "next")).await();
      answer = "{'type':7,'data':{'content':'chosen'}}";
      keep(ann.select(page, "kind", "a")).await();
      keep(ann.select(page, "who", Long.toString(ann.id()))).await();
      keep(ann.select(page, "where", Long.toString(general.id()))).await();
      modal();
      overTheGateway();
    }

    private void modal() {
      answer =
          """
          {'type':9,'data':{'title':'Setup','custom_id':'setup','components':[{'type':1,
            'components':[{'type':4,'custom_id':'token','label':'Token','style':1}]}]}}
          """;
      Invocation opener = run("/everything");
      assertEquals(State.MODAL, opener.await().state());
      answer = "{'type':4,'data':{'content':'thanks'}}";
      assertEquals(
          State.ANSWERED, keep(ann.submit(opener, Map.of("token", "abc"))).await().state());
    }

    private void overTheGateway() {
      expect(200, rest.patch("/applications/@me", "{'interactions_endpoint_url':null}"));
      Invocation invocation = keep(server.owner().run(general, "/group inner leaf"));
      String callback = "/interactions/" + invocation.id() + "/" + invocation.token() + "/callback";
      expect(
          200,
          rest.post(callback + "?with_response=true", "{'type':4,'data':{'content':'by REST'}}"));
      assertEquals("by REST", invocation.awaitAnswer(SOON).content());
      expect(404, rest.post("/interactions/1/none/callback", "{'type':5}"));
    }

    private Invocation run(String line) {
      return keep(ann.run(general, line));
    }

    private Invocation keep(Invocation invocation) {
      interactions.add(invocation);
      return invocation;
    }

    private void goodbyes() {
      role.delete();
      ann.leave();
      ann.rejoin();
      server.channel("Voice").delete();
      expect(204, rest.delete("/users/@me/guilds/" + server.id()));
      expect(403, rest.get("/guilds/" + server.id()));
    }
  }
}
