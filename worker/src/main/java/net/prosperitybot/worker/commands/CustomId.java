package net.prosperitybot.worker.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of custom ids, written as a path: {@code leaderboard/page/{page}} names one variable.
 *
 * <p>Variables are whole numbers below 9·10¹⁸. An id that comes back with anything else in their
 * place does not match. A custom id never grants anything.
 */
public final class CustomId {
  private static final int LONGEST = 100;
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
  private static final String NUMBER = "([0-8]?[0-9]{1,18})";

  private final String template;
  private final List<String> names = new ArrayList<>();
  private final Pattern pattern;

  private CustomId(String template) {
    this.template = template;
    StringBuilder regex = new StringBuilder();
    int end = 0;
    for (Matcher variable = VARIABLE.matcher(template); variable.find(); end = variable.end()) {
      regex.append(Pattern.quote(template.substring(end, variable.start()))).append(NUMBER);
      names.add(variable.group(1));
    }
    this.pattern = Pattern.compile(regex + Pattern.quote(template.substring(end)));
  }

  public static CustomId template(String template) {
    return new CustomId(template);
  }

  /**
   * The custom id with these values, in the order in which the template names them.
   *
   * @throws IllegalArgumentException when a value is missing, too many or negative
   */
  public String with(long... values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(template + " has " + names.size() + " variables");
    }
    String id = template;
    for (int i = 0; i < values.length; i++) {
      id = id.replace("{" + names.get(i) + "}", Long.toString(values[i]));
    }
    if (id.length() > LONGEST || !pattern.matcher(id).matches()) {
      throw new IllegalArgumentException("Not a custom id of " + template + ": " + id);
    }
    return id;
  }

  /** The variables of an id of this template; empty when it is none. */
  Optional<Variables> match(String customId) {
    Matcher matcher = pattern.matcher(customId);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, Long> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), Long.parseLong(matcher.group(i + 1)));
    }
    return Optional.of(new Variables(values));
  }

  @Override
  public String toString() {
    return template;
  }

  /** What stood in the places of a template's variables. */
  public static final class Variables {
    private final Map<String, Long> values;

    private Variables(Map<String, Long> values) {
      this.values = values;
    }

    /** A variable that the template names, 0 or more. */
    public long number(String name) {
      return Optional.ofNullable(values.get(name))
          .orElseThrow(() -> new IllegalArgumentException("No variable " + name));
    }
  }
}
