package net.prosperitybot.bench.signatures;

import java.util.List;
import java.util.Map;
import net.prosperitybot.bench.Jmh;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.worker.signatures.DifferentialCases;

/** Verification with tables, against Bouncy Castle. */
public final class SignatureRows {
  private static final long SEED = 20_261_126;

  private SignatureRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "verify",
            "a verification with a table, against Bouncy Castle",
            Unit.NANOSECONDS,
            new Target.None(),
            lab ->
                Samples.inTurns(
                    lab.scale().rounds(),
                    () -> nanos(lab, OneVerification.TABLES),
                    () -> nanos(lab, OneVerification.BOUNCY_CASTLE))),
        new Row(
            "verify-agreement",
            "signatures, good and bad, on which both agree; one that differs fails the row",
            Unit.COUNT,
            new Target.None(),
            SignatureRows::agreement));
  }

  private static double nanos(Lab lab, String by) {
    return Jmh.run(lab, OneVerification.class, "verified", Map.of("by", by), Map.of(), 1).stream()
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .average()
        .orElseThrow();
  }

  private static Samples agreement(Lab lab) {
    long compared =
        DifferentialCases.compare(SEED, lab.scale().signatures()).values().stream()
            .mapToLong(tally -> tally.accepted() + tally.refused())
            .sum();
    return Samples.alone(List.of((double) compared));
  }
}
