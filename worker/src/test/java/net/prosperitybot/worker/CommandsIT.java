package net.prosperitybot.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.rankcounts.RankRecount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command as Discord calls it: real HTTP, real signatures, real SQL. */
class CommandsIT {
  private static final long GUILD = Payloads.GUILD;
  private static final long OTHER_GUILD = GUILD + 1;
  private static final long ANN = Payloads.CALLER;
  private static final long BEN = ANN + 1;
  private static final long CAT = ANN + 2;
  private static final long DAN = ANN + 3;
  private static final int EPHEMERAL = 64;

  private static RunningWorker rig;
  private static Database database;
  private static DiscordCaller caller;
  private static long bot;

  @BeforeAll
  static void start() {
    rig = RunningWorker.start();
    database = rig.database();
    caller = rig.caller();
    bot = rig.application().id();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void emptyServer() {
    rig.empty("guilds", "guild_users", "rank_counts", "users");
  }

  @Test
  void aboutCountsActiveServersAndMembers() throws Exception {
    // A worker of its own, which nobody has asked yet.
    try (RunningWorker fresh = RunningWorker.start()) {
      WorkerRig.guild(fresh.database(), GUILD, true);
      WorkerRig.guild(fresh.database(), OTHER_GUILD, false);
      for (int i = 0; i < 1200; i++) {
        WorkerRig.member(fresh.database(), GUILD, ANN + i, 100, true);
      }
      JsonNode answer = fresh.caller().call(Payloads.command(fresh.application().id(), "about"));
      assertPublic(answer);
      assertEquals("1", field(answer, "Active servers"));
      assertEquals("1,200", field(answer, "Members tracked"));
      assertEquals("development", field(answer, "Version"));
    }
  }

  @Test
  void theFooterCarriesTheNameThatDiscordToldOfTheBot() {
    await()
        .untilAsserted(
            () -> {
              JsonNode answer = caller.call(Payloads.command(bot, "about"));
              assertEquals("Leveller", embed(answer).path("footer").path("text").asText());
            });
  }

  @Test
  void levelShowsTheCallersLevelXpRankAndProgress() throws Exception {
    WorkerRig.member(database, GUILD, ANN, 1150 + 100, true);
    WorkerRig.member(database, GUILD, BEN, 268_375, true);
    JsonNode answer = caller.call(Payloads.command(bot, "level"));
    assertPublic(answer);
    assertEquals("5", field(answer, "Level"));
    assertEquals("1,250", field(answer, "XP"));
    assertEquals("#2", field(answer, "Rank"));
    long missing = LevelCurve.xpRequired(6) - 1250;
    String text = embed(answer).path("description").asText();
    assertTrue(text.startsWith("**Ann**\n"), text);
    assertTrue(text.endsWith(" " + missing + " XP to level 6"), text);
  }

  @Test
  void levelShowsAnotherMembersStandingUnderTheNameThatDiscordSends() throws Exception {
    WorkerRig.member(database, GUILD, BEN, 268_375, true);
    JsonNode answer = caller.call(levelOf(BEN, "**Ben**", false));
    assertTrue(
        embed(answer).path("description").asText().startsWith("**\\*\\*Ben\\*\\***\n"),
        answer.toString());
    assertEquals("50", field(answer, "Level"));
    assertEquals("268,375", field(answer, "XP"));
  }

  @Test
  void aMemberWithoutARowHasNeverTalked() throws Exception {
    JsonNode answer = caller.call(levelOf(BEN, "Ben", false));
    assertPrivate(answer, "Ben has never talked before.");
    assertPrivate(caller.call(Payloads.command(bot, "level")), "Ann has never talked before.");
  }

  @Test
  void aMemberWithARowButNoMessagesHasNeverTalked() throws Exception {
    WorkerRig.member(database, GUILD, BEN, 0, true);
    assertPrivate(caller.call(levelOf(BEN, "Ben", false)), "Ben has never talked before.");
  }

  @Test
  void botsEarnNoXp() throws Exception {
    assertPrivate(caller.call(levelOf(BEN, "Beep", true)), "Bots don't earn XP.");
  }

  @ParameterizedTest
  @CsvSource({"1689242500", "9007199254740991"})
  void theHighestLevelHasNoNextOne(long xp) throws Exception {
    WorkerRig.member(database, GUILD, ANN, xp, true);
    JsonNode answer = caller.call(Payloads.command(bot, "level"));
    assertEquals("1,000", field(answer, "Level"));
    assertTrue(embed(answer).path("description").asText().endsWith("100% the highest level"));
  }

  @Test
  void equalXpRanksByUserId() throws Exception {
    WorkerRig.member(database, GUILD, CAT, 500, true);
    WorkerRig.member(database, GUILD, BEN, 500, true);
    WorkerRig.member(database, GUILD, ANN, 500, true);
    assertEquals("#1", field(caller.call(levelOf(ANN, "Ann", false)), "Rank"));
    assertEquals("#2", field(caller.call(levelOf(BEN, "Ben", false)), "Rank"));
    assertEquals("#3", field(caller.call(levelOf(CAT, "Cat", false)), "Rank"));
  }

  @Test
  void whoLeftHasNoRankAndTakesNone() throws Exception {
    WorkerRig.member(database, GUILD, ANN, 500, true);
    WorkerRig.member(database, GUILD, BEN, 900, false);
    assertEquals("Not ranked", field(caller.call(levelOf(BEN, "Ben", false)), "Rank"));
    assertEquals("#1", field(caller.call(levelOf(ANN, "Ann", false)), "Rank"));
    List<String> lines = lines(caller.call(Payloads.command(bot, "leaderboard")));
    assertEquals(List.of("**1.** <@" + ANN + "> · level 3 · 500 XP"), lines);
  }

  @Test
  void anEmptyLeaderboardSaysSo() throws Exception {
    JsonNode answer = caller.call(Payloads.command(bot, "leaderboard"));
    assertEquals("Nobody has earned XP here yet.", embed(answer).path("description").asText());
    assertTrue(footer(answer).startsWith("Page 1 of 1 · "), footer(answer));
    buttons(answer).forEach(button -> assertTrue(button.path("disabled").asBoolean()));
  }

  @Test
  void theLeaderboardIsInOrderAndKeepsOtherServersOut() throws Exception {
    WorkerRig.member(database, GUILD, ANN, 100, true);
    WorkerRig.member(database, GUILD, CAT, 268_375, true);
    WorkerRig.member(database, GUILD, BEN, 100, true);
    WorkerRig.member(database, GUILD, DAN, 0, true);
    WorkerRig.member(database, OTHER_GUILD, DAN, 999_999, true);
    WorkerRig.name(database, ANN, "Ann @everyone");
    WorkerRig.name(database, BEN, "👩‍👩‍👧‍👦".repeat(14));
    WorkerRig.name(database, CAT, "شهد");
    List<String> lines = lines(caller.call(Payloads.command(bot, "leaderboard")));
    assertEquals("**1.** \u2068شهد\u2069 · level 50 · 268,375 XP", lines.get(0));
    assertEquals("**2.** Ann \\@everyone · level 1 · 100 XP", lines.get(1));
    assertTrue(lines.get(2).startsWith("**3.** 👩‍👩‍👧‍👦"), lines.get(2));
    assertTrue(lines.get(2).endsWith("👩‍👩‍👧‍👦… · level 1 · 100 XP"), lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void noNameCanBreakTheLeaderboard() throws Exception {
    List<String> odd =
        List.of(
            "**bold** __under__ ~~gone~~ ||spoiler|| `code`",
            "# heading [link](https://evil.example)",
            "<@1> <@&2> <#3> @everyone @here <:x:4>",
            "\u202Eevil\u2066 dnalsi",
            "مرحبا بالعالم",
            "﷽".repeat(32),
            "👩‍👩‍👧‍👦".repeat(32),
            "\u200B\u200B\u200B",
            "\u3164",
            "Z" + "\u0335\u0321\u0322".repeat(300));
    for (int i = 0; i < odd.size(); i++) {
      WorkerRig.member(database, GUILD, ANN + i, 1000 - i, true);
      database
          .dsl()
          .execute(
              "INSERT INTO users VALUES (?, 'u', ?, UTC_TIMESTAMP(3))",
              ANN + i,
              odd.get(i).substring(0, Math.min(odd.get(i).length(), 100)));
    }
    List<String> lines = lines(caller.call(Payloads.command(bot, "leaderboard")));
    assertEquals(10, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      assertTrue(line.startsWith("**" + (i + 1) + ".** "), line);
      assertTrue(line.endsWith(" · level 4 · " + Figures.grouped(1000 - i) + " XP"), line);
      assertFalse(line.matches(".*(?<!\\\\)[<@`|#_~].*"), line);
      assertFalse(line.matches(".*[\\u202E\\u2066].*"), line);
    }
    assertTrue(lines.get(4).contains("\u2068مرحبا بالعالم\u2069"), lines.get(4));
    assertTrue(lines.get(5).contains(" ﷽﷽﷽﷽… · "), lines.get(5));
    assertTrue(lines.get(7).contains(" unnamed · "), lines.get(7));
    assertTrue(lines.get(8).contains(" unnamed · "), lines.get(8));
    assertTrue(String.join("\n", lines).length() < 4096);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 10, false, true",
    "0, 1, 1, 10, false, true",
    "-7, 1, 1, 10, false, true",
    "2, 2, 11, 10, true, true",
    "3, 3, 21, 5, true, false",
    "4, 3, 21, 5, true, false",
    "9007199254740991, 3, 21, 5, true, false"
  })
  void anyPageNumberGivesAPageThatExists(
      long wanted, long shown, long firstRank, int rows, boolean back, boolean forward)
      throws Exception {
    seedTwentyFive();
    JsonNode answer =
        caller.call(Payloads.withInteger(Payloads.command(bot, "leaderboard"), "page", wanted));
    assertPublic(answer);
    assertTrue(footer(answer).startsWith("Page " + shown + " of 3 · "), footer(answer));
    assertEquals(rows, lines(answer).size());
    assertTrue(lines(answer).getFirst().startsWith("**" + firstRank + ".** "));
    assertEquals(!back, buttons(answer).get(0).path("disabled").asBoolean());
    assertEquals(!forward, buttons(answer).get(1).path("disabled").asBoolean());
    assertFalse(buttons(answer).get(2).path("disabled").asBoolean());
  }

  @Test
  void whoRanTheCommandTurnsItsPages() throws Exception {
    seedTwentyFive();
    JsonNode first = caller.call(Payloads.command(bot, "leaderboard"));
    JsonNode second = click(customId(first, 1), ANN);
    assertEquals(7, second.path("type").asInt());
    assertTrue(footer(second).startsWith("Page 2 of 3"), footer(second));
    JsonNode back = click(customId(second, 0), ANN);
    assertEquals(7, back.path("type").asInt());
    assertTrue(footer(back).startsWith("Page 1 of 3"), footer(back));
  }

  @Test
  void aClickReadsTheDatabaseAgain() throws Exception {
    seedTwentyFive();
    String forward = customId(caller.call(Payloads.command(bot, "leaderboard")), 1);
    database.dsl().execute("DELETE FROM guild_users WHERE xp < 20000");
    new RankRecount(database).mend(GUILD);
    JsonNode now = click(forward, ANN);
    assertTrue(footer(now).startsWith("Page 1 of 1"), footer(now));
  }

  @Test
  void anybodyElsesClickOpensACopyForThemAlone() throws Exception {
    seedTwentyFive();
    String forward = customId(caller.call(Payloads.command(bot, "leaderboard")), 1);
    JsonNode copy = click(forward, BEN);
    assertEquals(4, copy.path("type").asInt());
    assertEquals(EPHEMERAL, copy.path("data").path("flags").asInt());
    assertTrue(footer(copy).startsWith("Page 2 of 3"), footer(copy));
  }

  @Test
  void myPageIsTheOneWithTheClickerOnIt() throws Exception {
    seedTwentyFive();
    String mine = customId(caller.call(Payloads.command(bot, "leaderboard")), 2);
    long last = ANN + 24;
    JsonNode page = click(mine, last);
    assertTrue(lines(page).getLast().startsWith("**25.** <@" + last + ">"), page.toString());
    JsonNode unranked = click(mine, ANN + 500);
    assertTrue(footer(unranked).startsWith("Page 1 of 3"), footer(unranked));
  }

  @Test
  void aButtonOfAnOlderVersionGetsFriendlyWords() throws Exception {
    assertPrivate(
        click("leaderboard/page/-1", ANN),
        "This message is from an older version. Please run the command again.");
    assertPrivate(
        click("nosuch", ANN),
        "This message is from an older version. Please run the command again.");
  }

  @Test
  void inDirectMessagesACommandThatNeedsAServerSaysSo() throws Exception {
    ObjectNode direct = Payloads.command(bot, "level");
    direct.remove("guild_id");
    direct.set("user", direct.remove("member").path("user"));
    assertPrivate(caller.call(direct), "This command needs a server.");
  }

  @Test
  void autocompleteIsAnsweredEvenWhereThereIsNothingToSuggest() throws Exception {
    ObjectNode typing = Payloads.inGuild(bot, 4);
    typing
        .putObject("data")
        .put("name", "leaderboard")
        .putArray("options")
        .addObject()
        .put("name", "page")
        .put("type", 4)
        .put("value", "1")
        .put("focused", true);
    assertEquals("{\"type\":8,\"data\":{\"choices\":[]}}", caller.call(typing).toString());
  }

  @Test
  void theMetricsNameCommandsAndOutcomes() throws Exception {
    caller.call(Payloads.command(bot, "about"));
    caller.call(Payloads.command(bot, "nosuch" + System.nanoTime()));
    caller.send(caller.unsigned(new byte[] {'{', '}'}));
    try (DiscordCaller management =
        new DiscordCaller(rig.worker().managementPort(), new SigningBot(bot))) {
      HttpResponse<String> metrics = management.get("/metrics");
      assertEquals(200, metrics.statusCode());
      String text = metrics.body();
      assertTrue(
          text.contains(
              "prosperity_interactions_seconds_count{command=\"about\",kind=\"command\",outcome=\"answered\"}"),
          text);
      assertTrue(text.contains("command=\"unknown\""), text);
      assertFalse(text.contains("nosuch"), text);
      assertTrue(text.contains("prosperity_interactions_refused_total{reason=\"headers\"}"), text);
      assertTrue(text.contains("prosperity_interactions_age_seconds_bucket{le=\"1.5\"}"), text);
      assertTrue(text.contains("prosperity_database_connections_active"), text);
      assertTrue(text.contains("jvm_memory_used_bytes"), text);
    }
  }

  @Test
  void whatHasNotHappenedYetIsThereAsZero() throws Exception {
    try (DiscordCaller management =
        new DiscordCaller(rig.worker().managementPort(), new SigningBot(bot))) {
      String text = management.get("/metrics").body();
      assertTrue(
          text.contains("prosperity_interactions_refused_total{reason=\"too_large\"} 0.0"), text);
      assertTrue(text.contains("prosperity_followups_total{outcome=\"lost\"} 0.0"), text);
    }
  }

  private static void seedTwentyFive() {
    for (int i = 0; i < 25; i++) {
      WorkerRig.member(database, GUILD, ANN + i, 25_000 - 1000L * i, true);
    }
  }

  private static ObjectNode levelOf(long user, String name, boolean isBot) {
    return Payloads.withUser(Payloads.command(bot, "level"), "user", user, name, isBot);
  }

  private static JsonNode click(String customId, long clicker) throws Exception {
    return caller.call(Payloads.click(bot, customId, ANN, clicker));
  }

  private static JsonNode embed(JsonNode answer) {
    return answer.path("data").path("embeds").path(0);
  }

  private static String footer(JsonNode answer) {
    return embed(answer).path("footer").path("text").asText();
  }

  private static List<String> lines(JsonNode answer) {
    return embed(answer).path("description").asText().lines().toList();
  }

  private static List<JsonNode> buttons(JsonNode answer) {
    List<JsonNode> buttons = new ArrayList<>();
    answer.path("data").path("components").path(0).path("components").forEach(buttons::add);
    assertEquals(3, buttons.size(), answer.toString());
    return buttons;
  }

  private static String customId(JsonNode answer, int button) {
    return buttons(answer).get(button).path("custom_id").asText();
  }

  private static String field(JsonNode answer, String name) {
    for (JsonNode field : embed(answer).path("fields")) {
      if (field.path("name").asText().equals(name)) {
        return field.path("value").asText();
      }
    }
    throw new AssertionError("No field " + name + " in " + answer);
  }

  private static void assertPublic(JsonNode answer) {
    assertEquals(4, answer.path("type").asInt(), answer.toString());
    assertEquals(0, answer.path("data").path("flags").asInt());
    assertEquals("{\"parse\":[]}", answer.path("data").path("allowed_mentions").toString());
  }

  private static void assertPrivate(JsonNode answer, String words) {
    assertEquals(4, answer.path("type").asInt(), answer.toString());
    assertEquals(EPHEMERAL, answer.path("data").path("flags").asInt());
    assertEquals(words, answer.path("data").path("content").asText());
    assertEquals("{\"parse\":[]}", answer.path("data").path("allowed_mentions").toString());
  }
}
