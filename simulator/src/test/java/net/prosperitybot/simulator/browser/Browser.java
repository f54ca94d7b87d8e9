package net.prosperitybot.simulator.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.prosperitybot.simulator.world.Json;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page open. Elements are named by CSS selectors; what is asked for is
 * waited for, ten seconds at most, and its absence is an {@link AssertionError}.
 */
public final class Browser implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--remote-debugging-port=0");

  private static final Map<String, Integer> KEYS =
      Map.of("Enter", 13, "Tab", 9, "Escape", 27, "ArrowDown", 40, "ArrowUp", 38, "Backspace", 8);

  private final Path folder;
  private final Process process;
  private final DevTools devTools;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  private Browser(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.devTools = new DevTools(address(), this::hear);
  }

  /** Starts the program with an empty profile. */
  public static Browser start(Path program) {
    try {
      Path folder = Files.createTempDirectory("browser");
      List<String> command =
          Stream.of(
                  Stream.of(program.toString()),
                  FLAGS.stream(),
                  Stream.of("--user-data-dir=" + folder, "about:blank"))
              .flatMap(part -> part)
              .toList();
      File output = folder.resolve("output.txt").toFile();
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      Browser browser = new Browser(folder, process);
      browser.openPage();
      return browser;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The browser writes where it listens into its profile. */
  private URI address() {
    Path file = folder.resolve("DevToolsActivePort");
    List<String> lines =
        await(
            START,
            "the browser to start",
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("the browser ended at its start");
              }
              List<String> read = Files.exists(file) ? lines(file) : List.of();
              return read.size() == 2 ? read : null;
            });
    return URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.get(1));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openPage() {
    String target =
        devTools
            .call("Target.createTarget", Json.object().put("url", "about:blank"))
            .path("targetId")
            .asText();
    String session =
        devTools
            .call(
                "Target.attachToTarget", Json.object().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asText();
    devTools.attach(session);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      devTools.call(domain + ".enable", Json.object());
    }
  }

  private void hear(JsonNode event) {
    JsonNode parameters = event.path("params");
    switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown" ->
          problems.add(parameters.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (parameters.path("entry").path("level").asText().equals("error")) {
          problems.add(parameters.path("entry").path("text").asText());
        }
      }
      default -> {
        // The protocol tells of much else that no test asks for.
      }
    }
  }

  // Doing

  /** How large the page is shown, in CSS pixels. */
  public void resize(int width, int height) {
    devTools.call(
        "Emulation.setDeviceMetricsOverride",
        Json.object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  public void open(String url) {
    devTools.call("Page.navigate", Json.object().put("url", url));
    awaitTrue("document.readyState === 'complete' && location.href.startsWith('" + url + "')");
  }

  /** Clicks into the middle of the element with a real mouse event. */
  public void click(String selector) {
    awaitElement(selector);
    JsonNode box =
        evaluate(
            "(() => { const e = document.querySelector("
                + quoted(selector)
                + "); e.scrollIntoView({ block: 'nearest' }); const r = e.getBoundingClientRect();"
                + " return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()");
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      devTools.call(
          "Input.dispatchMouseEvent",
          Json.object()
              .put("type", type)
              .put("x", box.path("x").asDouble())
              .put("y", box.path("y").asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
  }

  /** Types into what has the focus. */
  public void type(String text) {
    devTools.call("Input.insertText", Json.object().put("text", text));
  }

  /** Presses Enter, Tab, Escape, ArrowDown, ArrowUp or Backspace. */
  public void press(String key) {
    Integer code = KEYS.get(key);
    if (code == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode event =
          Json.object()
              .put("type", type)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code);
      if (key.equals("Enter") && type.equals("keyDown")) {
        event.put("text", "\r");
      }
      devTools.call("Input.dispatchKeyEvent", event);
    }
  }

  /** Chooses the option of this text in a {@code select}. */
  public void choose(String selector, String optionText) {
    awaitElement(selector);
    evaluate(
        "(() => { const s = document.querySelector("
            + quoted(selector)
            + "); s.value = [...s.options].find((o) => o.text === "
            + quoted(optionText)
            + ").value; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
  }

  // Looking

  /** The value of a JavaScript expression; a promise is awaited. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        devTools.call(
            "Runtime.evaluate",
            Json.object()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** The text of every element that fits, as it is shown. */
  public List<String> texts(String selector) {
    JsonNode texts =
        evaluate(
            "[...document.querySelectorAll(" + quoted(selector) + ")].map((e) => e.innerText)");
    return Stream.iterate(0, i -> i + 1)
        .limit(texts.size())
        .map(i -> texts.path(i).asText())
        .toList();
  }

  public void awaitElement(String selector) {
    awaitTrue("document.querySelector(" + quoted(selector) + ") !== null");
  }

  /** Waits until an element of this selector shows this text in it, line breaks being spaces. */
  public void awaitText(String selector, String text) {
    awaitTrue(
        "[...document.querySelectorAll("
            + quoted(selector)
            + ")].some((e) => e.innerText.replace(/\\s+/g, ' ').includes("
            + quoted(text)
            + "))");
  }

  /** Waits until a JavaScript expression is true. */
  public void awaitTrue(String expression) {
    await(PATIENCE, expression, () -> evaluate(expression).asBoolean() ? true : null);
  }

  private static <T> T await(Duration atMost, String what, Supplier<@Nullable T> look) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      T found = look.get();
      if (found != null) {
        return found;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited " + atMost + " in vain for: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  public void forgetProblems() {
    problems.clear();
  }

  /** Exceptions and errors that the page's console told of since they were last forgotten. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Saves what is shown as a PNG. */
  public void screenshot(Path file) {
    save(file, Json.object().put("format", "png"));
  }

  /** Saves the last element that fits, as it is shown, as a PNG, once it stands still. */
  public void screenshotOfLast(String selector, Path file) {
    awaitElement(selector);
    String box =
        "(() => { const e = [...document.querySelectorAll("
            + quoted(selector)
            + ")].at(-1); e.scrollIntoView({ block: 'nearest' });"
            + " const r = e.getBoundingClientRect();"
            + " return { x: r.x, y: r.y, width: r.width, height: r.height, scale: 1 }; })()";
    await(
        PATIENCE,
        selector + " to stand still",
        () -> {
          JsonNode before = evaluate(box);
          save(file, Json.object().put("format", "png").set("clip", before));
          return before.equals(evaluate(box)) ? true : null;
        });
  }

  private void save(Path file, ObjectNode order) {
    String data = devTools.call("Page.captureScreenshot", order).path("data").asText();
    try {
      Files.write(file, Base64.getDecoder().decode(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return Json.object().textNode(text).toString();
  }

  @Override
  public void close() {
    devTools.close();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    delete();
  }

  /** A child that still ends may write once more; what is left then is left to the system. */
  private void delete() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
