package net.prosperitybot.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml as it is with an empty .env. */
final class ComposeFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");

  private final String text;
  private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();

  private ComposeFile(String text) {
    this.text = text;
    String filledIn =
        VARIABLE.matcher(text).replaceAll(found -> Objects.requireNonNullElse(found.group(2), ""));
    Map<String, Object> root =
        map(new Yaml(new SafeConstructor(new LoaderOptions())).load(filledIn));
    map(root.get("services")).forEach((name, service) -> services.put(name, map(service)));
  }

  static ComposeFile of(Path home) {
    try {
      return new ComposeFile(Files.readString(home.resolve("docker-compose.yml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return text;
  }

  Set<String> services() {
    return services.keySet();
  }

  /** What a service says of something; null for nothing. */
  @Nullable Object of(String service, String key) {
    return Objects.requireNonNull(services.get(service), service).get(key);
  }

  Map<String, Object> mapOf(String service, String key) {
    return map(of(service, key));
  }

  List<String> listOf(String service, String key) {
    Object value = of(service, key);
    return value == null ? List.of() : ((List<?>) value).stream().map(Object::toString).toList();
  }

  /** The environment that compose itself writes down; no files. */
  Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    mapOf(service, "environment")
        .forEach((name, value) -> environment.put(name, Objects.toString(value, "")));
    return environment;
  }

  @SuppressWarnings("unchecked") // keys of this file are texts
  private static Map<String, Object> map(@Nullable Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }
}
