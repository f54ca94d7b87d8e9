package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every admin command and every branch of it, over HTTP with real signatures and real SQL: what is
 * answered and which rows change. Each is delivered once, twice, four times at once, and with the
 * answer to its COMMIT lost: the change is the same, and so is every answer.
 */
class AdminCommandsIT {
  private static final long ANN = Payloads.CALLER;
  private static final long BEN = ANN + 1;
  private static final long HERE = 5;
  private static final int TEXT = 0;
  private static final int VOICE = 2;
  private static final int CATEGORY = 4;
  private static final int THREAD = 11;
  private static final int FORUM = 15;
  private static final long GONE = 3_000_000_000_000_000_009L;
  private static final String NO_TOKEN =
      "update: I can't sign in to Discord as the bot that serves this server. Nothing was changed;"
          + " whoever runs that bot has to check its token.";

  private static final Map<Long, String> names = new HashMap<>();

  private static final Optional<DiscordContract> contract = DiscordContract.find();

  private static FailingConnections connections;
  private static RunningWorker rig;
  private static LocalDiscord discord;
  private static Database database;
  private static DiscordCaller caller;
  private static long bot;
  private static LocalServer server;
  private static LocalServer powerless;
  private static LocalServer elsewhere;
  private static LocalRole gold;
  private static LocalRole silver;
  private static LocalRole boss;
  private static LocalRole humble;
  private static LocalRole stranger;
  private static LocalChannel general;
  private static LocalChannel hidden;
  private static LocalChannel readOnly;
  private static LocalChannel talk;

  /** How often a call reaches us, and what becomes of our answers. */
  enum Delivery {
    ONCE,
    TWICE,
    FOUR_AT_ONCE,
    LOST_COMMIT
  }

  /**
   * A branch of a command.
   *
   * @param given what is there before
   * @param answer as {@link Shown} shows it
   * @param changes as {@link Rows} shows them
   */
  record Branch(
      String name,
      Runnable given,
      Supplier<ObjectNode> call,
      String answer,
      List<String> changes) {}

  private static Branch branch(
      String name, Runnable given, Supplier<ObjectNode> call, String answer, String... changes) {
    return new Branch(name, given, call, answer, List.of(changes));
  }

  @BeforeAll
  static void start() {
    TestDatabase testDatabase = TestDatabase.create();
    connections = new FailingConnections(testDatabase.database().source());
    rig = RunningWorker.start(testDatabase, Database.over(connections));
    discord = rig.discord();
    database = rig.database();
    caller = rig.caller();
    LocalApplication application = rig.application();
    bot = application.id();
    server = discord.createServer("Testing");
    LocalApplication other = discord.createApplication("Other");
    other.invite(server, 0);
    gold = server.createRole("Gold");
    silver = server.createRole("Silver");
    application.invite(server, Permissions.MANAGE_ROLES);
    boss = server.createRole("Boss").moveTo(100);
    general = server.createTextChannel("general");
    hidden =
        server
            .createTextChannel("hidden")
            .overwrite(server.everyone(), 0, Permissions.VIEW_CHANNEL);
    readOnly =
        server
            .createTextChannel("read-only")
            .overwrite(server.everyone(), 0, Permissions.SEND_MESSAGES);
    talk = server.createVoiceChannel("talk").overwrite(server.everyone(), 0, Permissions.CONNECT);
    powerless = discord.createServer("Powerless");
    humble = powerless.createRole("Humble");
    application.invite(powerless, 0);
    elsewhere = discord.createServer("Elsewhere");
    stranger = elsewhere.createRole("Stranger");
    name();

    // Registered: nothing but our calls commits from now on.
    await().until(() -> application.commands().size() == 9);
    await().until(AdminCommandsIT::isRegistered);
  }

  private static boolean isRegistered() {
    return database
                .dsl()
                .fetchValue(
                    "SELECT COUNT(*) FROM command_registrations WHERE registered_at IS NOT NULL")
            instanceof Number registered
        && registered.intValue() == 1;
  }

  private static void name() {
    names.put(ANN, "Ann");
    names.put(BEN, "Ben");
    names.put(HERE, "here");
    names.put(GONE, "gone");
    for (LocalRole role : List.of(gold, silver, boss, humble, stranger)) {
      names.put(role.id(), role.name());
    }
    for (LocalChannel channel : List.of(general, hidden, readOnly, talk)) {
      names.put(channel.id(), channel.name());
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void empty() {
    rig.empty(
        "guilds",
        "guild_users",
        "rank_counts",
        "users",
        "xp_adjustments",
        "level_ups",
        "level_roles",
        "ignored_channels",
        "ignored_roles",
        "jobs",
        "command_answers");
  }

  @AfterEach
  void heal() {
    discord.heal();
    connections.loseCommitAnswers(0);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("branchesAndDeliveries")
  void everyBranchAnswersAndChangesOnceHoweverItIsDelivered(
      String name, Delivery delivery, Branch branch) throws Exception {
    branch.given().run();
    Rows rows = new Rows(database, names);
    List<String> before = rows.read();
    byte[] body = branch.call().get().toString().getBytes(StandardCharsets.UTF_8);
    for (JsonNode answer : deliver(body, delivery)) {
      assertEquals(branch.answer(), Shown.of(answer, names));
      assertEquals("{\"parse\":[]}", answer.path("data").path("allowed_mentions").toString());
      assertEquals(List.of(), problems(answer));
    }
    assertEquals(branch.changes(), rows.changesSince(before));
    if (!branch.changes().isEmpty()) {
      assertEquals(0, connections.commitAnswersToLose(), "the answer was to be lost");
    }
  }

  /** What Discord's own document has against an answer. */
  private static List<String> problems(JsonNode answer) {
    return contract
        .map(it -> it.exchange("POST", "/interactions/" + bot, null, 200, answer))
        .orElse(List.of());
  }

  private static List<JsonNode> deliver(byte[] body, Delivery delivery) throws Exception {
    return switch (delivery) {
      case ONCE -> List.of(caller.call(body));
      case TWICE -> List.of(caller.call(body), caller.call(body));
      case FOUR_AT_ONCE -> deliverAtOnce(body);
      case LOST_COMMIT -> {
        connections.loseCommitAnswers(1);
        yield List.of(caller.call(body));
      }
    };
  }

  private static List<JsonNode> deliverAtOnce(byte[] body) throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(threads.submit(() -> caller.call(body)));
      }
      for (Future<JsonNode> call : calls) {
        answers.add(call.get());
      }
    }
    return answers;
  }

