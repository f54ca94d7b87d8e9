package net.prosperitybot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.localdb.ProjectHome;

/** {@code ./prosperity bench}: measures the rows and prints their table. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    BenchOptions options;
    List<Row> rows;
    try {
      options = BenchOptions.parse(args);
      rows = chosen(options);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (options.list()) {
      rows.forEach(row -> System.out.printf("%-24s %s%n", row.name(), row.what()));
      return;
    }
    System.exit(measure(rows, options) ? 0 : 1);
  }

  private static List<Row> chosen(BenchOptions options) {
    List<Row> rows =
        Rows.all().stream()
            .filter(row -> options.only().map(row.name()::equals).orElse(true))
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no row called %s. --list shows their names."
              .formatted(options.only().orElseThrow()));
    }
    return rows;
  }

  /** True when every row could be measured; whether its target is met, the table says. */
  private static boolean measure(List<Row> rows, BenchOptions options) throws IOException {
    List<Result> results = new ArrayList<>();
    boolean whole = true;
    long begin = System.nanoTime();
    try (Lab lab = new Lab(options.smoke() ? Scale.SMOKE : Scale.FULL, home())) {
      System.out.println(ResultTable.heading());
      for (Row row : rows) {
        try {
          Result result = new Result(row, row.measurement().measure(lab));
          results.add(result);
          System.out.println(ResultTable.line(result));
        } catch (Exception | AssertionError e) {
          whole = false;
          System.err.printf("%s could not be measured: %s%n", row.name(), e);
          e.printStackTrace();
        }
      }
    }
    System.out.printf(
        "%nMeasured in %d s.%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), ResultTable.json(results));
    }
    return whole;
  }

  private static Path home() {
    String given = System.getProperty("prosperity.home");
    return given == null ? ProjectHome.find() : Path.of(given);
  }
}
