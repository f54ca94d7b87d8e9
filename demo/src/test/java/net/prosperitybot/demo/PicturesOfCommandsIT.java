package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.browser.Browser;
import net.prosperitybot.simulator.browser.Chromium;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.world.Snowflakes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command typed on the page in a headless Chromium, and a picture of each answer for
 * docs/commands.md, which tells how to renew them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PicturesOfCommandsIT {
  private static final CloseStack OPEN = new CloseStack();
  private static final Path PICTURES = Path.of("target/pictures/commands");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;

  private static LocalStack stack;
  private static DemoServer demo;
  private static PageCamera camera;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> chromium = Chromium.findOrTell("pictures of the commands");
    assumeTrue(chromium.isPresent(), "no Chromium");
    stack = OPEN.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    demo = new DemoServer(stack.world());
    stack.startWorker();
    stack.startEvents();
    stack.discord().awaitUntil(PATIENCE, () -> !stack.bot().commands().isEmpty());
    camera = OPEN.add(new PageCamera(stack.discord(), chromium.get(), PICTURES));
    browser = camera.browser();
  }

  @AfterAll
  static void stop() {
    OPEN.close();
  }

  @Test
  @Order(1)
  void whatMembersAskFor() {
    earn("Ann", 1310);
    earn("Ben", 420);
    earn("Cleo", 90);
    camera.open(demo.server(), demo.general(), demo.member("Ann"));
    camera.picture("about", "/about", "Active servers");
    camera.picture("level", "/level", "Rank");
    camera.picture("leaderboard", "/leaderboard", "Page 1 of 1");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  @Order(2)
  void whatAdminsDoWithXpAndLevels() {
    asMara();
    wrote("Dario", 21, 17, 30);
    camera.picture(
        "xp-give", "/xp give user:@Dario xp:300 reason:Helped a newcomer", "Gave 300 XP");
    camera.picture("xp-take", "/xp take user:@Dario xp:50 reason:Counted twice", "Took 50 XP");
    camera.picture("levels-give", "/levels give user:@Dario levels:3", "Gave 3 levels");
    camera.picture("levels-take", "/levels take user:@Dario levels:1", "Took 1 level");
    camera.picture("xp-history", "/xp history user:@Dario", "Given and taken");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  @Order(3)
  void whatAdminsDoWithLevelRoles() {
    asMara();
    LocalRole veteran = demo.server().createRole("Veteran").color(0xB48EAD);
    LocalRole crown = demo.server().createRole("Crown");
    crown.moveTo(demo.server().roles().size());
    camera.write("/levelroles add role:@Veteran level:5");
    browser.awaitText("[data-testid=message] .content", "Done");
    camera.shoot("levelroles-add");
    camera.picture(
        "levelroles-add-refused", "/levelroles add role:@Crown level:20", "Move my role");
    camera.picture("levelroles-list", "/levelroles list", "Level 5");
    camera.picture("levelroles-remove", "/levelroles remove role:@Veteran", "no longer given");
    assertTrue(demo.member("Ann").has(veteran), "whoever has it keeps it");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  @Order(4)
  void whatAdminsIgnore() {
    asMara();
    camera.picture("ignore-channels-add", "/ignore channels add channel:#photos", "earn no XP");
    camera.picture("ignore-channels-list", "/ignore channels list", "bot-spam");
    camera.picture(
        "ignore-channels-remove", "/ignore channels remove channel:#photos", "no longer");
    camera.picture("ignore-roles-add", "/ignore roles add role:@Moderator", "earn no XP");
    camera.picture("ignore-roles-list", "/ignore roles list", "Moderator");
    camera.picture("ignore-roles-remove", "/ignore roles remove role:@Moderator", "earn XP again");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  @Order(5)
  void whatAdminsSet() {
    asMara();
    camera.picture("settings-notifications", "/settings notifications", "Where should");
    browser.choose(
        "[data-custom-id='settings/notifications']",
        "A channel – Tells them all in a channel that you choose next");
    browser.awaitText("[data-testid=message] .content", "Which channel");
    camera.shoot("settings-notifications-channel");
    browser.choose("[data-custom-id='settings/notifications/channel']", "#general");
    browser.awaitText("[data-testid=message] .content", "Level-ups are told in #general");
    camera.shoot("settings-notifications-chosen");
    camera.picture("settings-roles", "/settings roles type:stack", "every level role");
    camera.picture("settings-multiplier", "/settings multiplier multiplier:1.5", "×1.50");
    camera.picture("settings-delay", "/settings delay delay:45", "45 seconds");
    stack.discord().awaitUntil(PATIENCE, () -> stack.database().dsl().fetchCount(JOBS) == 0);
    camera.picture("settings-show", "/settings show", "Notifications");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  @Order(6)
  void aBackfillUnderWay() {
    LocalServer harbour =
        stack.discord().createServer("Harbour", stack.discord().createUser("Nils"));
    LocalChannel quay = harbour.createTextChannel("quay");
    harbour.createRole("Sailor").color(0x5FA8D3);
    List<LocalMember> crew = harbour.populate(400);
    stack.invite(harbour);
    crew.forEach(member -> reached(harbour, member, 5));
    stack
        .discord()
        .fault(
            FaultPlan.on(
                "PUT", "/guilds/*/members/*/roles/*", new Fault.Delay(Duration.ofMillis(20))));
    camera.open(harbour, quay, harbour.owner());
    camera.write("/levelroles add role:@Sailor level:5");
    browser.awaitText("[data-testid=message] .content", "a second");
    camera.shoot("levelroles-add-progress");
    stack.discord().heal();
    stack.discord().awaitUntil(PATIENCE, () -> stack.database().dsl().fetchCount(JOBS) == 0);
    browser.awaitTrue(
        "[...document.querySelectorAll('[data-testid=message] .content')]"
            + ".some((e) => e.innerText.includes('400 members have'))");
    assertEquals(List.of(), browser.problems());
  }

  // The page

  private static void asMara() {
    camera.open(demo.server(), demo.general(), demo.server().owner());
  }

  // What there was before

  private static void earn(String name, long xp) {
    demo.server()
        .owner()
        .run(demo.general(), "/xp give user:@%s xp:%d".formatted(name, xp))
        .awaitAnswer(PATIENCE);
  }

  /** What messages of some minutes ago earned a member who has no record yet. */
  private static void wrote(String name, int... gains) {
    long xp = 0;
    for (int i = 0; i < gains.length; i++) {
      Instant at = Instant.now().minus(Duration.ofMinutes(20L * (gains.length - i)));
      execute(
          "INSERT INTO message_logs (guild_id, message_id, user_id, xp) VALUES (?, ?, ?, ?)",
          demo.server().id(),
          Snowflakes.first(at),
          demo.member(name).id(),
          gains[i]);
      xp += gains[i];
    }
    execute(
        """
        INSERT INTO guild_users (guild_id, user_id, xp, message_count, created_at)
        VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))
        """,
        demo.server().id(),
        demo.member(name).id(),
        xp,
        gains.length);
    new RankRecount(stack.database()).mend(demo.server().id());
  }

  private static void reached(LocalServer server, LocalMember member, int level) {
    long xp = LevelCurve.xpRequired(level);
    execute(
        """
        INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, created_at)
        VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
        """,
        server.id(),
        member.id(),
        xp,
        xp,
        level);
    new RankRecount(stack.database()).mend(server.id());
  }

  private static void execute(String sql, Object... values) {
    stack.database().dsl().execute(sql, values);
  }
}