  static Stream<Arguments> branchesAndDeliveries() {
    return Stream.of(xp(), levels(), ignore(), levelRoles(), levelRoleList(), settings(), notices())
        .flatMap(List::stream)
        .flatMap(
            branch ->
                Stream.of(Delivery.values())
                    .map(delivery -> Arguments.of(branch.name(), delivery, branch)));
  }

  private static List<Branch> xp() {
    return List.of(
        branch(
            "xp give, with a reason",
            () -> member(BEN, 100),
            () -> Payloads.withText(give(50), "reason", "for *art*"),
            "private: Gave **50 XP** to **Ben**: 100 → 150 XP, still level 1.",
            "-member Ben 100 XP level 1",
            "+member Ben 150 XP level 1",
            "+user Ben called Ben",
            "+adjustment xp_give of 50 to Ben by Ann because for *art*"),
        branch(
            "xp give, over several levels",
            () -> member(BEN, 100),
            () -> give(1050),
            "private: Gave **1,050 XP** to **Ben**: 100 → 1,150 XP, level 1 → 5.",
            "-member Ben 100 XP level 1",
            "+member Ben 1150 XP level 5",
            "+user Ben called Ben",
            "+adjustment xp_give of 1050 to Ben by Ann because null",
            "+level-up Ben 1 to 5 by adjustment in here"),
        branch(
            "xp give, to who never wrote",
            AdminCommandsIT::nothing,
            () -> give(30),
            "private: Gave **30 XP** to **Ben**: 0 → 30 XP, still level 0.",
            "+member Ben 30 XP level 0",
            "+user Ben called Ben",
            "+adjustment xp_give of 30 to Ben by Ann because null"),
        branch(
            "xp give, to who left but is known",
            () -> WorkerRig.member(database, server.id(), BEN, 100, false),
            () -> amount(Payloads.withUser(call("xp give"), "user", BEN, "Ben", false), "xp", 1),
            "private: Gave **1 XP** to **Ben**: 100 → 101 XP, still level 1.",
            "-member Ben 100 XP level 1",
            "+member Ben 101 XP level 1",
            "+user Ben called Ben",
            "+adjustment xp_give of 1 to Ben by Ann because null"),
        branch(
            "xp give, to who is neither there nor known",
            AdminCommandsIT::nothing,
            () -> amount(Payloads.withUser(call("xp give"), "user", BEN, "Ben", false), "xp", 1),
            "private: **Ben** is not in this server and never earned XP here, so there is nothing"
                + " to change."),
        branch(
            "xp give, to a bot",
            AdminCommandsIT::nothing,
            () -> amount(Payloads.withMember(call("xp give"), "user", bot, "Beep", true), "xp", 1),
            "private: Bots don't earn XP, so there is nothing to change."),
        branch(
            "xp give, more than there can be",
            () -> member(BEN, LevelCurve.MAX_XP - 5),
            () -> give(LevelCurve.MAX_XP),
            "private: Gave **5 XP** to **Ben**: 9,007,199,254,740,986 → 9,007,199,254,740,991 XP,"
                + " still level 1,000. More than that nobody can have.",
            "-member Ben 9007199254740986 XP level 1000",
            "+member Ben 9007199254740991 XP level 1000",
            "+user Ben called Ben",
            "+adjustment xp_give of 5 to Ben by Ann because null"),
        branch(
            "xp give, to who has the most",
            () -> member(BEN, LevelCurve.MAX_XP),
            () -> give(1),
            "private: **Ben** has the most XP that there can be, so nothing was given."),
        branch(
            "xp take",
            () -> member(BEN, 120),
            () -> take(30),
            "private: Took **30 XP** from **Ben**: 120 → 90 XP, level 1 → 0.",
            "-member Ben 120 XP level 1",
            "+member Ben 90 XP level 0",
            "+user Ben called Ben",
            "+adjustment xp_take of -30 to Ben by Ann because null",
            "+level-up Ben 1 to 0 by adjustment in here"),
        branch(
            "xp take, more than there is",
            () -> member(BEN, 20),
            () -> take(1_000_000),
            "private: Took **20 XP** from **Ben**: 20 → 0 XP, still level 0. There was no more to"
                + " take.",
            "-member Ben 20 XP level 0",
            "+member Ben 0 XP level 0",
            "+user Ben called Ben",
            "+adjustment xp_take of -20 to Ben by Ann because null"),
        branch(
            "xp take, where there is none",
            AdminCommandsIT::nothing,
            () -> take(1),
            "private: **Ben** has no XP, so nothing was taken."),
        branch(
            "xp take, from a bot",
            AdminCommandsIT::nothing,
            () -> amount(Payloads.withMember(call("xp take"), "user", bot, "Beep", true), "xp", 1),
            "private: Bots don't earn XP, so there is nothing to change."),
        branch(
            "xp history, of who has none",
            AdminCommandsIT::nothing,
            () -> Payloads.withMember(call("xp history"), "user", BEN, "Ben", false),
            "private: XP history **Ben** /  / **Given and taken** / Nothing yet. /  / **Earned by"
                + " messages** / Nothing that is still recorded."),
        branch(
            "xp history, of a bot",
            AdminCommandsIT::nothing,
            () -> Payloads.withMember(call("xp history"), "user", bot, "Beep", true),
            "private: Bots don't earn XP."),
        branch(
            "xp give, outside a server",
            AdminCommandsIT::nothing,
            () -> directly(give(1)),
            "private: This command needs a server."));
  }

