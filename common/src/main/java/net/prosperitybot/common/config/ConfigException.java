package net.prosperitybot.common.config;

import java.util.List;

/** Everything that is wrong with the configuration, a sentence each, none of them with a secret. */
public final class ConfigException extends RuntimeException {
  /** What a service exits with when its configuration is wrong. */
  public static final int EXIT_CODE = 2;

  private final List<String> problems;

  /**
   * Wrong settings.
   *
   * @param problems one sentence each, none of them with a secret
   */
  public ConfigException(List<String> problems) {
    super(
        "The configuration has %d problem%s:%n  - %s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "" : "s",
                String.join(System.lineSeparator() + "  - ", problems)));
    this.problems = List.copyOf(problems);
  }

  /** One sentence a problem, in the order in which the settings were read. */
  public List<String> problems() {
    return problems;
  }
}
