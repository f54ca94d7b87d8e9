package net.prosperitybot.demo.soak;

import java.util.ArrayList;
import java.util.List;

/** What was checked, with its figure, and what was wrong. */
final class Verdict {
  private static final int MOST_SHOWN = 20;

  private final List<String> lines = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * One thing that was checked.
   *
   * @param figure of how much it was
   * @param wrong what was not right
   */
  void add(String what, String figure, List<String> wrong) {
    lines.add(
        "| %s | %s | %s |"
            .formatted(what, figure, wrong.isEmpty() ? "right" : "**" + wrong.size() + " wrong**"));
    wrong.stream().limit(MOST_SHOWN).forEach(each -> problems.add(what + ": " + each));
  }

  /** The rows of a table. */
  List<String> lines() {
    return lines;
  }

  List<String> problems() {
    return problems;
  }
}
