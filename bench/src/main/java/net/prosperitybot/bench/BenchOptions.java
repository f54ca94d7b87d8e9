package net.prosperitybot.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param only the one row to measure; empty for all
 * @param json the file that takes the rows for machines
 * @param list show the rows' names instead of measuring
 * @param smoke measure so little that the figures mean nothing
 */
record BenchOptions(Optional<String> only, Optional<Path> json, boolean list, boolean smoke) {

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with words for the user
   */
  static BenchOptions parse(String[] args) {
    Optional<String> only = Optional.empty();
    Optional<Path> json = Optional.empty();
    boolean list = false;
    boolean smoke = false;
    Iterator<String> rest = Arrays.asList(args).iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--only" -> only = Optional.of(value(option, rest));
        case "--json" -> json = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
        case "--list" -> list = true;
        case "--smoke" -> smoke = true;
        default ->
            throw new IllegalArgumentException(
                "There is no option %s. Use --only NAME, --json FILE, --list or --smoke."
                    .formatted(option));
      }
    }
    return new BenchOptions(only, json, list, smoke);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return rest.next();
  }
}
