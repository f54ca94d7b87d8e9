package net.prosperitybot.bench;

import java.util.List;

/** A measured row. */
record Result(Row row, Samples samples) {

  double ours() {
    return median(samples.ours());
  }

  /** NaN without a reference. */
  double reference() {
    return median(samples.reference());
  }

  /** The median over the rounds; NaN without a reference. */
  double ratio() {
    return median(samples.ratios());
  }

  boolean isMet() {
    return row.target().isMetBy(ours(), ratio());
  }

  /** The smallest and the largest ratio, or figure where there is no reference. */
  List<Double> spread() {
    List<Double> all = samples.reference().isEmpty() ? samples.ours() : samples.ratios();
    return List.of(
        all.stream().min(Double::compare).orElseThrow(),
        all.stream().max(Double::compare).orElseThrow());
  }

  int rounds() {
    return samples.ours().size();
  }

  private static double median(List<Double> figures) {
    if (figures.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