  private static List<Branch> levels() {
    return List.of(
        branch(
            "levels give",
            () -> member(BEN, 120),
            () -> levels("give", 4),
            "private: Gave **4 levels** to **Ben**: 120 → 1,150 XP, level 1 → 5.",
            "-member Ben 120 XP level 1",
            "+member Ben 1150 XP level 5",
            "+user Ben called Ben",
            "+adjustment levels_give of 1030 to Ben by Ann because null",
            "+level-up Ben 1 to 5 by adjustment in here"),
        branch(
            "levels give, to who never wrote",
            AdminCommandsIT::nothing,
            () -> Payloads.withText(levels("give", 1), "reason", "welcome"),
            "private: Gave **1 level** to **Ben**: 0 → 100 XP, level 0 → 1.",
            "+member Ben 100 XP level 1",
            "+user Ben called Ben",
            "+adjustment levels_give of 100 to Ben by Ann because welcome",
            "+level-up Ben 0 to 1 by adjustment in here"),
        branch(
            "levels give, past the highest",
            () -> member(BEN, LevelCurve.xpRequired(998)),
            () -> levels("give", 3),
            "private: **Ben** is level 998 and the highest is 1,000, so 3 levels can't be given."
                + " Give 2 at most."),
        branch(
            "levels give, at the highest",
            () -> member(BEN, LevelCurve.MAX_XP),
            () -> levels("give", 1),
            "private: **Ben** has reached the highest level already."),
        branch(
            "levels give, to who is neither there nor known",
            AdminCommandsIT::nothing,
            () ->
                amount(
                    Payloads.withUser(call("levels give"), "user", BEN, "Ben", false), "levels", 1),
            "private: **Ben** is not in this server and never earned XP here, so there is nothing"
                + " to change."),
        branch(
            "levels give, to a bot",
            AdminCommandsIT::nothing,
            () ->
                amount(
                    Payloads.withMember(call("levels give"), "user", bot, "Beep", true),
                    "levels",
                    1),
            "private: Bots don't earn XP, so there is nothing to change."),
        branch(
            "levels take",
            () -> member(BEN, 1200),
            () -> levels("take", 3),
            "private: Took **3 levels** from **Ben**: 1,200 → 255 XP, level 5 → 2.",
            "-member Ben 1200 XP level 5",
            "+member Ben 255 XP level 2",
            "+user Ben called Ben",
            "+adjustment levels_take of -945 to Ben by Ann because null",
            "+level-up Ben 5 to 2 by adjustment in here"),
        branch(
            "levels take, below 0",
            () -> member(BEN, 255),
            () -> levels("take", 3),
            "private: **Ben** is level 2, so 3 levels can't be taken. Take 2 at most."),
        branch(
            "levels take, at 0",
            AdminCommandsIT::nothing,
            () -> levels("take", 1),
            "private: **Ben** is level 0, so there is no level to take."));
  }

