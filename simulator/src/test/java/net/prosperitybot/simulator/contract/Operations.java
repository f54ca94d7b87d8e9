package net.prosperitybot.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of the document, found by method and path. */
final class Operations {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private final List<Operation> all = new ArrayList<>();

  /** One operation; fewer variables make a better match ({@code @me} before an id). */
  record Operation(String id, String method, Pattern path, int variables, JsonNode definition) {}

  Operations(JsonNode document) {
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              for (String method : METHODS) {
                JsonNode definition = path.getValue().path(method);
                if (definition.isObject()) {
                  all.add(operation(method, path.getKey(), definition));
                }
              }
            });
    all.sort(Comparator.comparingInt(Operation::variables));
  }

  private static Operation operation(String method, String template, JsonNode definition) {
    Matcher variables = VARIABLE.matcher(template);
    int count = (int) variables.results().count();
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    variables.reset();
    while (variables.find()) {
      pattern.append(Pattern.quote(template.substring(from, variables.start()))).append("[^/]+");
      from = variables.end();
    }
    pattern.append(Pattern.quote(template.substring(from)));
    return new Operation(
        definition.path("operationId").asText(),
        method,
        Pattern.compile(pattern.toString()),
        count,
        definition);
  }

  List<Operation> all() {
    return all;
  }

  Optional<Operation> find(String method, String path) {
    String bare = path.replaceFirst("\\?.*$", "").replaceFirst("^/api(/v\\d+)?", "");
    return all.stream()
        .filter(each -> each.method().equals(method.toLowerCase(Locale.ROOT)))
        .filter(each -> each.path().matcher(bare).matches())
        .findFirst();
  }
}
