package net.prosperitybot.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from: the process's environment, and behind it a {@code .env} file.
 *
 * <p>The environment wins. A value of only white space counts as absent.
 */
public final class Env {
  private final Map<String, String> values;

  private Env(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Exactly these values. */
  public static Env of(Map<String, String> values) {
    return new Env(values);
  }

  /**
   * The environment, with a {@code .env} file's lines ({@code NAME=value}, {@code #} comments,
   * quotes optional) for what it does not set.
   */
  public static Env load(Map<String, String> environment, Path dotEnv) {
    Map<String, String> all = new HashMap<>();
    if (Files.isRegularFile(dotEnv)) {
      try {
        Files.readAllLines(dotEnv).forEach(line -> readLine(line, all));
      } catch (IOException e) {
        throw new UncheckedIOException("Can't read " + dotEnv, e);
      }
    }
    all.putAll(environment);
    return new Env(all);
  }

  private static void readLine(String line, Map<String, String> into) {
    String text = line.strip();
    int equals = text.indexOf('=');
    if (text.startsWith("#") || equals < 1) {
      return;
    }
    String name = text.substring(0, equals).strip();
    into.put(name, unquote(text.substring(equals + 1).strip()));
  }

  private static String unquote(String value) {
    boolean quoted = isQuotedWith('"', value) || isQuotedWith('\'', value);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isQuotedWith(char quote, String value) {
    int last = value.length() - 1;
    return last > 0 && value.charAt(0) == quote && value.charAt(last) == quote;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
