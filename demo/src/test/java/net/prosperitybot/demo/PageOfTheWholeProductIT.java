package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.browser.Browser;
import net.prosperitybot.simulator.browser.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of the page, in a headless Chromium, with everything behind it. */
class PageOfTheWholeProductIT {
  private static final CloseStack OPEN = new CloseStack();
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 760;

  @TempDir private static Path folder;

  private static LocalStack stack;
  private static Browser browser;

  @BeforeAll
  static void start() {
    Optional<Path> chromium = Chromium.findOrTell("the page with the whole product behind it");
    assumeTrue(chromium.isPresent(), "no Chromium");
    stack = OPEN.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    DemoServer server = new DemoServer(stack.world());
    server.hurry(stack.database());
    stack.startWorker();
    stack.startEvents();
    OPEN.add(new BadgeUpdater(stack.database(), server.server()));
    browser = OPEN.add(Browser.start(chromium.get()));
    browser.resize(WIDTH, HEIGHT);
    browser.open(stack.discord().pageUrl());
    browser.awaitTrue("document.body.dataset.ready === 'true'");
  }

  @AfterAll
  static void stop() {
    OPEN.close();
  }

  @Test
  void aPersonChatsEarnsRisesAndAsks() throws IOException {
    browser.choose("[data-testid=write-as]", "Ann");
    write("Good morning, everyone!");
    browser.awaitText("[data-testid=message] .content", "Good morning, everyone!");
    browser.awaitText("[data-testid=member][data-name=Ann] .badge", "XP");

    browser.click("[data-testid=tools-button]");
    browser.click("[data-testid=series]");
    browser.awaitText("[data-testid=message] .content", "Congratulations @Ann, you reached level");
    browser.awaitText("[data-testid=note]", "Ann got the role");
    browser.awaitText("[data-testid=member][data-name=Ann] .badge", "Level");
    browser.click("[data-testid=tools-button]");

    write("/level");
    browser.awaitText("[data-testid=embed]", "Rank");
    browser.awaitText("[data-testid=message] .reference", "used /level");

    browser.choose("[data-testid=write-as]", "Ben");
    write("Well done, Ann.");
    browser.awaitText("[data-testid=member][data-name=Ben] .badge", "XP");
    write("/leaderboard");
    browser.awaitText("[data-testid=embed]", "Page 1 of 1");
    browser.click("[data-testid=button][data-custom-id='leaderboard/mine']");
    assertEquals(List.of(), browser.problems());
    browser.screenshot(Files.createDirectories(Path.of("target/pictures")).resolve("page.png"));
  }

  @Test
  void aPersonBuysPremium() {
    browser.choose("[data-testid=write-as]", "Cleo");
    browser.click("[data-testid=applications-button]");
    String main = "[data-testid=application][data-name=Prosperity] ";
    browser.awaitText(main + "[data-testid=buy]", "Buy Prosperity Premium as Cleo");
    browser.click(main + "[data-testid=buy]");
    browser.awaitText(main + "[data-testid=bought]", "Cleo has Prosperity Premium");
    browser.click("[data-testid=close-applications]");
    assertEquals(List.of(), browser.problems());
  }

  private static void write(String text) {
    browser.click("#message");
    browser.type(text);
    browser.press("Enter");
  }
}