  private static List<Branch> ignore() {
    return List.of(
        branch(
            "ignore channels add, in a server not met yet",
            AdminCommandsIT::nothing,
            () -> channel("ignore channels add", general.id(), TEXT),
            "private: Messages in <#general> and its threads earn no XP from now on.",
            "+settings reply - ×1.00 60s single v1",
            "+ignored general"),
        branch(
            "ignore channels add, a category",
            AdminCommandsIT::settingsRow,
            () -> channel("ignore channels add", GONE, CATEGORY),
            "private: Messages in <#gone>, in its channels and their threads, earn no XP from now"
                + " on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+ignored gone"),
        branch(
            "ignore channels add, a forum",
            AdminCommandsIT::settingsRow,
            () -> channel("ignore channels add", GONE, FORUM),
            "private: Messages in <#gone> and its threads earn no XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+ignored gone"),
        branch(
            "ignore channels add, a thread",
            AdminCommandsIT::settingsRow,
            () -> channel("ignore channels add", GONE, THREAD),
            "private: Messages in <#gone> earn no XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+ignored gone"),
        branch(
            "ignore channels add, again",
            () -> ignoreChannel(general.id()),
            () -> channel("ignore channels add", general.id(), TEXT),
            "private: <#general> is ignored already."),
        branch(
            "ignore channels remove",
            () -> ignoreChannel(general.id()),
            () -> channel("ignore channels remove", general.id(), TEXT),
            "private: <#general> is no longer ignored. What is in an ignored category stays"
                + " ignored.",
            "-settings reply - ×1.00 60s single v0",
            "-ignored general",
            "+settings reply - ×1.00 60s single v1"),
        branch(
            "ignore channels remove, what is not ignored",
            AdminCommandsIT::settingsRow,
            () -> channel("ignore channels remove", general.id(), TEXT),
            "private: <#general> is not ignored itself. `/ignore channels list` shows what is."),
        branch(
            "ignore channels list, empty",
            AdminCommandsIT::nothing,
            () -> call("ignore channels list"),
            "private: No channel is ignored. `/ignore channels add` adds one."),
        branch(
            "ignore channels list, hidden and gone ones too",
            () -> {
              ignoreChannel(GONE);
              ignoreChannel(hidden.id());
              ignoreChannel(general.id());
            },
            () -> call("ignore channels list"),
            "private: Ignored channels <#general>, <#hidden>, `gone` (deleted) (Drop deleted"
                + " channels)"),
        branch(
            "ignore channels drop",
            () -> {
              ignoreChannel(GONE);
              ignoreChannel(hidden.id());
              ignoreChannel(general.id());
            },
            () -> click("ignore/channels/drop", ANN),
            "update: Dropped 1 channel, which was deleted in Discord.",
            "-settings reply - ×1.00 60s single v0",
            "-ignored gone",
            "+settings reply - ×1.00 60s single v1"),
        branch(
            "ignore channels drop, what Discord hides is not gone",
            () -> {
              ignoreChannel(GONE);
              Fault missingAccess = new Fault.Fail(403, 50001, "Missing Access");
              discord.fault(FaultPlan.on("GET", "/channels/*", missingAccess));
            },
            () -> click("ignore/channels/drop", ANN),
            "update: No ignored channel is deleted in Discord any more, so nothing was dropped."),
        branch(
            "ignore channels drop, more than are looked up at once",
            () -> LongStream.range(0, 12).forEach(i -> ignoreChannel(GONE + i)),
            () -> click("ignore/channels/drop", ANN),
            "update: Dropped 10 channels, which were deleted in Discord. I look up 10 at a time, so"
                + " 2 more that may be deleted were not looked up.",
            Stream.of(
                    Stream.of("-settings reply - ×1.00 60s single v0"),
                    LongStream.range(0, 10).mapToObj(i -> "-ignored " + named(GONE + i)),
                    Stream.of("+settings reply - ×1.00 60s single v10"))
                .flatMap(lines -> lines)
                .toArray(String[]::new)),
        branch(
            "ignore channels drop, while Discord is away",
            () -> {
              ignoreChannel(GONE);
              discordIsAway();
            },
            () -> click("ignore/channels/drop", ANN),
            "update: Discord does not tell me about this server's channels right now. Nothing was"
                + " changed; please try again in a minute."),
        branch(
            "ignore channels drop, without the serving bot's token",
            () -> {
              ignoreChannel(GONE);
              servedByAnother();
            },
            () -> click("ignore/channels/drop", ANN),
            NO_TOKEN),
        branch(
            "ignore channels drop, by somebody else",
            () -> ignoreChannel(GONE),
            () -> click("ignore/channels/drop", BEN),
            "private: Only who ran the command can use this. Please run it yourself."),
        branch(
            "ignore channels list, while Discord is away",
            () -> {
              ignoreChannel(GONE);
              discordIsAway();
            },
            () -> call("ignore channels list"),
            "private: Ignored channels <#gone>"),
        branch(
            "ignore roles add",
            AdminCommandsIT::settingsRow,
            () -> role("ignore roles add", gold),
            "private: Members with <@&Gold> earn no XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+ignored Gold"),
        branch(
            "ignore roles add, again",
            () -> ignoreRole(gold.id()),
            () -> role("ignore roles add", gold),
            "private: <@&Gold> is ignored already."),
        branch(
            "ignore roles add, everyone",
            AdminCommandsIT::settingsRow,
            () -> role("ignore roles add", server.everyone()),
            "private: Everyone has @everyone, so nobody would earn XP. If that is what you want,"
                + " use `/settings multiplier` with 0."),
        branch(
            "ignore roles remove",
            () -> ignoreRole(gold.id()),
            () -> role("ignore roles remove", gold),
            "private: Members with <@&Gold> earn XP again.",
            "-settings reply - ×1.00 60s single v0",
            "-ignored Gold",
            "+settings reply - ×1.00 60s single v1"),
        branch(
            "ignore roles remove, what is not ignored",
            AdminCommandsIT::settingsRow,
            () -> role("ignore roles remove", gold),
            "private: <@&Gold> is not ignored. `/ignore roles list` shows which are."),
        branch(
            "ignore roles list, empty",
            AdminCommandsIT::nothing,
            () -> call("ignore roles list"),
            "private: No role is ignored. `/ignore roles add` adds one."),
        branch(
            "ignore roles list",
            () -> {
              ignoreRole(gold.id());
              ignoreRole(GONE);
            },
            () -> call("ignore roles list"),
            "private: Ignored roles <@&Gold>, `gone` (deleted) (Drop deleted roles)"),
        branch(
            "ignore roles drop",
            () -> {
              ignoreRole(gold.id());
              ignoreRole(GONE);
              ignoreRole(GONE + 1);
            },
            () -> click("ignore/roles/drop", ANN),
            "update: Dropped 2 roles, which were deleted in Discord.",
            "-settings reply - ×1.00 60s single v0",
            "-ignored gone",
            "-ignored " + (GONE + 1),
            "+settings reply - ×1.00 60s single v2"),
        branch(
            "ignore roles drop, when none is gone any more",
            () -> ignoreRole(gold.id()),
            () -> click("ignore/roles/drop", ANN),
            "update: No ignored role is deleted in Discord any more, so nothing was dropped."),
        branch(
            "ignore roles drop, where the bot is not",
            AdminCommandsIT::nothing,
            () -> in(elsewhere, click("ignore/roles/drop", ANN)),
            "update: I am not a member of this server, so I can't see its roles. Invite me, then"
                + " try again."),
        branch(
            "ignore roles drop, while Discord is away",
            () -> {
              ignoreRole(GONE);
              discordIsAway();
            },
            () -> click("ignore/roles/drop", ANN),
            "update: Discord does not tell me about this server's roles right now. Nothing was"
                + " changed; please try again in a minute."),
        branch(
            "ignore roles drop, by somebody else",
            () -> ignoreRole(GONE),
            () -> click("ignore/roles/drop", BEN),
            "private: Only who ran the command can use this. Please run it yourself."),
        branch(
            "ignore roles list, while Discord is away",
            () -> {
              ignoreRole(GONE);
              discordIsAway();
            },
            () -> call("ignore roles list"),
            "private: Ignored roles <@&gone>"));
  }

