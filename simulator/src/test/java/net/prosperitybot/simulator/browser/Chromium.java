package net.prosperitybot.simulator.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.prosperitybot.simulator.untested.NotTested;

/** Finds a Chromium: where {@code CHROMIUM} says, else in the usual places. */
public final class Chromium {
  private static final List<String> COMMANDS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"),
          Path.of("/snap/bin/chromium"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
          Path.of("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"));

  private Chromium() {}

  /**
   * The browser's program; empty when there is none. Throws when {@code CHROMIUM} names a file that
   * can't be run: who names one means it.
   *
   * @param env the environment, for {@code CHROMIUM} and {@code PATH}
   */
  public static Optional<Path> find(Map<String, String> env) {
    String named = env.getOrDefault("CHROMIUM", "");
    if (!named.isEmpty()) {
      Path program = Path.of(named);
      if (!Files.isExecutable(program)) {
        throw new IllegalStateException("CHROMIUM names no program: " + program);
      }
      return Optional.of(program);
    }
    return Stream.concat(PLACES.stream(), onPath(env.getOrDefault("PATH", "")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> onPath(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> COMMANDS.stream().map(command -> Path.of(folder, command)));
  }

  /**
   * The browser's program. Where there is none, the caller skips its tests, and the run says that
   * {@code what} was not tested: at once, and in a file that {@code ./prosperity test} ends with.
   */
  public static Optional<Path> findOrTell(String what) {
    Optional<Path> found = find(System.getenv());
    if (found.isEmpty()) {
      NotTested.tell(what + ". No Chromium was found; install one or set CHROMIUM.");
    }
    return found;
  }
}
