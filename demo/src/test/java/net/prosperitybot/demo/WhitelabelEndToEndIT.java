package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.demo.Conversation.Room;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalEntitlement;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Intents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three customers with bots of their own, from the token to the end of premium: a worker and two
 * events services as processes, people who go on talking, and all that can go wrong meanwhile.
 */
class WhitelabelEndToEndIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A lease of 30 s, two polls, an IDENTIFY that waits for its turn, and a busy machine. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(30 + 2 * 5 + 5 + 10);

  private static final int TALKERS = 3;
  private static final int LEVELS = 12;
  private static final Pattern HELD =
      Pattern.compile("^prosperity_whitelabel_held\\S* (\\S+)$", Pattern.MULTILINE);

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final long startNanos = System.nanoTime();
  private final HttpClient http = open.add(HttpClient.newHttpClient());

  private LocalStack stack;
  private LocalDiscord discord;
  private PublicAddress address;
  private ServiceProcess first;
  private ServiceProcess second;
  private SentByBots sentByBranded;
  private Conversation talk;

  private Customer rita;
  private Customer hugo;
  private Customer mia;
  private Room riverside;
  private Room harbour;
  private Room meadow;
  private LocalMember ann;
  private SessionWatch watch;
  private final Set<String> tokens = new HashSet<>();

  @BeforeEach
  void start() throws IOException {
    stack =
        open.add(
            new LocalStack(ProjectHome.find(), folder, Options.generous())
                .set("PREMIUM_GRACE_DAYS", "0"));
    discord = stack.discord();
    talk = new Conversation(stack.database());
    rita = customer("Rita", "Riverside", "Acme");
    hugo = customer("Hugo", "Harbour", "Boreas");
    mia = customer("Mia", "Meadow", "Cirrus");
    riverside = room(rita);
    harbour = room(hugo);
    meadow = room(mia);
    ann = riverside.server().join("Ann");
    sentByBranded =
        new SentByBots(discord, Set.of(rita.bot().id(), hugo.bot().id(), mia.bot().id()));
    int port = LocalStack.freePort();
    address = open.add(new PublicAddress(port));
    stack.startWorker(port, address.port());
    first = stack.startEvents("events-1");
    second = stack.startEvents("events-2");
    discord.awaitUntil(PATIENCE, () -> !stack.bot().commands().isEmpty());
    discord.awaitUntil(
        PATIENCE, () -> stack.database().dsl().fetchCount(BOT_GUILDS) == discord.servers().size());
    open.add(talk);
    watch = open.add(SessionWatch.start(List.of(rita.bot(), hugo.bot(), mia.bot())));
    step("a worker and two events services run");
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void threeCustomersBotsServeWhateverHappensToThem() throws Exception {
    LocalEntitlement bought = customersSetTheirBotsUp();
    eachRunsOnceAndBothProcessesHaveSome();
    theServingBotGivesTheRoleAndTheNotice();
    bothBotsAnswerAlike();
    talk.start();
    whoHoldsMostIsKilled();
    botsComeAndGo();
    troubleComesToAllThree();
    ownersMendIt();
    premiumEndsAndABotIsDeleted(bought);
    theMainBotServesOn();
    allAgrees();
    nothingOfOursWasSent();
    noTokenWasLogged();
    assertEquals(Set.of(), watch.doubles(), "bots that had two sessions at once");
    step("done");
  }

  private Customer customer(String person, String serverName, String bot) {
    LocalServer server = discord.createServer(serverName, discord.createUser(person));
    stack.invite(server);
    return new Customer(
        stack,
        server.owner(),
        server.createTextChannel("commands"),
        discord.createApplication(bot, server.owner().user()));
  }

  private Room room(Customer of) {
    LocalServer server =
        discord.servers().stream()
            .filter(each -> each.owner().equals(of.person()))
            .findFirst()
            .orElseThrow();
    return talk.room(server, TALKERS, LEVELS);
  }

  // Steps

  private LocalEntitlement customersSetTheirBotsUp() throws IOException, InterruptedException {
    String offer = rita.setUp(rita.bot().token(), "Levels for Acme");
    assertContains(offer, "Your own bot is part of premium");
    assertEquals(Optional.empty(), rita.row());
    LocalEntitlement bought = rita.person().user().buy(stack.premium());
    premium().grant(hugo.person().id(), Optional.empty(), Optional.empty());
    premium().grant(mia.person().id(), Optional.empty(), Optional.empty());

    assertSetUp(rita, rita.setUp(rita.bot().token(), "Levels for Acme"));
    assertSetUp(hugo, hugo.setUp(hugo.bot().token(), ""));
    addToServer(rita.bot(), riverside, hugo.bot());
    stack.invite(hugo.bot(), harbour.server());

    address.close();
    String words = mia.setUp(mia.bot().token(), "");
    assertContains(words, "**Cirrus** is set up");
    String url = "http://127.0.0.1:" + address.port() + "/interactions/" + mia.bot().id();
    assertContains(words, "paste `" + url + "` as **Interactions Endpoint URL**");
    assertEquals(EndpointState.REFUSED, mia.row().orElseThrow().endpoint());
    assertContains(mia.status(), "paste `" + url + "`");
    stack.invite(mia.bot(), meadow.server());
    address.open();
    paste(mia.bot(), url);
    String status = mia.status();
    assertTrue(!status.contains("paste"), status);
    assertEquals(EndpointState.SET, mia.row().orElseThrow().endpoint());
    step("three customers have set their bots up");
    return bought;
  }

  private void addToServer(LocalApplication one, Room room, LocalApplication other) {
    stack.invite(one, room.server());
    stack.invite(other, room.server());
  }

  /** What {@code ./prosperity premium} gives and ends, without a grace period. */
  private PremiumStore premium() {
    return new PremiumStore(
        stack.database(), new PremiumConfig(OptionalLong.of(stack.premium()), Duration.ZERO));
  }

  private static void assertSetUp(Customer who, String words) {
    assertContains(words, "**" + who.bot().name() + "** is set up");
    assertContains(words, "Its commands are registered.");
    assertContains(words, "Discord sends its commands here.");
    assertContains(words, "The Server Members intent is on.");
    assertContains(words, "client_id=" + who.bot().id());
    assertTrue(!words.contains(who.bot().token()), "a token in an answer");
  }

  /** The developer portal's field, which Discord saves once the address has answered its PING. */
  private void paste(LocalApplication bot, String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(discord.apiUrl() + "applications/@me"))
            .header("Authorization", "Bot " + bot.token())
            .header("Content-Type", "application/json")
            .method(
                "PATCH", BodyPublishers.ofString("{\"interactions_endpoint_url\":\"" + url + "\"}"))
            .build();
    assertEquals(200, http.send(request, BodyHandlers.discarding()).statusCode());
  }

  private void eachRunsOnceAndBothProcessesHaveSome() {
    for (Customer each : everybody()) {
      await(() -> runs(each));
      assertEquals(9, each.bot().commands().size());
    }
    assertEquals(Optional.of("Levels for Acme"), rita.bot().statusText());
    await(() -> held(first) + held(second) == 3);
    assertTrue(held(first) > 0 && held(second) > 0, held(first) + " and " + held(second));
    assertEquals(2, leaseOwners(), "lease owners");
    await(() -> serves(riverside) == rita.bot().id());
    await(() -> serves(harbour) == hugo.bot().id());
    await(() -> serves(meadow) == mia.bot().id());
    step("each runs once; the processes hold " + held(first) + " and " + held(second));
  }

  private void theServingBotGivesTheRoleAndTheNotice() {
    LocalMessage last;
    do {
      last = talk.sayNext(riverside, ann);
      await(() -> talk.missing(talk.sent() - 1).isEmpty());
    } while (stack.database().dsl().fetchCount(LEVEL_UPS) == 0 && !hasRole());
    await(this::hasRole);
    await(() -> talk.notices(riverside).count() == 1);
    LocalMessage notice = talk.notices(riverside).findFirst().orElseThrow();
    assertEquals(rita.bot().id(), notice.authorId(), "the branded bot with the lowest id tells it");
    assertTrue(notice.pings(ann.user()), notice.content());
    assertEquals(last.id(), notice.json().path("message_reference").path("message_id").asLong());
    assertEquals(Map.of(rita.bot().id(), 1), sentByBranded.roleCalls());
    step("the serving bot of two has given the role and the notice: " + notice.content());
  }

  private boolean hasRole() {
    return !ann.roles().isEmpty();
  }

  private void bothBotsAnswerAlike() {
    String line = "/level user:" + ann.mention();
    String byMain = shown(rita, line, stack.bot());
    assertContains(byMain, "Level: 1");
    assertEquals(byMain, shown(rita, line, rita.bot()));
    assertEquals(byMain, shown(rita, line, hugo.bot()));
    assertEquals(shown(rita, "/leaderboard", stack.bot()), shown(rita, "/leaderboard", rita.bot()));
    rita.run("/about", rita.bot());
    rita.run("/settings show", rita.bot());
    rita.run("/whitelabel status", rita.bot());
    rita.run("/whitelabel actions", rita.bot());
    hugo.run("/levelroles list", hugo.bot());
    hugo.run("/xp give user:" + hugo.person().mention() + " xp:10", hugo.bot());
    mia.run("/settings notifications", mia.bot());
    step("main and branded bots show the same");
  }

  /** What an answer shows but for the name of the bot, which stands in the footer. */
  private String shown(Customer who, String line, LocalApplication bot) {
    var answer = who.run(line, bot);
    return Stage.text(answer).replace(bot.name(), "<bot>");
  }

  private void whoHoldsMostIsKilled() {
    boolean firstHoldsMost = held(first) > held(second);
    ServiceProcess killed = firstHoldsMost ? first : second;
    ServiceProcess left = firstHoldsMost ? second : first;
    int had = held(killed);
    await(() -> talk.sent() > 60);
    int before = talk.sent();
    long at = System.nanoTime();
    killed.kill();
    Object killedAt =
        stack.database().dsl().fetchSingle("SELECT UTC_TIMESTAMP(3)").get(0, String.class);

    await(() -> talk.sent() > before + 60);
    int meanwhile = talk.sent();
    // The main bot's session in the other process hears what its own customers' bots would have.
    await(() -> talk.missingOfFirst(meanwhile) == 0);
    Duration mainServed = since(at);
    discord.awaitUntil(
        TAKEN_OVER,
        () ->
            everybody().stream().allMatch(this::runs)
                && held(left) == 3
                // What the killed process had claimed waits no longer than its bots.
                && stack
                        .database()
                        .dsl()
                        .fetchSingle(
                            "SELECT COUNT(*) FROM level_ups WHERE created_at <= ?", killedAt)
                        .get(0, Integer.class)
                    == 0);
    Duration takenOver = since(at);
    assertTrue(takenOver.compareTo(TAKEN_OVER) <= 0, takenOver.toString());
    assertEquals(1, leaseOwners());
    stack.startEvents("events-3");
    step(
        "kill -9 of the process with %d bots: earning went on within %.1f s, and all run again after %.1f s"
            .formatted(had, mainServed.toMillis() / 1e3, takenOver.toMillis() / 1e3));
  }

  /** While people talk: one bot and then the main one leave a server and are added to it again. */
  private void botsComeAndGo() {
    for (LocalApplication each : List.of(mia.bot(), stack.bot())) {
      int before = talk.sent();
      meadow.server().kick(each);
      long other = each.equals(stack.bot()) ? mia.bot().id() : stack.bot().id();
      await(() -> serves(meadow) == other);
      await(() -> talk.sent() > before + 20);
      stack.invite(each, meadow.server());
      await(() -> serves(meadow) == mia.bot().id());
      int meanwhile = talk.sent();
      await(() -> talk.missingOfFirst(meanwhile) == 0);
    }
    step("a branded bot and the main bot were removed and added again");
  }

  private void troubleComesToAllThree() {
    tokens.add(rita.bot().token());
    rita.bot().resetToken();
    hugo.bot().revoke(Intents.GUILD_MEMBERS);
    assertContains(mia.act("stop"), "stops within about 10 seconds");

    await(() -> state(rita) == BotState.FAILED);
    assertEquals(0, rita.sessions());
    assertContains(detail(rita), "Discord refuses the bot's token: it was reset.");
    String status = rita.status();
    assertContains(status, "Discord refuses the bot's token: it was reset.");
    assertContains(
        status, "https://discord.com/developers/applications/" + rita.bot().id() + "/bot");
    assertNotEquals(rita.bot().id(), serves(riverside));

    await(() -> runs(hugo) && detail(hugo).contains("without the Server Members intent"));
    assertContains(hugo.status(), "Runs without the Server Members intent");
    assertEquals(0, sessionOf(hugo).intents() & Intents.GUILD_MEMBERS);
    assertEquals(hugo.bot().id(), serves(riverside), "the other branded bot serves");

    await(() -> state(mia) == BotState.STOPPED && mia.sessions() == 0);
    assertEquals(stack.bot().id(), serves(meadow), "the main bot serves");
    assertTrue(saysThatItIsStopped(mia));
    await(() -> toldBy(stack.bot(), meadow));
    step("a reset token, a revoked intent and a stop are met");
  }

  private boolean saysThatItIsStopped(Customer of) {
    return shown(of, "/level", of.bot()).toLowerCase(Locale.ROOT).contains("is stopped");
  }

  private void ownersMendIt() {
    assertContains(
        rita.setUp(rita.bot().token(), "Levels for Acme"), "is set up with what you gave");
    hugo.bot().grant(Intents.GUILD_MEMBERS);
    String before = sessionOf(hugo).id();
    assertContains(hugo.act("restart"), "restarts within about 10 seconds");
    assertContains(mia.act("start"), "starts within about 10 seconds");
    await(() -> runs(rita) && serves(riverside) == rita.bot().id());
    await(() -> runs(hugo) && detail(hugo).isEmpty());
    assertNotEquals(before, sessionOf(hugo).id());
    assertNotEquals(0, sessionOf(hugo).intents() & Intents.GUILD_MEMBERS);
    await(() -> runs(mia) && serves(meadow) == mia.bot().id());
    everybody().forEach(each -> sentByBranded.look(each.bot()));
    step("the owners have mended it");
  }

  private void premiumEndsAndABotIsDeleted(LocalEntitlement bought) {
    String line = "/level user:" + ann.mention();
    String byBranded = shown(rita, line, rita.bot());
    bought.end();
    assertTrue(premium().revoke(hugo.person().id()), "revoked");
    assertContains(mia.delete(), "is deleted");
    await(() -> state(rita) == BotState.STOPPED && state(hugo) == BotState.STOPPED);
    await(() -> mia.row().isEmpty());
    for (Customer each : everybody()) {
      await(() -> each.sessions() == 0);
    }
    assertContains(detail(rita), "Premium has ended");
    assertContains(rita.status(), "Premium has ended");
    assertEquals(List.of(), mia.bot().commands());
    for (Room room : List.of(riverside, harbour, meadow)) {
      assertEquals(stack.bot().id(), serves(room), room.server().name());
    }
    assertEquals(byBranded, shown(rita, line, stack.bot()), "the same data");
    // Within the life of what the worker remembers of a bot.
    await(() -> saysThatItIsStopped(rita));
    step("premium has ended for two, the third is deleted");
  }

  private void theMainBotServesOn() {
    await(() -> toldBy(stack.bot(), riverside));
    await(() -> toldBy(stack.bot(), harbour));
    talk.close();
    await(() -> talk.missing(0).isEmpty());
    await(() -> stack.database().dsl().fetchCount(LEVEL_UPS) == 0);
    step("the main bot serves on");
  }

  private void allAgrees() {
    talk.assertAllAgrees();
    assertEquals(List.of(), sentByBranded.inVain(), "role calls that changed nothing");
    step(
        talk.sent()
            + " messages, each earned once; role calls by bot: "
            + names(sentByBranded.roleCalls()));
  }

  private Map<String, Integer> names(Map<Long, Integer> byId) {
    Map<String, Integer> names = new HashMap<>();
    byId.forEach((id, count) -> names.put(discord.application(id).name(), count));
    return names;
  }

  private void nothingOfOursWasSent() {
    assertEquals(List.of(), sentByBranded.withOurName());
    String looked = sentByBranded.counts().toString();
    for (String kind :
        List.of(
            "answers to interactions",
            "registered commands",
            "presence",
            "POST /channels/{channel_id}/messages",
            "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
            "PATCH /applications/@me")) {
      assertContains(looked, kind);
    }
    step("our name is in none of it: " + looked);
  }

  private void noTokenWasLogged() throws IOException {
    everybody().forEach(each -> tokens.add(each.bot().token()));
    tokens.add(stack.bot().token());
    String keys = stack.eventsSettings("any").getOrDefault("TOKEN_KEYS", "");
    tokens.add(keys.substring(keys.indexOf(':') + 1));
    int logs = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        String text = Files.readString(log);
        tokens.forEach(token -> assertFalse(text.contains(token), "a secret in " + log));
        logs++;
      }
    }
    assertEquals(4, logs, "logs of a worker and three events services");
    step("none of %d tokens and keys is in the logs".formatted(tokens.size()));
  }

  // Facts

  private List<Customer> everybody() {
    return List.of(rita, hugo, mia);
  }

  private boolean runs(Customer of) {
    return of.sessions() == 1
        && state(of) == BotState.RUNNING
        && of.row().orElseThrow().isApplied();
  }

  private static BotState state(Customer of) {
    return of.row().orElseThrow().state();
  }

  private static String detail(Customer of) {
    return of.row().flatMap(WhitelabelBot::stateDetail).orElse("");
  }

  private static SessionView sessionOf(Customer of) {
    return of.bot().sessions().stream().filter(SessionView::connected).findFirst().orElseThrow();
  }

  private long serves(Room room) {
    return Optional.ofNullable(
            stack
                .database()
                .dsl()
                .select(GUILDS.SERVING_BOT_ID)
                .from(GUILDS)
                .where(GUILDS.ID.eq(room.server().id()))
                .fetchSingle()
                .value1())
        .orElse(0L);
  }

  /** Whether one of the last notices in a room is this bot's. */
  private boolean toldBy(LocalApplication bot, Room room) {
    List<LocalMessage> notices = talk.notices(room).toList();
    return !notices.isEmpty() && notices.getLast().authorId() == bot.id();
  }

  /** How many processes hold leases that run. */
  private int leaseOwners() {
    return stack
        .database()
        .dsl()
        .selectDistinct(WHITELABEL_BOTS.LEASE_OWNER)
        .from(WHITELABEL_BOTS)
        .where(WHITELABEL_BOTS.LEASE_OWNER.isNotNull())
        .fetch()
        .size();
  }

  /** How many branded bots a process says that it holds. */
  private int held(ServiceProcess events) {
    try {
      String metrics =
          http.send(
                  HttpRequest.newBuilder(events.management().resolve("/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      Matcher held = HELD.matcher(metrics);
      assertTrue(held.find(), metrics);
      return (int) Double.parseDouble(held.group(1));
    } catch (IOException e) {
      throw new AssertionError("no metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), () -> "“" + part + "” is not in: " + text);
  }

  private void await(BooleanSupplier condition) {
    try {
      discord.awaitUntil(PATIENCE, condition);
    } catch (AssertionError e) {
      String standing = everybody().stream().map(this::standing).collect(Collectors.joining("; "));
      throw new AssertionError(e.getMessage() + ": " + standing, e);
    }
  }

  private String standing(Customer of) {
    return of.bot().name()
        + of.row()
            .map(
                row ->
                    " %s (%s), wish %d of %d"
                        .formatted(
                            row.state(),
                            row.stateDetail().orElse(""),
                            row.appliedGeneration(),
                            row.generation()))
            .orElse(" deleted")
        + ", "
        + of.bot().sessions();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private void step(String words) {
    System.out.printf("%6.1f s: %s%n", since(startNanos).toMillis() / 1e3, words);
  }
}