  private static List<Branch> levelRoles() {
    return List.of(
        branch(
            "levelroles add",
            () -> {
              settingsRow();
              member(BEN, 1150);
              member(ANN, 1149);
            },
            () -> rule(gold, 5),
            "private: <@&Gold> is now given at level 5. Checking 1 member…",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+rule 5 Gold",
            "+job role_reconcile from 5 with progress"),
        branch(
            "levelroles add, where nobody has come yet",
            AdminCommandsIT::settingsRow,
            () -> rule(gold, 1000),
            "private: <@&Gold> is now given at level 1,000. Nobody has reached it yet.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1",
            "+rule 1000 Gold",
            "+job role_reconcile from 1000 with progress"),
        branch(
            "levelroles add, everyone",
            AdminCommandsIT::settingsRow,
            () -> rule(server.everyone(), 5),
            "private: Everyone has @everyone already, so it can't be a level role. Choose another"
                + " role."),
        branch(
            "levelroles add, a managed role",
            AdminCommandsIT::settingsRow,
            () ->
                Payloads.withInteger(
                    Payloads.withRole(
                        call("levelroles add"), "role", boss.id(), "Booster", 2, true),
                    "level",
                    5),
            "private: <@&Boss> belongs to a bot, an integration or Server Boosting, so nobody can"
                + " give it. Choose another role."),
        branch(
            "levelroles add, above the bot",
            AdminCommandsIT::settingsRow,
            () -> rule(boss, 5),
            "private: <@&Boss> is not below my highest role, so I can't give it. Move my role above"
                + " <@&Boss> in Server Settings › Roles, then try again."),
        branch(
            "levelroles add, without the permission",
            AdminCommandsIT::nothing,
            () -> in(powerless, rule(humble, 5)),
            "private: I may not give roles here. Give me the permission Manage Roles in Server"
                + " Settings › Roles, then try again."),
        branch(
            "levelroles add, where the bot is not",
            AdminCommandsIT::nothing,
            () -> in(elsewhere, rule(stranger, 5)),
            "private: I am not a member of this server, so I can't give roles here. Invite me with"
                + " the permission Manage Roles, then try again."),
        branch(
            "levelroles add, a role that is gone",
            AdminCommandsIT::settingsRow,
            () ->
                Payloads.withInteger(
                    Payloads.withRole(call("levelroles add"), "role", GONE, "Gone", 1, false),
                    "level",
                    5),
            "private: That role is no longer there. Choose another one."),
        branch(
            "levelroles add, while Discord is away",
            () -> {
              settingsRow();
              discordIsAway();
            },
            () -> rule(gold, 5),
            "private: Discord does not tell me about this server's roles right now. Nothing was"
                + " changed; please try again in a minute."),
        branch(
            "levelroles add, without the serving bot's token",
            AdminCommandsIT::servedByAnother,
            () -> rule(gold, 5),
            NO_TOKEN.replace("update", "private")),
        branch(
            "levelroles add, with a token that Discord refuses",
            () -> {
              settingsRow();
              tokenIsRefused();
            },
            () -> rule(gold, 5),
            NO_TOKEN.replace("update", "private")),
        branch(
            "levelroles add, a taken role",
            () -> addRule(gold.id(), 3),
            () -> rule(gold, 5),
            "private: <@&Gold> is given at level 3 already. To change that, use `/levelroles"
                + " remove` first."),
        branch(
            "levelroles add, a taken level",
            () -> addRule(silver.id(), 5),
            () -> rule(gold, 5),
            "private: Level 5 gives <@&Silver> already. Choose another level, or use `/levelroles"
                + " remove` first."),
        branch(
            "levelroles add, to a full server",
            () -> addRules(LevelRoleStore.MOST_RULES),
            () -> rule(gold, 1000),
            "private: This server has 250 level roles, and more there can't be. Use `/levelroles"
                + " remove` first."),
        branch(
            "levelroles remove",
            () -> addRule(gold.id(), 5),
            () -> role("levelroles remove", gold),
            "private: <@&Gold> is no longer given at level 5. Whoever has it keeps it.",
            "-settings reply - ×1.00 60s single v0",
            "-rule 5 Gold",
            "+settings reply - ×1.00 60s single v1",
            "+job role_reconcile from 5"),
        branch(
            "levelroles remove, where roles stack",
            () -> {
              addRule(gold.id(), 5);
              rolesStack();
            },
            () -> role("levelroles remove", gold),
            "private: <@&Gold> is no longer given at level 5. Whoever has it keeps it.",
            "-settings reply - ×1.00 60s stack v0",
            "-rule 5 Gold",
            "+settings reply - ×1.00 60s stack v1"),
        branch(
            "levelroles remove, what is no rule",
            AdminCommandsIT::settingsRow,
            () -> role("levelroles remove", gold),
            "private: <@&Gold> is no level role. `/levelroles list` shows those that are."));
  }

