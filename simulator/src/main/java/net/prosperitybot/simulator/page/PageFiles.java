package net.prosperitybot.simulator.page;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The page's own files, a fixed list held in memory. */
final class PageFiles {
  private static final String FOLDER = "/net/prosperitybot/simulator/page/";
  private static final String PREFIX = "/local/page/";
  private static final List<String> NAMES =
      List.of(
          "page.css",
          "icon.svg",
          "page.js",
          "api.js",
          "applications.js",
          "commands.js",
          "components.js",
          "composer.js",
          "dom.js",
          "markdown.js",
          "messages.js",
          "sidebar.js",
          "tools.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private PageFiles() {}

  static void register(JavalinConfig config) {
    add(config, "/", "index.html");
    NAMES.forEach(name -> add(config, PREFIX + name, name));
  }

  private static void add(JavalinConfig config, String path, String name) {
    byte[] bytes = read(name);
    String type = TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "text/plain");
    config.routes.get(path, (Context context) -> context.contentType(type).result(bytes));
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the page's file " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
