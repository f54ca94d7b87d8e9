package net.prosperitybot.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A series as Prometheus keeps it after it has asked a service. */
record PrometheusSeries(String name, Map<String, String> labels) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * All series of a page of metrics.
   *
   * @param job what Prometheus calls the service
   */
  static List<PrometheusSeries> on(String page, String job) {
    return page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> parse(line, job))
        .toList();
  }

  private static PrometheusSeries parse(String line, String job) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not in Prometheus's format: " + line);
    }
    // What Prometheus adds itself.
    Map<String, String> labels = new TreeMap<>(Map.of("job", job, "instance", job + ":1"));
    if (parts.group(2) != null) {
      LABEL
          .matcher(parts.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    return new PrometheusSeries(parts.group(1), labels);
  }
}
