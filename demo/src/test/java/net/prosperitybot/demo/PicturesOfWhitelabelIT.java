package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.Standing;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalEntitlement;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.browser.Browser;
import net.prosperitybot.simulator.browser.Chromium;
import net.prosperitybot.simulator.world.Intents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A customer's way to a bot of her own, typed on the page in a headless Chromium, with the pictures
 * of docs/whitelabel.md. None shows a token.
 */
class PicturesOfWhitelabelIT {
  private static final CloseStack OPEN = new CloseStack();
  private static final Path PICTURES = Path.of("target/pictures/whitelabel");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STATUS_TEXT = "Levels for Riverside";
  private static final int PICTURE_SIZE = 128;
  private static final long SHOWN_XP = 160;

  @TempDir private static Path folder;

  private static LocalStack stack;
  private static DemoServer demo;
  private static PublicAddress address;
  private static PageCamera camera;
  private static Browser browser;
  private static Customer mara;
  private static LocalApplication own;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> chromium = Chromium.findOrTell("pictures of a customer's own bot");
    assumeTrue(chromium.isPresent(), "no Chromium");
    stack = OPEN.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    demo = new DemoServer(stack.world());
    int port = LocalStack.freePort();
    address = OPEN.add(new PublicAddress(port));
    stack.startWorker(port, address.port());
    stack.startEvents();
    stack.discord().awaitUntil(PATIENCE, () -> !stack.bot().commands().isEmpty());
    camera = OPEN.add(new PageCamera(stack.discord(), chromium.get(), PICTURES));
    browser = camera.browser();
    LocalMember owner = demo.server().owner();
    own = stack.discord().createApplication("Rivermate", owner.user()).picture(picture());
    mara = new Customer(stack, owner, demo.general(), own);
  }

  @AfterAll
  static void stop() {
    OPEN.close();
  }

  @Test
  void fromTheOfferToTheEndOfPremium() {
    LocalEntitlement premium = sheSetsItUp();
    aMemberRises();
    sheLooksAndSteers();
    sheMendsIt();
    premiumEnds(premium);
    assertEquals(List.of(), browser.problems());
  }

  private static LocalEntitlement sheSetsItUp() {
    asMara();
    camera.write("/whitelabel setup");
    browser.awaitElement("[data-testid=modal]");
    camera.shoot("setup-form", "[data-testid=modal]");
    submit("part of premium");
    camera.shootLast("setup-offer");
    LocalEntitlement premium = mara.person().user().buy(stack.premium());

    asMara();
    demo.general().sendAsWebhook("Ferry news", "The next boat leaves at noon.");
    camera.write("/whitelabel setup");
    submit("is set up");
    camera.shootLast("setup-done");
    await(() -> state() == BotState.RUNNING);
    stack.invite(own, demo.server());
    await(() -> serves(own));
    return premium;
  }

  private static void aMemberRises() {
    LocalMember ann = demo.member("Ann");
    camera.open(demo.server(), demo.general(), ann);
    Instant at = Instant.now().minus(Duration.ofHours(2));
    int before = camera.shown();
    for (int earned = 1; !reachedLevelOne(ann); earned++) {
      at = at.plus(Duration.ofMinutes(2));
      ann.send(demo.general(), "The boats are back!", at);
      int all = earned;
      await(() -> stack.database().dsl().fetchCount(MESSAGE_LOGS) == all);
    }
    await(() -> ann.has(demo.novice()));
    camera.awaitAfter(before, "level 1");
    camera.shootLast("level-up");
    giveUpTo(ann, SHOWN_XP);
    camera.picture("level", "/level", own, "Rank");
  }

  private static void sheLooksAndSteers() {
    asMara();
    camera.picture("status", "/whitelabel status", stack.bot(), "Registered, newest version");
    camera.picture("actions", "/whitelabel actions", stack.bot(), "What shall it do?");
    browser.click("[data-custom-id='whitelabel/stop/" + own.id() + "']");
    browser.awaitText("[data-testid=message] .content", "stops within");
    camera.shoot("actions-stop");
    await(() -> state() == BotState.STOPPED);
    camera.picture("stopped", "/level", own, "stopped");
    mara.act("start");
    await(() -> state() == BotState.RUNNING);
  }

  private static void sheMendsIt() {
    own.resetToken();
    await(() -> state() == BotState.FAILED);
    asMara();
    camera.picture("status-token", "/whitelabel status", stack.bot(), "it was reset");
    own.endpoint("http://127.0.0.1:9/interactions");
    address.close();
    demo.general().sendAsWebhook("Ferry news", "The noon boat is late.");
    camera.write("/whitelabel setup");
    submit("with what you gave");
    camera.shootLast("setup-endpoint");
    address.open();
    mara.setUp(own.token(), STATUS_TEXT);
    await(() -> state() == BotState.RUNNING);
    own.revoke(Intents.GUILD_MEMBERS);
    await(() -> detail().contains("without the Server Members intent"));
    asMara();
    camera.picture("status-members", "/whitelabel status", stack.bot(), "Runs without");
  }

  private static void premiumEnds(LocalEntitlement premium) {
    own.grant(Intents.GUILD_MEMBERS);
    mara.act("restart");
    await(() -> state() == BotState.RUNNING && detail().isEmpty());
    premium.end();
    asMara();
    camera.picture("status-grace", "/whitelabel status", stack.bot(), "goes on until");
    premium.endAt(Instant.now().minus(Duration.ofDays(4)));
    await(() -> state() == BotState.STOPPED && serves(stack.bot()));
    asMara();
    camera.picture("status-ended", "/whitelabel status", stack.bot(), "Premium has ended");
  }

  private static boolean reachedLevelOne(LocalMember member) {
    return standing(member).filter(standing -> standing.level() >= 1).isPresent();
  }

  /** What messages earn is chance, and the picture is told in words. */
  private static void giveUpTo(LocalMember member, long xp) {
    long missing = xp - standing(member).orElseThrow().xp();
    mara.run("/xp give user:%s xp:%d".formatted(member.mention(), missing), stack.bot());
  }

  private static Optional<Standing> standing(LocalMember member) {
    return new Leaderboard(stack.database())
        .standing(new MemberKey(demo.server().id(), member.id()));
  }

  // The page

  private static void asMara() {
    camera.open(demo.server(), demo.general(), demo.server().owner());
  }

  /** Fills the form in and waits for these words. */
  private static void submit(String awaited) {
    int before = camera.shown();
    browser.awaitElement("[data-testid=modal-field][data-custom-id=token]");
    browser.click("[data-testid=modal-field][data-custom-id=token]");
    browser.type(own.token());
    browser.click("[data-testid=modal-field][data-custom-id=status_text]");
    browser.type(STATUS_TEXT);
    browser.click("[data-testid=modal-submit]");
    camera.awaitAfter(before, awaited);
  }

  // Facts

  private static BotState state() {
    return mara.row()
        .filter(row -> row.isApplied())
        .map(row -> row.state())
        .orElse(BotState.STARTING);
  }

  private static String detail() {
    return mara.row().flatMap(row -> row.stateDetail()).orElse("");
  }

  private static boolean serves(LocalApplication bot) {
    return Objects.equals(
        stack
            .database()
            .dsl()
            .select(GUILDS.SERVING_BOT_ID)
            .from(GUILDS)
            .where(GUILDS.ID.eq(demo.server().id()))
            .fetchSingle()
            .value1(),
        bot.id());
  }

  private static void await(BooleanSupplier condition) {
    stack.discord().awaitUntil(PATIENCE, condition);
  }

  /** A boat on a river, as a PNG. */
  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(PICTURE_SIZE, PICTURE_SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(0xF2D9A6));
    pen.fillRect(0, 0, PICTURE_SIZE, PICTURE_SIZE);
    pen.setColor(new Color(0x2F6F8F));
    pen.fillRect(0, 84, PICTURE_SIZE, PICTURE_SIZE - 84);
    pen.setColor(new Color(0xFFFFFF));
    pen.fillPolygon(new int[] {62, 62, 100}, new int[] {18, 70, 70}, 3);
    pen.setColor(new Color(0x7A3B2E));
    pen.fillPolygon(new int[] {22, 108, 92, 38}, new int[] {76, 76, 98, 98}, 4);
    pen.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
