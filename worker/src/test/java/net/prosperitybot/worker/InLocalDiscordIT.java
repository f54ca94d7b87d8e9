package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker and a local Discord: commands are registered, typed, answered, clicked and chosen. */
class InLocalDiscordIT {
  @TempDir private static Path folder;

  private static LocalDiscord discord;
  private static TestDatabase testDatabase;
  private static Worker worker;
  private static LocalApplication bot;
  private static LocalServer server;
  private static LocalChannel channel;
  private static LocalMember admin;
  private static LocalMember ann;
  private static LocalMember ben;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start(Options.generous().withTraffic(folder.resolve("traffic.jsonl")));
    bot = discord.createApplication("Leveller");
    testDatabase = TestDatabase.create();
    worker =
        Worker.start(
            WorkerRig.config(testDatabase, discord.apiUrl(), bot, bot.publicKeyHex()),
            testDatabase.database());
    server = discord.createServer("Testing");
    channel = server.createTextChannel("general");
    admin = server.owner();
    ann = server.join("Ann");
    ben = server.join("Ben");
    bot.invite(server, Permissions.MANAGE_ROLES);
    Database database = testDatabase.database();
    for (LocalMember member : server.populate(20)) {
      WorkerRig.member(database, server.id(), member.id(), 1000, true);
    }
    WorkerRig.member(database, server.id(), ann.id(), 300, true);
    // Discord checks the address: it must answer a PING and refuse a wrong signature.
    bot.endpoint("http://127.0.0.1:" + worker.port() + "/interactions/" + bot.id());
    await().until(() -> bot.commands().size() == 9);
  }

  @AfterEach
  void clear() {
    discord.heal();
    for (String table : List.of("guilds", "level_roles", "jobs")) {
      testDatabase.database().dsl().execute("DELETE FROM " + table);
    }
  }

  @AfterAll
  static void stopAndCheckAllTraffic() {
    worker.close();
    testDatabase.close();
    discord.close();
    DiscordContract.find()
        .ifPresent(
            contract -> assertEquals(List.of(), contract.traffic(folder.resolve("traffic.jsonl"))));
  }

  @Test
  void aTypedCommandIsAnsweredUnderTheBotsName() {
    InvocationResult result = ann.run(channel, "/level").await();
    assertEquals(State.ANSWERED, result.state(), result.failure());
    assertTrue(result.embed().path("description").asText().startsWith("**Ann**"));
    assertEquals("Leveller", result.embed().path("footer").path("text").asText());
  }

  @Test
  void whoNeverTalkedIsNamedAsTheServerNamesThem() {
    InvocationResult result = ann.run(channel, "/level user:" + ben.mention()).await();
    assertEquals("Ben has never talked before.", result.content(), result.failure());
  }

  @Test
  void theLeaderboardTurnsForItsOwnerAndOpensACopyForOthers() {
    InvocationResult shown = ann.run(channel, "/leaderboard page:1").await();
    assertEquals(State.ANSWERED, shown.state(), shown.failure());
    LocalMessage message = channel.message(shown.message().orElseThrow().id()).orElseThrow();

    InvocationResult turned = ann.click(message, "leaderboard/page/2").await();
    assertEquals(State.UPDATED, turned.state(), turned.failure());
    assertTrue(footer(turned).startsWith("Page 2 of 3"), footer(turned));

    InvocationResult copy = ben.click(message, "leaderboard/page/3").await();
    assertEquals(State.ANSWERED, copy.state(), copy.failure());
    assertTrue(footer(copy).startsWith("Page 3 of 3"), footer(copy));
    long copyId = copy.message().orElseThrow().id();
    LocalMessage own = seenBy(ben, copy);
    assertTrue(own.ephemeral());
    assertFalse(channel.messages(ann.user()).stream().anyMatch(each -> each.id() == copyId));

    InvocationResult onCopy = ben.click(own, "leaderboard/page/2").await();
    assertEquals(State.UPDATED, onCopy.state(), onCopy.failure());
  }

  @Test
  void onlyWhoManagesTheServerSeesWhatChangesSomething() {
    assertEquals(List.of("about", "leaderboard", "level"), commandsOf(ann));
    assertEquals(
        List.of(
            "about",
            "ignore",
            "leaderboard",
            "level",
            "levelroles",
            "levels",
            "settings",
            "whitelabel",
            "xp"),
        commandsOf(admin));
  }

  @Test
  void withoutAKeyForTokensNobodySetsABotUp() {
    InvocationResult result = admin.run(channel, "/whitelabel setup").await();
    assertEquals(State.ANSWERED, result.state(), result.failure());
    assertTrue(result.content().startsWith("Own bots are not switched on here yet."));
  }

  @Test
  void anAdminGivesXpToSomeoneInTheServerAndNobodyElseSeesIt() {
    InvocationResult result =
        admin.run(channel, "/xp give user:@Ben xp:255 reason:for the quiz").await();
    assertEquals("Gave **255 XP** to **Ben**: 0 → 255 XP, level 0 → 2.", result.content());
    assertTrue(seenBy(admin, result).ephemeral());
    InvocationResult history = admin.run(channel, "/xp history user:@Ben").await();
    String text = history.embed().path("description").asText();
    assertTrue(text.contains("+255 XP by " + admin.mention() + " · for the quiz"), text);
    testDatabase.database().dsl().execute("DELETE FROM guild_users WHERE user_id = ?", ben.id());
  }

  @Test
  void discordItselfRefusesWhatIsOutOfRange() {
    for (String line :
        List.of(
            "/xp give user:@Ben xp:0",
            "/xp give user:@Ben xp:9007199254740992",
            "/levels give user:@Ben levels:1001",
            "/levelroles add role:@everyone level:0",
            "/settings multiplier multiplier:10.01",
            "/settings delay delay:86401",
            "/settings roles type:both")) {
      assertEquals(State.REFUSED, admin.run(channel, line).await().state(), line);
    }
  }

  @Test
  void aLevelRoleThatCanNeverWorkIsRefusedByTheTrueOrderOfRoles() {
    LocalRole gold = server.createRole("Gold");
    LocalRole boss = server.createRole("Boss").moveTo(100);
    assertTrue(add(boss, 4).startsWith(boss.mention() + " is not below my highest role"));
    assertTrue(add(server.role("Leveller").orElseThrow(), 5).contains("belongs to a bot"));
    assertTrue(
        admin
            .run(channel, "/levelroles add role:@everyone level:5")
            .await()
            .content()
            .startsWith("Everyone has @everyone already"));
    assertEquals(List.of(), settings().levelRoles());

    boss.moveTo(1);
    assertEquals(boss.mention() + " is now given at level 4. Checking 20 members…", add(boss, 4));
    assertEquals(
        boss.mention()
            + " is given at level 4 already. To change that, use `/levelroles remove` first.",
        add(boss, 6));
    assertTrue(add(gold, 4).startsWith("Level 4 gives " + boss.mention() + " already."));
    assertEquals(List.of(new LevelRole(boss.id(), 4)), settings().levelRoles());
    boss.delete();
    gold.delete();
  }

  @Test
  void theJobOfANewLevelRoleKnowsWhereToShowItsProgress() {
    LocalRole gold = server.createRole("Gold");
    Invocation invocation = admin.run(channel, "/levelroles add role:@Gold level:2");
    assertEquals(State.ANSWERED, invocation.await().state());
    var job = testDatabase.database().dsl().selectFrom(JOBS).fetchSingle();
    assertEquals(server.id(), job.getGuildId());
    assertEquals(invocation.id(), job.getId());
    assertEquals(bot.id(), job.getProgressApplicationId());
    assertEquals(invocation.token(), job.getProgressToken());
    gold.delete();
  }

  @Test
  void theWordsOfALateAnswerComeBeforeItsJobIsDue() {
    LocalRole gold = server.createRole("Gold");
    discord.fault(FaultPlan.on("GET", "/guilds/*", new Fault.Delay(Duration.ofMillis(2500))));
    Invocation invocation = admin.run(channel, "/levelroles add role:@Gold level:2");
    assertEquals(State.DEFERRED, invocation.await().state());
    assertEquals(
        gold.mention() + " is now given at level 2. Checking 21 members…",
        invocation.awaitAnswer(Duration.ofSeconds(20)).content());
    JobStore jobs = new JobStore(testDatabase.database());
    assertFalse(jobs.running(server.id()).orElseThrow().started());
    assertEquals(
        Optional.empty(), jobs.claim(server.id(), "a", Duration.ofSeconds(60)), "not due yet");
    testDatabase.database().dsl().execute("UPDATE jobs SET due_at = due_at - INTERVAL 3 SECOND");
    assertEquals(
        invocation.token(),
        jobs.claim(server.id(), "a", Duration.ofSeconds(60))
            .flatMap(Job::place)
            .orElseThrow()
            .token()
            .reveal());
    gold.delete();
  }

  @Test
  void whileDiscordFailsNothingChangesAndTheAnswerSaysSo() {
    LocalRole gold = server.createRole("Gold");
    discord.fault(FaultPlan.on("GET", "/guilds/*", new Fault.Cut()));
    InvocationResult result =
        admin
            .run(channel, "/levelroles add role:@Gold level:2")
            .awaitAnswer(Duration.ofSeconds(20));
    assertTrue(
        result.content().startsWith("Discord does not tell me about this server's roles"),
        result.content());
    assertEquals(List.of(), settings().levelRoles());
    gold.delete();
  }

  @Test
  void rolesThatAreDeletedInDiscordAreMarkedAndCanBeDropped() {
    LocalRole gold = server.createRole("Gold");
    LocalRole silver = server.createRole("Silver");
    add(gold, 5);
    add(silver, 3);
    gold.delete();
    InvocationResult list = admin.run(channel, "/levelroles list").await();
    List<String> lines = list.embed().path("description").asText().lines().toList();
    assertTrue(lines.contains("**Level 3** · " + silver.mention()), lines.toString());
    assertTrue(
        lines.contains("**Level 5** · `" + gold.id() + "` ⚠ deleted in Discord"), lines.toString());
    LocalMessage message = seenBy(admin, list);
    assertEquals(
        State.REFUSED, ben.click(message, "levelroles/drop").await().state(), "it is private");
    InvocationResult dropped = admin.click(message, "levelroles/drop").await();
    assertEquals(
        "Dropped the level role of level 5, which was deleted in Discord.", dropped.content());
    assertEquals(List.of(new LevelRole(silver.id(), 3)), settings().levelRoles());
    silver.delete();
  }

  @Test
  void asManyLevelRolesAsThereCanBeFitPages() {
    WorkerRig.guild(testDatabase.database(), server.id(), true);
    for (int level = 751; level <= 1000; level++) {
      testDatabase
          .database()
          .dsl()
          .insertInto(LEVEL_ROLES)
          .set(LEVEL_ROLES.GUILD_ID, server.id())
          .set(LEVEL_ROLES.ROLE_ID, 8_000_000_000_000_000_000L + level)
          .set(LEVEL_ROLES.LEVEL, level)
          .set(LEVEL_ROLES.REFUSED_COUNT, 1_000_000)
          .execute();
    }
    InvocationResult list = admin.run(channel, "/levelroles list").await();
    assertTrue(footer(list).startsWith("250 of 250 · Page 1 of 10"), footer(list));
    LocalMessage message = seenBy(admin, list);
    InvocationResult last = admin.click(message, "levelroles/page/2").await();
    assertEquals(State.UPDATED, last.state(), last.failure());
    List<String> lines = last.embed().path("description").asText().lines().toList();
    assertEquals(25, lines.size());
    assertTrue(lines.getFirst().startsWith("**Level 776**"), lines.getFirst());
  }

  @Test
  void noticesAreSentWhereTheMenusSay() {
    LocalChannel levelUps = server.createTextChannel("level-ups");
    LocalChannel closed =
        server
            .createTextChannel("closed")
            .overwrite(server.everyone(), 0, Permissions.SEND_MESSAGES);
    InvocationResult menu = admin.run(channel, "/settings notifications").await();
    assertEquals(
        "Where should level-ups be told? Now: in reply to the message that earned them.",
        menu.content());
    LocalMessage message = seenBy(admin, menu);
    assertEquals(
        State.REFUSED,
        ben.select(message, "settings/notifications", "off").await().state(),
        "it is private");

    InvocationResult channels = admin.select(message, "settings/notifications", "channel").await();
    assertEquals(State.UPDATED, channels.state(), channels.failure());
    assertEquals("Which channel should level-ups be told in?", channels.content());
    assertEquals(NoticeKind.REPLY, settings().notice());
    InvocationResult done =
        admin
            .select(message, "settings/notifications/channel", Long.toString(levelUps.id()))
            .await();
    assertEquals("Level-ups are told in " + levelUps.mention() + " from now on.", done.content());
    assertEquals(NoticeKind.CHANNEL, settings().notice());
    assertEquals(levelUps.id(), settings().noticeChannelId().orElseThrow());

    String refused =
        admin.run(channel, "/settings notifications channel:#closed").await().content();
    assertTrue(refused.startsWith("I can't write in " + closed.mention()), refused);
    assertTrue(refused.contains("Send Messages"), refused);
    assertEquals(levelUps.id(), settings().noticeChannelId().orElseThrow());
    closed.delete();
    levelUps.delete();
  }

  @Test
  void aNumberIsRoundedHalfUpAsTyped() {
    assertEquals(
        "Messages earn ×1.01 XP (rounded to two decimals) from now on.",
        admin.run(channel, "/settings multiplier multiplier:1.005").await().content());
    assertEquals("1.01", settings().multiplier().toPlainString());
  }

  @Test
  void anIgnoredThreadIsListedUntilItIsGone() {
    LocalChannel forum = server.createForum("ideas");
    LocalChannel thread = forum.createThread("a thread", ann.user());
    admin.run(channel, "/ignore channels add channel:" + thread.mention()).await();
    admin.run(channel, "/ignore channels add channel:#ideas").await();
    assertEquals(
        List.of(forum.mention(), thread.mention()), ignored(), "threads are not in the list");
    thread.delete();
    assertEquals(List.of(forum.mention(), "`" + thread.id() + "` (deleted)"), ignored());
    forum.delete();
    assertEquals(
        List.of("`" + forum.id() + "` (deleted)", "`" + thread.id() + "` (deleted)"), ignored());
  }

  private static List<String> ignored() {
    String list =
        admin.run(channel, "/ignore channels list").await().embed().path("description").asText();
    return List.of(list.split(", "));
  }

  private static String add(LocalRole role, int level) {
    String line = "/levelroles add role:" + role.mention() + " level:" + level;
    return admin.run(channel, line).await().content();
  }

  private static GuildSettings settings() {
    return new GuildSettingsStore(testDatabase.database()).load(server.id());
  }

  private static List<String> commandsOf(LocalMember member) {
    return member.commands(channel).stream()
        .map(offer -> offer.command().path("name").asText())
        .sorted()
        .toList();
  }

  /** The answer as the one it is for sees it. */
  private static LocalMessage seenBy(LocalMember member, InvocationResult result) {
    long id = result.message().orElseThrow().id();
    return channel.messages(member.user()).stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow();
  }

  private static String footer(InvocationResult result) {
    return result.embed().path("footer").path("text").asText();
  }
}
