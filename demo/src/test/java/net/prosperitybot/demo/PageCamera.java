package net.prosperitybot.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.browser.Browser;

/** Types on the local Discord's page and takes pictures of what comes of it. */
final class PageCamera implements AutoCloseable {
  private static final String MESSAGE = "#messages > [data-testid=message]";

  /** Level-ups are told in between; an answer says above it what it answers. */
  private static final String ANSWER = MESSAGE + ":has(> .reference)";

  private static final int WIDTH = 860;
  private static final int HEIGHT = 900;

  private final LocalDiscord discord;
  private final Browser browser;
  private final Path pictures;

  /**
   * A camera that saves into this folder.
   *
   * @param chromium the browser's program
   */
  PageCamera(LocalDiscord discord, Path chromium, Path pictures) throws IOException {
    Files.createDirectories(pictures);
    this.discord = discord;
    this.browser = Browser.start(chromium);
    this.pictures = pictures;
    browser.resize(WIDTH, HEIGHT);
  }

  Browser browser() {
    return browser;
  }

  /** Shows a channel as this member sees it. */
  void open(LocalServer server, LocalChannel channel, LocalMember as) {
    browser.open("about:blank");
    browser.open(
        "%s#server=%d&channel=%d&as=%d"
            .formatted(discord.pageUrl(), server.id(), channel.id(), as.id()));
    browser.awaitTrue("document.body.dataset.ready === 'true'");
    // Who got which role is told between the answers, and would push them about.
    browser.evaluate("document.styleSheets[0].insertRule('.note { display: none }')");
  }

  /** Takes a picture of the answer to a command, once these words are in it. */
  void picture(String name, String command, String awaited) {
    int before = shown();
    write(command);
    awaitAfter(before, awaited);
    shoot(name);
  }

  /** The same of one of several bots. */
  void picture(String name, String command, LocalApplication of, String awaited) {
    int before = shown();
    browser.click("#message");
    browser.type(command);
    browser.choose("[data-testid=of-bot]", of.name());
    browser.click("#message");
    browser.press("Enter");
    awaitAfter(before, awaited);
    shoot(name);
  }

  /** How many messages are shown. */
  int shown() {
    return browser.evaluate("document.querySelectorAll('" + MESSAGE + "').length").asInt();
  }

  /** Waits until these words are in a message after so many. */
  void awaitAfter(int messages, String awaited) {
    browser.awaitTrue(
        "[...document.querySelectorAll('"
            + MESSAGE
            + "')].slice("
            + messages
            + ").some((e) => e.innerText.includes('"
            + awaited
            + "'))");
  }

  void write(String text) {
    browser.click("#message");
    browser.type(text);
    browser.press("Enter");
  }

  /** Takes a picture of the last answer. */
  void shoot(String name) {
    shoot(name, ANSWER);
  }

  /** Takes a picture of the last message, whatever it is. */
  void shootLast(String name) {
    shoot(name, MESSAGE);
  }

  /** Takes a picture of the last element of this selector. */
  void shoot(String name, String selector) {
    browser.screenshotOfLast(selector, pictures.resolve(name + ".png"));
  }

  @Override
  public void close() {
    browser.close();
  }
}
