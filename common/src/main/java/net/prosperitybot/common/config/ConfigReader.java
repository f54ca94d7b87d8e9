package net.prosperitybot.common.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads a service's settings, each from {@code NAME} or from the file that {@code NAME_FILE} names,
 * and collects what is wrong instead of stopping at the first.
 *
 * <p>A setting that can't be read yields a placeholder; {@link #check()} then throws, so that no
 * placeholder is ever used.
 */
public final class ConfigReader {
  /** What a setting's name ends in when it names a file that holds the value. */
  private static final String FILE = "_FILE";

  private static final int MAX_PORT = 65_535;

  private final Env env;
  private final List<String> problems = new ArrayList<>();

  public ConfigReader(Env env) {
    this.env = env;
  }

  /** Ends the reading. */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** A text that must be set. */
  public String text(String name) {
    return setting(name)
        .orElseGet(
            () -> {
              problems.add(name + " is not set.");
              return "";
            });
  }

  public String text(String name, String otherwise) {
    return setting(name).orElse(otherwise);
  }

  /** A secret that must be set. */
  public Secret secret(String name) {
    return new Secret(text(name));
  }

  /** A secret that may be empty, such as the password of a database that asks for none. */
  public Secret secretOrEmpty(String name) {
    return new Secret(text(name, ""));
  }

  /** A Discord id that must be set. */
  public long snowflake(String name) {
    return read(
        name, text(name), 0L, ConfigReader::parseId, "must be a Discord id (17 to 20 digits)");
  }

  /** A Discord id that may be absent. */
  public OptionalLong optionalSnowflake(String name) {
    Optional<String> text = setting(name);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(snowflake(name));
  }

  /** A TCP port, 0 to 65535, where 0 lets the system choose. */
  public int port(String name, int otherwise) {
    return integer(name, otherwise, 0, MAX_PORT);
  }

  /** A whole number within a range, both ends included. */
  public int integer(String name, int otherwise, int lowest, int highest) {
    return read(
        name,
        text(name, Integer.toString(otherwise)),
        otherwise,
        text -> {
          int value = Integer.parseInt(text);
          if (value < lowest || value > highest) {
            throw new NumberFormatException();
          }
          return value;
        },
        "must be a whole number from %d to %d".formatted(lowest, highest));
  }

  /** An absolute http or https address. */
  public URI url(String name, String otherwise) {
    return read(
        name,
        text(name, otherwise),
        URI.create(otherwise),
        ConfigReader::parseUrl,
        "must be an address that starts with http:// or https://");
  }

  /** One of an enum's constants, in any case. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    String names =
        String.join(
            ", ",
            Arrays.stream(type.getEnumConstants())
                .map(c -> c.name().toLowerCase(Locale.ROOT))
                .toList());
    return read(
        name,
        text(name, otherwise.name()),
        otherwise,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
        "must be one of " + names);
  }

  /** Any other type: {@code parse} throws IllegalArgumentException for what it can't read. */
  public <T> T value(
      String name, String otherwise, T placeholder, Function<String, T> parse, String rule) {
    return read(name, text(name, otherwise), placeholder, parse, rule);
  }

  /** From the setting itself or the file that it names, as secrets of containers come. */
  private Optional<String> setting(String name) {
    Optional<String> value = env.get(name);
    Optional<String> file = env.get(name + FILE);
    if (file.isEmpty()) {
      return value;
    }
    if (value.isPresent()) {
      problems.add("%s and %s%s are both set; one of them has to go.".formatted(name, name, FILE));
      return value;
    }
    return file.flatMap(path -> contentOf(name + FILE, path));
  }

  private Optional<String> contentOf(String name, String path) {
    try {
      String content = Files.readString(Path.of(path)).strip();
      if (content.isEmpty()) {
        problems.add("%s names an empty file: %s.".formatted(name, path));
      }
      return Optional.of(content).filter(text -> !text.isEmpty());
    } catch (IOException | InvalidPathException e) {
      problems.add("%s names a file that can't be read: %s.".formatted(name, path));
      return Optional.empty();
    }
  }

  private <T> T read(
      String name, String text, T placeholder, Function<String, T> parse, String rule) {
    if (text.isEmpty()) {
      return placeholder;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(name + " " + rule + ".");
      return placeholder;
    }
  }

  private static long parseId(String text) {
    if (!text.matches("[0-9]{15,20}")) {
      throw new IllegalArgumentException();
    }
    return Long.parseLong(text);
  }

  private static URI parseUrl(String text) {
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!http || url.getHost() == null) {
        throw new IllegalArgumentException();
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