  private static List<Branch> levelRoleList() {
    return List.of(
        branch(
            "levelroles list, empty",
            AdminCommandsIT::nothing,
            () -> call("levelroles list"),
            "private: There are no level roles yet. `/levelroles add` adds one."),
        branch(
            "levelroles list, with all that can be wrong with a role",
            () -> {
              addRule(boss.id(), 30);
              addRule(GONE, 20);
              addRule(silver.id(), 10);
              addRule(gold.id(), 5);
              refuse(silver.id(), 3);
            },
            () -> call("levelroles list"),
            "private: Level roles **Level 5** · <@&Gold> / **Level 10** · <@&Silver> ⚠ could not be"
                + " given 3 times: check my permissions and the order of roles / **Level 20** ·"
                + " `gone` ⚠ deleted in Discord / **Level 30** · <@&Boss> ⚠ not below my highest"
                + " role: move my role above it (Drop deleted roles)"),
        branch(
            "levelroles list, without the permission",
            () -> addRule(powerless, humble.id(), 1000),
            () -> in(powerless, call("levelroles list")),
            "private: Level roles ⚠ I may not give roles here. Give me the permission Manage Roles"
                + " in Server Settings › Roles. /  / **Level 1,000** · <@&Humble>"),
        branch(
            "levelroles list, where the bot is not",
            () -> addRule(elsewhere, stranger.id(), 1),
            () -> in(elsewhere, call("levelroles list")),
            "private: Level roles ⚠ I am not a member of this server, so nobody gets these roles."
                + " Invite me. /  / **Level 1** · <@&Stranger>"),
        branch(
            "levelroles list, while Discord is away",
            () -> {
              addRule(gold.id(), 5);
              discordIsAway();
            },
            () -> call("levelroles list"),
            "private: Level roles ⚠ Discord does not tell me right now which of these roles I can"
                + " give. /  / **Level 5** · <@&Gold>"),
        branch(
            "levelroles list, without the serving bot's token",
            () -> {
              addRule(gold.id(), 5);
              servedByAnother();
            },
            () -> call("levelroles list"),
            "private: Level roles ⚠ I can't sign in to Discord as the bot that serves this server,"
                + " so nobody gets these roles. Whoever runs that bot has to check its token. /  /"
                + " **Level 5** · <@&Gold>"),
        branch(
            "levelroles list, before a job begins",
            () -> {
              addRule(gold.id(), 5);
              job(0, 0, false);
            },
            () -> call("levelroles list"),
            "private: Level roles Members are checked soon. /  / **Level 5** · <@&Gold>"),
        branch(
            "levelroles list, while a job runs",
            () -> {
              addRule(gold.id(), 5);
              job(1200, 600, true);
            },
            () -> call("levelroles list"),
            "private: Level roles Checking members: `██████░░░░░░` 50% · 600 of 1,200 /  / **Level"
                + " 5** · <@&Gold>"),
        branch(
            "levelroles drop",
            () -> {
              addRule(gold.id(), 5);
              addRule(GONE, 7);
              addRule(GONE + 1, 6);
            },
            () -> click("levelroles/drop", ANN),
            "update: Dropped 2 level roles, which were deleted in Discord.",
            "-settings reply - ×1.00 60s single v0",
            "-rule 6 " + (GONE + 1),
            "-rule 7 gone",
            "+settings reply - ×1.00 60s single v2",
            "+job role_reconcile from 6"),
        branch(
            "levelroles drop, one",
            () -> addRule(GONE, 7),
            () -> click("levelroles/drop", ANN),
            "update: Dropped the level role of level 7, which was deleted in Discord.",
            "-settings reply - ×1.00 60s single v0",
            "-rule 7 gone",
            "+settings reply - ×1.00 60s single v1",
            "+job role_reconcile from 7"),
        branch(
            "levelroles drop, where roles stack",
            () -> {
              addRule(GONE, 7);
              rolesStack();
            },
            () -> click("levelroles/drop", ANN),
            "update: Dropped the level role of level 7, which was deleted in Discord.",
            "-settings reply - ×1.00 60s stack v0",
            "-rule 7 gone",
            "+settings reply - ×1.00 60s stack v1"),
        branch(
            "levelroles drop, without the serving bot's token",
            () -> {
              addRule(GONE, 7);
              servedByAnother();
            },
            () -> click("levelroles/drop", ANN),
            NO_TOKEN),
        branch(
            "levelroles drop, when none is gone any more",
            () -> addRule(gold.id(), 5),
            () -> click("levelroles/drop", ANN),
            "update: No level role is deleted in Discord any more, so nothing was dropped."),
        branch(
            "levelroles drop, while Discord is away",
            () -> {
              addRule(GONE, 7);
              discordIsAway();
            },
            () -> click("levelroles/drop", ANN),
            "update: Discord does not tell me about this server's roles right now. Nothing was"
                + " changed; please try again in a minute."),
        branch(
            "levelroles drop, by somebody else",
            () -> addRule(GONE, 7),
            () -> click("levelroles/drop", BEN),
            "private: Only who ran the command can use this. Please run it yourself."),
        branch(
            "levelroles page, when the rules went meanwhile",
            AdminCommandsIT::nothing,
            () -> click("levelroles/page/3", ANN),
            "update: There are no level roles yet. `/levelroles add` adds one."));
  }

  private static List<Branch> settings() {
    return List.of(
        branch(
            "settings roles, with level roles",
            () -> {
              addRule(gold.id(), 5);
              addRule(silver.id(), 2);
            },
            () -> Payloads.withText(call("settings roles"), "type", "stack"),
            "private: From now on, members hold every level role up to the level they reached."
                + " Their roles are being changed; `/levelroles list` shows how far that is.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s stack v1",
            "+job role_reconcile from 2"),
        branch(
            "settings roles, without level roles",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withText(call("settings roles"), "type", "stack"),
            "private: From now on, members hold every level role up to the level they reached.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s stack v1"),
        branch(
            "settings roles, as before",
            () -> addRule(gold.id(), 5),
            () -> Payloads.withText(call("settings roles"), "type", "single"),
            "private: As before, members hold the role of the highest level they reached, and no"
                + " other."),
        branch(
            "settings multiplier",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withNumber(call("settings multiplier"), "multiplier", 2.5),
            "private: Messages earn ×2.50 XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×2.50 60s single v1"),
        branch(
            "settings multiplier, rounded half up",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withNumber(call("settings multiplier"), "multiplier", 1.005),
            "private: Messages earn ×1.01 XP (rounded to two decimals) from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.01 60s single v1"),
        branch(
            "settings multiplier, the highest",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings multiplier"), "multiplier", 10),
            "private: Messages earn ×10.00 XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×10.00 60s single v1"),
        branch(
            "settings multiplier, none",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings multiplier"), "multiplier", 0),
            "private: Messages earn no XP from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×0.00 60s single v1"),
        branch(
            "settings multiplier, as before",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings multiplier"), "multiplier", 1),
            "private: Messages earn ×1.00 XP, as before."),
        branch(
            "settings delay",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings delay"), "delay", 86_400),
            "private: A member's messages earn XP once in 86,400 seconds from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 86400s single v1"),
        branch(
            "settings delay, the shortest",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings delay"), "delay", 1),
            "private: A member's messages earn XP once in a second from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings reply - ×1.00 1s single v1"),
        branch(
            "settings delay, as before",
            AdminCommandsIT::settingsRow,
            () -> Payloads.withInteger(call("settings delay"), "delay", 60),
            "private: A member's messages earn XP once in 60 seconds, as before."),
        branch(
            "settings show, before anything was changed",
            AdminCommandsIT::nothing,
            () -> call("settings show"),
            "private: Settings [Notifications: Level-ups are told in reply to the message that"
                + " earned them.] [Multiplier: ×1.00] [Delay: 60 s] [Roles: single] [Level roles:"
                + " None] [Ignored channels: None] [Ignored roles: None]"),
        branch(
            "settings show, everything",
            () -> {
              addRule(gold.id(), 5);
              addRule(silver.id(), 2);
              ignoreChannel(general.id());
              ignoreChannel(hidden.id());
              ignoreRole(boss.id());
              job(10, 5, true);
              database
                  .dsl()
                  .execute(
                      "UPDATE guilds SET notification_type = 'channel', notification_channel_id ="
                          + " ?, xp_multiplier = 1.5, xp_delay_seconds = 3600, role_mode ="
                          + " 'stack'",
                      general.id());
            },
            () -> call("settings show"),
            "private: Settings [Notifications: Level-ups are told in <#general>.] [Multiplier:"
                + " ×1.50] [Delay: 3,600 s] [Roles: stack] [Level roles (2): Level 2 <@&Silver>,"
                + " Level 5 <@&Gold>] [Ignored channels (2): <#general>, <#hidden>] [Ignored roles"
                + " (1): <@&Boss>] [At work: Checking members: `██████░░░░░░` 50% · 5 of 10]"),
        branch(
            "settings show, when notices fail",
            () -> {
              settingsRow();
              NoticeFailures failures = new NoticeFailures(database);
              for (int i = 0; i < 3; i++) {
                failures.failed(server.id());
              }
            },
            () -> call("settings show"),
            "private: Settings ⚠ The last 3 level-up notices could not be delivered. Check that I"
                + " may view and write in the channels where members chat, or choose another way"
                + " with `/settings notifications`. [Notifications: Level-ups are told in reply to"
                + " the message that earned them.] [Multiplier: ×1.00] [Delay: 60 s] [Roles:"
                + " single] [Level roles: None] [Ignored channels: None] [Ignored roles: None]"));
  }

