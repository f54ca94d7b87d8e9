package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.levelling.AwardOutcome;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Admins at the same moment as each other and as members who chat: nothing is lost. */
class AdminsAtOnceIT {
  private static final long BEN = Payloads.CALLER + 1;
  private static final int ROUNDS = 40;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private static RunningWorker rig;
  private static Database database;
  private static DiscordCaller caller;
  private static long bot;
  private static LocalServer server;

  @BeforeAll
  static void start() {
    rig = RunningWorker.start();
    database = rig.database();
    caller = rig.caller();
    bot = rig.application().id();
    server = rig.discord().createServer("Testing");
    rig.application().invite(server, Permissions.MANAGE_ROLES);
    await().until(() -> rig.application().commands().size() == 9);
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
        "message_logs",
        "xp_adjustments",
        "level_ups",
        "level_roles",
        "jobs");
  }

  @Test
  void twoAdminsAndAMemberWhoChatsLoseNothing() throws Exception {
    XpLedger ledger = new XpLedger(database);
    List<Callable<Long>> work = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Instant sentAt = NOON.plus(MINUTE.multipliedBy(i));
      work.add(() -> gain(ledger, sentAt));
      work.add(() -> signed(adjust("xp give", "xp", 100)));
      work.add(() -> signed(adjust("xp take", "xp", 70)));
      work.add(() -> signed(adjust("levels give", "levels", 1)));
    }
    long sum = inParallel(work).stream().mapToLong(Long::longValue).sum();
    var member = database.dsl().selectFrom(GUILD_USERS).fetchSingle();
    assertEquals(sum, member.getXp(), "what was answered is what was done");
    assertEquals(LevelCurve.levelAt(member.getXp()), member.getLevel());
    assertEquals(List.of(), new XpAudit(database).disagreements());
    assertTrue(database.dsl().fetchCount(XP_ADJUSTMENTS) >= ROUNDS);
  }

  private static long gain(XpLedger ledger, Instant sentAt) {
    XpAward award =
        new XpAward(
            new MemberKey(server.id(), BEN),
            Snowflake.firstAt(sentAt) + 1,
            5,
            20,
            MINUTE,
            XpLedger.Presence.FROM_MESSAGES);
    return ledger.award(List.of(award), List.of()).getFirst() instanceof AwardOutcome.Earned
        ? 20
        : 0;
  }

  private static ObjectNode adjust(String line, String option, long amount) {
    return Payloads.withInteger(
        Payloads.withMember(call(line), "user", BEN, "Ben", false), option, amount);
  }

  /** The change that an answer tells of, from its "old → new XP". */
  private static long signed(ObjectNode interaction) throws Exception {
    String words = words(interaction);
    if (!words.contains("→")) {
      return 0;
    }
    String[] standing = words.replaceAll(".*: ([\\d,]+) → ([\\d,]+) XP.*", "$1 $2").split(" ", -1);
    return number(standing[1]) - number(standing[0]);
  }

  private static long number(String grouped) {
    return Long.parseLong(grouped.replace(",", ""));
  }

  @Test
  void ofManyWhoTakeALevelForARoleOneGetsIt() throws Exception {
    List<LocalRole> roles = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      roles.add(server.createRole("Role " + i));
    }
    List<Callable<String>> work = new ArrayList<>();
    for (LocalRole role : roles) {
      work.add(
          () ->
              words(
                  Payloads.withInteger(
                      Payloads.withRole(
                          call("levelroles add"), "role", role.id(), role.name(), 1, false),
                      "level",
                      5)));
    }
    List<String> answers = inParallel(work);
    assertEquals(1, answers.stream().filter(each -> each.contains(" is now given ")).count());
    assertEquals(7, answers.stream().filter(each -> each.startsWith("Level 5 gives ")).count());
    assertEquals(1, database.dsl().fetchCount(LEVEL_ROLES));
    assertEquals(1, database.dsl().fetchSingle(GUILDS).getSettingsVersion());
    roles.forEach(LocalRole::delete);
  }

  @Test
  void undeliveredNoticesAreToldOnceUntilOneIsDeliveredAgain() throws Exception {
    WorkerRig.guild(database, server.id(), true);
    NoticeFailures failures = new NoticeFailures(database);
    failures.failed(server.id());
    failures.failed(server.id());
    assertEquals("", shown(call("settings show")), "two may be an accident");
    failures.failed(server.id());
    ObjectNode first = call("settings show");
    assertTrue(shown(first).startsWith("⚠ The last 3 level-up notices could not be delivered."));
    assertTrue(shown(first).startsWith("⚠"), "the same interaction again is told again");
    assertEquals("", shown(call("settings show")), "once is enough");
    failures.delivered(server.id());
    for (int i = 0; i < 4; i++) {
      failures.failed(server.id());
    }
    assertTrue(shown(call("settings show")).startsWith("⚠ The last 4 level-up notices"));
  }

  private static String shown(ObjectNode interaction) throws Exception {
    return caller.call(interaction).at("/data/embeds/0/description").asText();
  }

  private static ObjectNode call(String line) {
    return Payloads.call(bot, line).put("guild_id", Long.toString(server.id()));
  }

  private static String words(ObjectNode interaction) throws Exception {
    JsonNode answer = caller.call(interaction);
    String words = answer.path("data").path("content").asText();
    assertTrue(!words.isEmpty() && !words.startsWith("Something"), answer.toString());
    return words;
  }

  private static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
