package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.world.Permissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The level roles of a whole server, made right as a durable job. Each test has a world of its own
 * and waits a lot, so two run at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class RoleJobsIT {
  private static final String ROLE_CALL = "/guilds/*/members/*/roles/*";

  private final World world;
  private @Nullable Events events;

  RoleJobsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  /** After the members have joined, so that nobody is taken for one who rejoins. */
  private void start() throws Exception {
    events = world.startEvents();
  }

  private void stopService() {
    if (events != null) {
      events.close();
    }
  }

  @AfterEach
  void stop() {
    stopService();
    world.close();
  }

  @Test
  void inSingleModeEveryoneGetsTheRoleOfTheirHighestLevelOnly() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalRole other = world.server.createRole("Other");
    LocalMember low = world.joinAtLevel("low", 4);
    LocalMember mid = world.joinAtLevel("mid", 9).give(other);
    LocalMember high = world.joinAtLevel("high", 30).give(five);
    start();
    world.reconcile(1);
    world.awaitJobsDone();
    assertEquals(Set.of(), rolesOf(low));
    assertEquals(Set.of(five, other), rolesOf(mid));
    assertEquals(Set.of(ten), rolesOf(high));
  }

  @Test
  void aChangeOfModeIsMadeGoodBothWays() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalRole twenty = world.levelRole("Twenty", 20);
    LocalMember high = world.joinAtLevel("high", 30);
    start();
    world.set("role_mode = 'stack'");
    world.reconcile(5);
    world.awaitJobsDone();
    assertEquals(Set.of(five, ten, twenty), rolesOf(high));
    world.set("role_mode = 'single'");
    world.reconcile(5);
    world.awaitJobsDone();
    assertEquals(Set.of(twenty), rolesOf(high));
  }

  @Test
  void whenARuleIsRemovedTheLowerRoleComesBackAndTheRoleItselfStays() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalMember high = world.joinAtLevel("high", 30).give(ten);
    start();
    removeRule(ten);
    world.reconcile(10);
    world.awaitJobsDone();
    assertEquals(Set.of(five, ten), rolesOf(high));
  }

  @Test
  void withNoRulesLeftTheJobSaysSoAndEnds() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    world.joinAtLevel("mid", 5);
    start();
    removeRule(five);
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      assertEquals(
          List.of("There are no level roles any more, so there is nothing left to do."),
          answer.words());
    }
  }

  @Test
  void aLevelThatIsLostIsMadeGoodByDelivery() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalMember high = world.joinAtLevel("high", 30).give(ten);
    start();
    world.setLevel(high, world.server, 7);
    world
        .database()
        .dsl()
        .execute(
            "INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,"
                + " created_at, due_at) VALUES (?, ?, 1, 'adjustment', 30, 7, UTC_TIMESTAMP(3),"
                + " UTC_TIMESTAMP(3))",
            world.server.id(),
            high.id());
    world.await(() -> rolesOf(high).equals(Set.of(five)));
    world.awaitDelivered();
  }

  @Test
  void progressIsShownInTheAnswerThenTheEndAndNobodyIsPinged() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    IntStream.range(0, 50).forEach(i -> world.joinAtLevel("m" + i, 5));
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(150))));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      assertTrue(answer.words().size() >= 3, answer.words().toString());
      String first = answer.words().getFirst();
      assertTrue(
          first.matches(
              "(?s)Giving <@&%d> to the members who have reached level 5…\n`█+░+` \\d+%%\n.*"
                      .formatted(five.id())
                  + "\\d+ of 50 members · \\d a second · about \\d+ seconds? left"),
          first);
      assertEquals(
          "Done: 50 members have <@&%d> now.".formatted(five.id()), answer.words().getLast());
      for (Exchange edit : answer.edits()) {
        assertEquals(0, AdminAnswer.body(edit).at("/allowed_mentions/parse").size());
        assertTrue(AdminAnswer.body(edit).at("/allowed_mentions").isObject());
      }
    }
    assertEquals(50, world.roleCalls().size());
  }

  @Test
  void whenTheAnswerIsGoneTheEditsEndAndTheJobGoesOn() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> members =
        IntStream.range(0, 50).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(150))));
    world.discord.fault(
        FaultPlan.on(
            "PATCH",
            "/webhooks/*/*/messages/@original",
            new Fault.Fail(401, 50027, "Invalid Webhook Token")));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      ProgressPlace place = answer.place().orElseThrow();
      world.reconcile(
          world.server,
          5,
          OptionalLong.of(five.id()),
          Optional.of(
              new ProgressPlace(
                  place.applicationId(),
                  place.token(),
                  Instant.now().plus(Duration.ofMinutes(10)))));
      world.awaitJobsDone();
      assertEquals(1, answer.edits().size());
    }
    assertTrue(members.stream().allMatch(member -> member.has(five)));
  }

  @Test
  void aJobQuickerThanTheAnswerWaitsForIt() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    world.joinAtLevel("mid", 5);
    start();
    world.discord.fault(
        FaultPlan.on(
                "PATCH",
                "/webhooks/*/*/messages/@original",
                new Fault.Fail(404, 10015, "Unknown Webhook"))
            .times(2));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      assertEquals(List.of("Done: 1 member has <@&%d> now.".formatted(five.id())), answer.words());
    }
  }

  @Test
  void oneWhoFailsIsNamedAndTheOthersAreDone() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember bad = world.joinAtLevel("bad", 5);
    LocalMember good = world.joinAtLevel("good", 6);
    start();
    world.discord.fault(
        FaultPlan.on(
            "PUT",
            "/guilds/*/members/%d/roles/*".formatted(bad.id()),
            new Fault.Fail(403, 50013, "Missing Permissions")));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      String end = answer.words().getLast();
      assertTrue(
          end.contains(
              "It did not work for 1 member: <@%d> (Discord does not let me change their roles)."
                  .formatted(bad.id())),
          end);
    }
    assertTrue(good.has(five));
    assertEquals(0, world.count("SELECT COUNT(*) FROM job_failures"));
  }

  @Test
  void aRoleThatDiscordRefusesIsTriedThreeTimesAndNoMore() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    IntStream.range(0, 20).forEach(i -> world.joinAtLevel("m" + i, 5));
    start();
    world.discord.fault(
        FaultPlan.on("PUT", ROLE_CALL, new Fault.Fail(403, 50013, "Missing Permissions")));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      assertTrue(
          answer.words().getLast().startsWith("I could not give <@&%d>".formatted(five.id())));
    }
    assertEquals(3, world.roleCalls().size());
  }

  @Test
  void aRoleAboveTheBotIsNotTriedButNamedAndGivenOnceItIsBelow() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    five.moveTo(50);
    LocalMember mid = world.joinAtLevel("mid", 5);
    start();
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      String end = answer.words().getLast();
      assertTrue(end.contains("Move my role above <@&%d>".formatted(five.id())), end);
    }
    assertEquals(List.of(), world.roleCalls());
    assertEquals(1, refused());
    five.moveTo(1);
    world.await(() -> mid.has(five));
    world.awaitJobsDone();
    assertEquals(0, refused());
  }

  @Test
  void aPermissionThatIsTakenAndGivenBackIsMadeUpFor() throws Exception {
    LocalRole own = world.server.role("Prosperity").orElseThrow();
    LocalRole five = world.levelRole("Five", 5);
    LocalMember mid = world.joinAtLevel("mid", 5);
    start();
    own.permit(World.BOT_PERMISSIONS & ~Permissions.MANAGE_ROLES);
    world.reconcile(5);
    world.awaitJobsDone();
    assertFalse(mid.has(five));
    assertEquals(1, refused());
    own.permit(World.BOT_PERMISSIONS);
    world.await(() -> mid.has(five));
  }

  @Test
  void theBotsOwnNewRoleCanBringARoleIntoReach() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    five.moveTo(50);
    LocalRole lift = world.server.createRole("Lift");
    lift.moveTo(60);
    LocalMember mid = world.joinAtLevel("mid", 5);
    start();
    world.reconcile(5);
    world.awaitJobsDone();
    assertFalse(mid.has(five));
    world.server.member(world.bot.bot()).give(lift);
    world.await(() -> mid.has(five));
  }

  @Test
  void whenTheServiceStopsInTheMiddleTheNextGoesOnWhereItWas() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> members =
        IntStream.range(0, 60).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(50))));
    world.reconcile(5);
    world.await(() -> world.roleCalls().size() > 10);
    stopService();
    assertEquals(1, world.count("SELECT COUNT(*) FROM jobs WHERE lease_owner IS NULL"));
    assertTrue(world.roleCalls().size() < 60);
    start();
    world.awaitJobsDone();
    assertTrue(members.stream().allMatch(member -> member.has(five)));
    assertEquals(60, world.roleCalls().size(), "nobody was given the role twice");
  }

  @Test
  void whoLosesTheLeaseStopsAndWhoTakesItUpRepeatsNothing() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> members =
        IntStream.range(0, 90).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(50))));
    world.reconcile(5);
    world.await(() -> world.roleCalls().size() > 5);
    world
        .database()
        .dsl()
        .execute("UPDATE jobs SET lease_owner = 'killed', lease_until = UTC_TIMESTAMP(3)");
    world.awaitJobsDone();
    assertTrue(members.stream().allMatch(member -> member.has(five)));
    Map<String, Long> calls =
        world.roleCalls().stream()
            .collect(Collectors.groupingBy(Exchange::path, Collectors.counting()));
    assertEquals(90, calls.size());
    assertEquals(90, world.roleCalls().size(), calls.toString());
  }

  @Test
  void twoServersAreDoneSideBySideAndOneServersJobsOneAfterTheOther() throws Exception {
    LocalServer other = world.discord.createServer("Other");
    world.bot.invite(other, World.BOT_PERMISSIONS);
    LocalRole here = world.levelRole("Here", 5);
    LocalRole there = world.levelRole(other, "There", 5);
    List<LocalMember> members =
        IntStream.range(0, 40).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    LocalMember elsewhere = world.joinAtLevel(other, "elsewhere", 5);
    start();
    world.discord.fault(
        FaultPlan.on(
            "PUT",
            "/guilds/%d/members/*/roles/*".formatted(world.server.id()),
            new Fault.Delay(Duration.ofMillis(100))));
    world.reconcile(world.server, 5, OptionalLong.of(here.id()), Optional.empty());
    world.await(() -> world.roleCalls().size() > 1);
    world.reconcile(5);
    world.reconcile(other, 5, OptionalLong.empty(), Optional.empty());
    world.await(() -> elsewhere.has(there));
    assertFalse(members.getLast().has(here), "the other server did not wait for this one");
    assertEquals(2, world.count("SELECT COUNT(*) FROM jobs WHERE guild_id = ?", world.server.id()));
    assertEquals(
        1,
        world.count(
            "SELECT COUNT(*) FROM jobs WHERE guild_id = ? AND lease_owner IS NOT NULL",
            world.server.id()));
    world.awaitJobsDone();
    assertTrue(members.stream().allMatch(member -> member.has(here)));
  }

  @Test
  void whileDiscordIsOutTheJobWaitsAndThenGoesOn() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember mid = world.joinAtLevel("mid", 5);
    start();
    world.discord.fault(
        FaultPlan.on("PUT", ROLE_CALL, new Fault.Fail(500, 0, "Internal")).times(1));
    world.reconcile(5);
    world.await(() -> mid.has(five));
    world.awaitJobsDone();
  }

  @Test
  void whoseLevelChangesWhileTheJobIsAtThemIsMadeRightAfterIt() throws Exception {
    world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalMember first = world.joinAtLevel("first", 5);
    IntStream.range(0, 20).forEach(i -> world.joinAtLevel("m" + i, 5));
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(100))));
    world.reconcile(5);
    world.await(() -> !first.roles().isEmpty());
    world.setLevel(first, world.server, 10); // and nobody tells delivery
    world.awaitJobsDone();
    world.awaitDelivered();
    assertEquals(Set.of(ten), rolesOf(first));
  }

  @Test
  void oneMemberAboutWhomDiscordNeverAnswersIsLeftToDeliveryInTheEnd() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember stuck = world.joinAtLevel("stuck", 5);
    LocalMember next = world.joinAtLevel("next", 5);
    start();
    Faults.Running outage =
        world.discord.fault(
            FaultPlan.on(
                "PUT",
                "/guilds/*/members/%d/roles/*".formatted(stuck.id()),
                new Fault.Fail(500, 0, "Internal")));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.await(
          () -> {
            world.database().dsl().execute("UPDATE jobs SET due_at = UTC_TIMESTAMP(3)");
            return next.has(five);
          });
      world.awaitJobsDone();
      assertTrue(
          answer
              .words()
              .getLast()
              .contains("<@%d> (Discord did not answer, I'll keep trying)".formatted(stuck.id())),
          answer.words().toString());
    }
    assertFalse(stuck.has(five));
    outage.close();
    awaitDelivered(stuck, five);
  }

  @Test
  void whileDiscordIsOutNobodyIsGivenUp() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember first = world.joinAtLevel("first", 5);
    LocalMember second = world.joinAtLevel("second", 5);
    start();
    Faults.Running outage =
        world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Fail(500, 0, "Internal")));
    world.reconcile(5);
    world.await(
        () -> {
          world.database().dsl().execute("UPDATE jobs SET due_at = UTC_TIMESTAMP(3)");
          return outage.hits() > 10;
        });
    assertEquals(0, world.count("SELECT COUNT(*) FROM level_ups"));
    assertEquals(0, world.count("SELECT SUM(done) FROM jobs"));
    outage.close();
    world.await(
        () -> {
          world.database().dsl().execute("UPDATE jobs SET due_at = UTC_TIMESTAMP(3)");
          return first.has(five) && second.has(five);
        });
    world.awaitJobsDone();
  }

  private void awaitDelivered(LocalMember member, LocalRole role) {
    world.await(
        () -> {
          world.database().dsl().execute("UPDATE level_ups SET due_at = UTC_TIMESTAMP(3)");
          return member.has(role);
        });
  }

  @Test
  void aServerThatDiscordDoesNotKnowForAMomentIsNoRefusal() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember mid = world.joinAtLevel("mid", 5);
    start();
    world.discord.fault(
        FaultPlan.on("PUT", ROLE_CALL, new Fault.Fail(404, 10004, "Unknown Guild")).times(1));
    world.reconcile(5);
    world.await(() -> mid.has(five));
    world.awaitJobsDone();
    assertEquals(0, refused());
  }

  @Test
  void requestsThatDiscordFindsWrongDoNotCountAgainstTheRole() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    IntStream.range(0, 4).forEach(i -> world.joinAtLevel("bad" + i, 5));
    LocalMember good = world.joinAtLevel("good", 5);
    start();
    world.discord.fault(
        FaultPlan.on("PUT", ROLE_CALL, new Fault.Fail(400, 50035, "Invalid Form Body")).times(4));
    world.reconcile(5);
    world.awaitJobsDone();
    assertTrue(good.has(five));
    assertEquals(0, refused());
  }

  @Test
  void aLimitedRouteIsWaitedFor() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> members =
        IntStream.range(0, 5).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(
        FaultPlan.on("PUT", ROLE_CALL, new Fault.RateLimited(Duration.ofSeconds(1), false))
            .times(1));
    world.reconcile(5);
    world.awaitJobsDone();
    assertTrue(members.stream().allMatch(member -> member.has(five)));
    assertEquals(6, world.roleCalls().size());
    assertEquals(0, world.count("SELECT COUNT(*) FROM level_roles WHERE refused_count > 0"));
  }

  @Test
  void inStackModeARoleThatCantBeGivenKeepsNobodyFromTheOthers() throws Exception {
    LocalRole high = world.levelRole("High", 1);
    LocalRole free = world.levelRole("Free", 2);
    LocalMember m = world.joinAtLevel("m", 5);
    start();
    world.set("role_mode = 'stack'");

    world.discord.fault(
        FaultPlan.on(
            "PUT",
            "/guilds/*/members/*/roles/%d".formatted(high.id()),
            new Fault.Fail(403, 50013, "Missing Permissions")));
    world.reconcile(1);
    world.awaitJobsDone();
    assertEquals(Set.of(free), Set.copyOf(m.roles()));
  }

  @Test
  void whoFallsToLevelZeroWhileTheJobIsAtThemLosesTheRole() throws Exception {
    world.levelRole("Five", 5);
    LocalMember first = world.joinAtLevel("first", 5);
    IntStream.range(0, 20).forEach(i -> world.joinAtLevel("m" + i, 5));
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(100))));
    world.reconcile(5);
    world.await(() -> !first.roles().isEmpty());
    world.setLevel(first, world.server, 0);
    world.database().dsl().execute("UPDATE guild_users SET message_count = 0 WHERE `level` = 0");
    world.awaitJobsDone();
    world.awaitDelivered();
    assertEquals(Set.of(), Set.copyOf(first.roles()));
  }

  @Test
  void aRuleThatIsRemovedMeanwhileIsGivenToNobodyMore() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> all =
        IntStream.range(0, 40).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(100))));
    world.reconcile(5);
    world.await(() -> !all.getFirst().roles().isEmpty());
    removeRule(five);
    long then = all.stream().filter(m -> m.has(five)).count();
    world.awaitJobsDone();
    long now = all.stream().filter(m -> m.has(five)).count();
    assertTrue(now <= then + 2, then + " had it when the rule went, " + now + " in the end");
  }

  @Test
  void whoLeavesIsNotCountedTwice() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> all =
        IntStream.range(0, 30).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    start();
    world.discord.fault(FaultPlan.on("PUT", ROLE_CALL, new Fault.Delay(Duration.ofMillis(100))));
    try (AdminAnswer answer = new AdminAnswer(world)) {
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.await(() -> !all.getFirst().roles().isEmpty());
      all.getLast().leave();
      world.awaitJobsDone();
      assertTrue(answer.words().getLast().startsWith("Done: 29 members"), answer.words().getLast());
    }
  }

  private Set<LocalRole> rolesOf(LocalMember member) {
    return Set.copyOf(member.roles());
  }

  private void removeRule(LocalRole role) {
    world.database().transaction(tx -> LevelRoleStore.remove(tx, world.server.id(), role.id()));
  }

  private long refused() {
    return world.count("SELECT COUNT(*) FROM level_roles WHERE refused_count > 0");
  }
}