  private static List<Branch> notices() {
    String menu = "private: Where should level-ups be told? Now: ";
    return List.of(
        branch(
            "settings notifications, the menu",
            AdminCommandsIT::nothing,
            () -> call("settings notifications"),
            menu
                + "in reply to the message that earned them. {Choose where: reply* channel dm"
                + " off}"),
        branch(
            "settings notifications, the menu of a server that has chosen",
            () -> notice("dm"),
            () -> call("settings notifications"),
            menu + "to the member alone, by direct message. {Choose where: reply channel dm* off}"),
        branch(
            "settings notifications, the menu of a server that may want another channel",
            () -> {
              notice("channel");
              database.dsl().execute("UPDATE guilds SET notification_channel_id = ?", general.id());
            },
            () -> call("settings notifications"),
            menu + "in <#general>. {Choose where: reply channel dm off}"),
        branch(
            "settings notifications, a choice",
            AdminCommandsIT::settingsRow,
            () -> choose("dm", ANN),
            "update: Level-ups are told to the member alone, by direct message from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings dm - ×1.00 60s single v1"),
        branch(
            "settings notifications, reply again",
            () -> notice("off"),
            () -> choose("reply", ANN),
            "update: Level-ups are told in reply to the message that earned them from now on.",
            "-settings off - ×1.00 60s single v0",
            "+settings reply - ×1.00 60s single v1"),
        branch(
            "settings notifications, off",
            AdminCommandsIT::settingsRow,
            () -> choose("off", ANN),
            "update: Level-ups are not told from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings off - ×1.00 60s single v1"),
        branch(
            "settings notifications, as before",
            AdminCommandsIT::settingsRow,
            () -> choose("reply", ANN),
            "update: Level-ups are told in reply to the message that earned them, as before."),
        branch(
            "settings notifications, a choice by somebody else",
            AdminCommandsIT::settingsRow,
            () -> choose("off", BEN),
            "private: Only who ran the command can use this. Please run it yourself."),
        branch(
            "settings notifications, the menu of channels",
            AdminCommandsIT::settingsRow,
            () -> choose("channel", ANN),
            "update: Which channel should level-ups be told in? {Choose a channel: 0 2 5}"),
        branch(
            "settings notifications, a chosen channel",
            AdminCommandsIT::settingsRow,
            () -> chooseChannel(general.id(), TEXT, ANN),
            "update: Level-ups are told in <#general> from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings channel general ×1.00 60s single v1"),
        branch(
            "settings notifications, a chosen channel that is hidden",
            AdminCommandsIT::settingsRow,
            () -> chooseChannel(hidden.id(), TEXT, ANN),
            "update: I can't write in <#hidden>: I lack View Channel there. Allow me that in the"
                + " channel's settings, then run `/settings notifications` again."),
        branch(
            "settings notifications, a chosen channel that is gone",
            AdminCommandsIT::settingsRow,
            () -> chooseChannel(GONE, TEXT, ANN),
            "update: That channel is gone. Choose another."),
        branch(
            "settings notifications, a channel chosen by somebody else",
            AdminCommandsIT::settingsRow,
            () -> chooseChannel(general.id(), TEXT, BEN),
            "private: Only who ran the command can use this. Please run it yourself."),
        branch(
            "settings notifications, a given channel",
            AdminCommandsIT::settingsRow,
            () -> channel("settings notifications", general.id(), TEXT),
            "private: Level-ups are told in <#general> from now on.",
            "-settings reply - ×1.00 60s single v0",
            "+settings channel general ×1.00 60s single v1"),
        branch(
            "settings notifications, a channel that can't be written in",
            AdminCommandsIT::settingsRow,
            () -> channel("settings notifications", readOnly.id(), TEXT),
            "private: I can't write in <#read-only>: I lack Send Messages there. Allow me that in"
                + " the channel's settings, then run `/settings notifications` again."),
        branch(
            "settings notifications, a voice channel that can't be joined",
            AdminCommandsIT::settingsRow,
            () -> channel("settings notifications", talk.id(), VOICE),
            "private: I can't write in <#talk>: I lack Connect there. Allow me that in the"
                + " channel's settings, then run `/settings notifications` again."),
        branch(
            "settings notifications, a channel where the bot is not",
            AdminCommandsIT::nothing,
            () -> in(elsewhere, channel("settings notifications", general.id(), TEXT)),
            "private: I am not a member of this server, so I can't write here. Invite me first."),
        branch(
            "settings notifications, a channel while Discord is away",
            () -> {
              settingsRow();
              discordIsAway();
            },
            () -> channel("settings notifications", general.id(), TEXT),
            "private: Discord does not tell me right now whether I may write there. Nothing was"
                + " changed; please try again in a minute."),
        branch(
            "settings notifications, a channel without the serving bot's token",
            AdminCommandsIT::servedByAnother,
            () -> channel("settings notifications", general.id(), TEXT),
            NO_TOKEN.replace("update", "private")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"levelroles/drop", "ignore/roles/drop"})
  void whatIsMadeAfterDiscordWasAskedIsNotDropped(String button) throws Exception {
    addRule(GONE, 7);
    ignoreRole(GONE);
    FaultPlan plan =
        FaultPlan.on("GET", "/guilds/*/members/*", new Fault.Delay(Duration.ofSeconds(1)));
    byte[] body = click(button, ANN).toString().getBytes(StandardCharsets.UTF_8);
    Rows rows = new Rows(database, names);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Faults.Running asked = discord.fault(plan)) {
      Future<JsonNode> answer = threads.submit(() -> caller.call(body));
      await().until(() -> asked.hits() == 1);
      addRule(GONE + 1, 8);
      ignoreRole(GONE + 1);
      String words = answer.get().path("data").path("content").asText();
      assertTrue(words.startsWith("Dropped "), words);
    }
    List<String> left = rows.read();
    assertTrue(left.contains("rule 8 " + (GONE + 1)), left.toString());
    assertTrue(left.contains("ignored " + (GONE + 1)), left.toString());
  }

