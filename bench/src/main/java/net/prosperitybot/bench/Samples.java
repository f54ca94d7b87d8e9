package net.prosperitybot.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure a round, of ours and of the reference measured beside it.
 *
 * @param ours one or more
 * @param reference as many, or none where there is nothing to compare with
 */
public record Samples(List<Double> ours, List<Double> reference) {

  public Samples {
    if (ours.isEmpty() || !(reference.isEmpty() || reference.size() == ours.size())) {
      throw new IllegalArgumentException(
          "%d rounds of ours, %d of the reference".formatted(ours.size(), reference.size()));
    }
    ours = List.copyOf(ours);
    reference = List.copyOf(reference);
  }

  /** Figures that stand alone. */
  public static Samples alone(List<Double> ours) {
    return new Samples(ours, List.of());
  }

  /** Something that is measured once a round. */
  @FunctionalInterface
  public interface Figure {
    double take() throws Exception;
  }

  /** Measures in turns, changing who comes first, so that what the machine does meets both. */
  public static Samples inTurns(int rounds, Figure ours, Figure reference) throws Exception {
    List<Double> ofOurs = new ArrayList<>();
    List<Double> ofReference = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        ofReference.add(reference.take());
        ofOurs.add(ours.take());
      } else {
        ofOurs.add(ours.take());
        ofReference.add(reference.take());
      }
    }
    return new Samples(ofOurs, ofReference);
  }

  /** Ours divided by the reference, a round each; empty without a reference. */
  List<Double> ratios() {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < reference.size(); round++) {
      ratios.add(ours.get(round) / reference.get(round));
    }
    return ratios;
  }
}
