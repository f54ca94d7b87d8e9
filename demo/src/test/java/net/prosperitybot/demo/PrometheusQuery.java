package net.prosperitybot.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a PromQL expression reads: its series and the labels by which it groups them. As much of the
 * language as our alerts and dashboards use.
 */
final class PrometheusQuery {
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.:])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*\\}|\\()?");
  private static final Pattern LABEL =
      Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> groupedBy = new TreeSet<>();

  PrometheusQuery(String expression) {
    String rest = RANGE.matcher(expression).replaceAll("");
    GROUPING
        .matcher(rest)
        .results()
        .flatMap(found -> Arrays.stream(found.group(1).split(",")))
        .map(String::strip)
        .forEach(groupedBy::add);
    Matcher name = NAME.matcher(GROUPING.matcher(rest).replaceAll(""));
    while (name.find()) {
      String behind = name.group(2) == null ? "" : name.group(2);
      if (!behind.equals("(") && !WORDS.contains(name.group(1))) {
        selectors.add(new Selector(name.group(1), conditions(behind)));
      }
    }
  }

  private static List<Condition> conditions(String braces) {
    return LABEL
        .matcher(braces)
        .results()
        .map(found -> new Condition(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** Labels that the series have to have, so that the answer tells them apart. */
  Set<String> groupedBy() {
    return groupedBy;
  }

  /** A metric's name, with what is asked of its labels. */
  record Selector(String name, List<Condition> conditions) {
    boolean reads(PrometheusSeries series) {
      return series.name().equals(name)
          && conditions.stream().allMatch(condition -> condition.holds(series.labels()));
    }

    /** As it stands in a query. */
    String words() {
      return conditions.isEmpty()
          ? name
          : conditions.stream()
              .map(each -> each.label + each.operator + '"' + each.value + '"')
              .collect(Collectors.joining(", ", name + "{", "}"));
    }
  }

  record Condition(String label, String operator, String value) {
    boolean holds(Map<String, String> labels) {
      String actual = labels.getOrDefault(label, "");
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "!=" -> !actual.equals(value);
        case "=~" -> actual.matches(value);
        case "!~" -> !actual.matches(value);
        default -> throw new IllegalArgumentException("There is no operator " + operator);
      };
    }
  }
}