  // Calls

  private static ObjectNode call(String line) {
    return in(server, Payloads.call(bot, line));
  }

  private static ObjectNode in(LocalServer where, ObjectNode interaction) {
    return interaction.put("guild_id", Long.toString(where.id()));
  }

  private static ObjectNode directly(ObjectNode interaction) {
    interaction.remove("guild_id");
    interaction.set("user", interaction.remove("member").path("user"));
    return interaction;
  }

  private static ObjectNode give(long xp) {
    return amount(Payloads.withMember(call("xp give"), "user", BEN, "Ben", false), "xp", xp);
  }

  private static ObjectNode take(long xp) {
    return amount(Payloads.withMember(call("xp take"), "user", BEN, "Ben", false), "xp", xp);
  }

  private static ObjectNode levels(String action, long levels) {
    return amount(
        Payloads.withMember(call("levels " + action), "user", BEN, "Ben", false), "levels", levels);
  }

  private static ObjectNode amount(ObjectNode call, String option, long amount) {
    return Payloads.withInteger(call, option, amount);
  }

  private static ObjectNode channel(String line, long id, int type) {
    return Payloads.withChannel(call(line), "channel", id, "channel", type);
  }

  private static ObjectNode role(String line, LocalRole role) {
    return Payloads.withRole(call(line), "role", role.id(), role.name(), role.position(), false);
  }

  private static ObjectNode rule(LocalRole role, int level) {
    return Payloads.withInteger(role("levelroles add", role), "level", level);
  }

  private static ObjectNode click(String customId, long clicker) {
    return in(server, Payloads.click(bot, customId, ANN, clicker));
  }

  private static ObjectNode choose(String kind, long chooser) {
    return in(server, Payloads.choice(bot, "settings/notifications", ANN, chooser, kind));
  }

  private static ObjectNode chooseChannel(long channel, int type, long chooser) {
    return in(
        server,
        Payloads.channelChoice(bot, "settings/notifications/channel", ANN, chooser, channel, type));
  }

  // What is there before

  private static void nothing() {}

  private static void settingsRow() {
    settingsRow(server);
  }

  private static void settingsRow(LocalServer where) {
    if (!database.dsl().fetchExists(GUILDS, GUILDS.ID.eq(where.id()))) {
      WorkerRig.guild(database, where.id(), true);
    }
  }

  private static void member(long user, long xp) {
    WorkerRig.member(database, server.id(), user, xp, true);
  }

  /** A bot of which this worker has no token. */
  private static void servedByAnother() {
    settingsRow();
    database.dsl().execute("UPDATE guilds SET serving_bot_id = ?", BEN);
  }

  private static void tokenIsRefused() {
    Fault refused = new Fault.Fail(401, 0, "401: Unauthorized");
    discord.fault(FaultPlan.on("GET", "/guilds/*", refused));
  }

  private static void rolesStack() {
    database.dsl().execute("UPDATE guilds SET role_mode = 'stack'");
  }

  private static String named(long id) {
    return id == GONE ? "gone" : Long.toString(id);
  }

  private static void notice(String kind) {
    settingsRow();
    database.dsl().execute("UPDATE guilds SET notification_type = ?", kind);
  }

  private static void ignoreChannel(long id) {
    settingsRow();
    database
        .dsl()
        .insertInto(IGNORED_CHANNELS)
        .set(IGNORED_CHANNELS.GUILD_ID, server.id())
        .set(IGNORED_CHANNELS.CHANNEL_ID, id)
        .execute();
  }

  private static void ignoreRole(long id) {
    settingsRow();
    database
        .dsl()
        .insertInto(IGNORED_ROLES)
        .set(IGNORED_ROLES.GUILD_ID, server.id())
        .set(IGNORED_ROLES.ROLE_ID, id)
        .execute();
  }

  private static void addRule(long role, int level) {
    addRule(server, role, level);
  }

  private static void addRule(LocalServer where, long role, int level) {
    settingsRow(where);
    database
        .dsl()
        .insertInto(LEVEL_ROLES)
        .set(LEVEL_ROLES.GUILD_ID, where.id())
        .set(LEVEL_ROLES.ROLE_ID, role)
        .set(LEVEL_ROLES.LEVEL, level)
        .execute();
  }

  private static void addRules(int count) {
    for (int i = 1; i <= count; i++) {
      addRule(GONE + i, i);
    }
  }

  private static void refuse(long role, int times) {
    LevelRoleStore store = new LevelRoleStore(database);
    for (int i = 0; i < times; i++) {
      store.refused(server.id(), role);
    }
  }

  private static void job(long total, long done, boolean started) {
    database.transaction(
        tx -> {
          RoleReconciles.ask(tx, server.id(), GONE, 1, OptionalLong.empty(), Optional.empty());
          return tx.execute(
              "UPDATE jobs SET total = ?, done = ?, started_at = IF(?, UTC_TIMESTAMP(3), NULL)",
              total,
              done,
              started);
        });
  }

  /** At once, so that no test waits for it. */
  private static void discordIsAway() {
    Fault limit = new Fault.RateLimited(Duration.ofMinutes(1), false);
    for (String path : Set.of("/guilds/*", "/guilds/*/channels", "/channels/*")) {
      discord.fault(FaultPlan.on("GET", path, limit));
    }
  }
}
