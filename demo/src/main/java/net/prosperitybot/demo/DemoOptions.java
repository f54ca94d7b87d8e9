package net.prosperitybot.demo;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import net.prosperitybot.simulator.Options;

/**
 * What was asked for on the command line.
 *
 * @param check play the scenario and end, instead of waiting for people
 * @param onlyDiscord start no services; those that run elsewhere use the same settings
 * @param bind where the local Discord and its page listen
 * @param port the page's, 0 for any free port
 * @param traffic the file that takes every exchange
 */
record DemoOptions(
    boolean check, boolean onlyDiscord, Inet4Address bind, int port, Optional<Path> traffic) {
  static final int DEFAULT_PORT = 8420;
  private static final Inet4Address LOOPBACK = Inet4Address.ofLiteral("127.0.0.1");
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with words for the user
   */
  static DemoOptions parse(String[] args) {
    boolean check = false;
    boolean onlyDiscord = false;
    Inet4Address bind = LOOPBACK;
    int port = -1;
    Optional<Path> traffic = Optional.empty();
    Iterator<String> rest = Arrays.asList(args).iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--check" -> check = true;
        case "--only-discord" -> onlyDiscord = true;
        case "--bind" -> bind = address(value(option, rest));
        case "--port" -> port = port(value(option, rest));
        case "--traffic" -> traffic = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
        default ->
            throw new IllegalArgumentException(
                ("There is no option %s. Use --check, --port N, --bind ADDRESS, --only-discord or"
                        + " --traffic FILE.")
                    .formatted(option));
      }
    }
    return new DemoOptions(
        check, onlyDiscord, bind, port >= 0 ? port : check ? 0 : DEFAULT_PORT, traffic);
  }

  /** How the local Discord starts. */
  Options discord() {
    Options local = Options.generous().withAddress(bind).withPort(port);
    return traffic.map(local::withTraffic).orElse(local);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return rest.next();
  }

  private static Inet4Address address(String text) {
    try {
      return Inet4Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--bind is an address such as 127.0.0.1, or 0.0.0.0 in a container, not %s."
              .formatted(text),
          e);
    }
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
