package net.prosperitybot.demo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param check play the scenario and end, instead of waiting for people
 * @param port where the page is, 0 for any free port
 * @param traffic the file that takes every exchange
 */
record DemoOptions(boolean check, int port, Optional<Path> traffic) {
  static final int DEFAULT_PORT = 8420;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with words for the user
   */
  static DemoOptions parse(String[] args) {
    boolean check = false;
    int port = -1;
    Optional<Path> traffic = Optional.empty();
    Iterator<String> rest = Arrays.asList(args).iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--check" -> check = true;
        case "--port" -> port = port(value(option, rest));
        case "--traffic" -> traffic = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
        default ->
            throw new IllegalArgumentException(
                "There is no option %s. Use --check, --port N or --traffic FILE."
                    .formatted(option));
      }
    }
    return new DemoOptions(check, port >= 0 ? port : check ? 0 : DEFAULT_PORT, traffic);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return rest.next();
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException("--port is a number from 0 to 65535, not " + text + ".");
  }
}
