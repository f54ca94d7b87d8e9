package net.prosperitybot.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void theRatioIsTheMedianOfTheRoundsRatios() {
    Result result =
        result(new Target.RatioAtLeast(1.5), List.of(10.0, 30.0, 20.0), List.of(10.0, 10.0, 10.0));
    assertEquals(2.0, result.ratio());
    assertEquals(20.0, result.ours());
    assertEquals(List.of(1.0, 3.0), result.spread());
    assertTrue(result.isMet());
  }

  @Test
  void aRatioThatHasToBeSmallIsMissedWhenItIsLarge() {
    Result result = result(new Target.RatioAtMost(3), List.of(4.0), List.of(1.0));
    assertFalse(result.isMet());
    assertTrue(ResultTable.line(result).endsWith("| **missed** |"));
  }

  @Test
  void aFigureWithoutAReferenceIsHeldAgainstItsTargetAlone() {
    assertTrue(result(new Target.AtMost(128), List.of(128.0), List.of()).isMet());
    assertFalse(result(new Target.AtMost(128), List.of(129.0), List.of()).isMet());
  }

  @Test
  void aRatioTargetIsNotMetWithoutAReference() {
    assertFalse(result(new Target.RatioAtLeast(1), List.of(1.0), List.of()).isMet());
  }

  @Test
  void bothSidesTakeTurnsToGoFirst() throws Exception {
    List<String> order = new ArrayList<>();
    Samples samples =
        Samples.inTurns(
            3,
            () -> {
              order.add("ours");
              return 1;
            },
            () -> {
              order.add("reference");
              return 2;
            });
    assertEquals(List.of("reference", "ours", "ours", "reference", "reference", "ours"), order);
    assertEquals(List.of(0.5, 0.5, 0.5), samples.ratios());
  }

  @Test
  void halfMeasuredRoundsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Samples(List.of(1.0, 2.0), List.of(1.0)));
  }

  private static Result result(Target target, List<Double> ours, List<Double> reference) {
    Row row = new Row("row", "a row", Unit.BYTES, target, lab -> Samples.alone(ours));
    return new Result(row, new Samples(ours, reference));
  }
}
