package net.prosperitybot.bench.cooldown;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.prosperitybot.bench.Jmh;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import org.openjdk.jmh.results.IterationResult;

/** The cost of a message in its cooldown, in time and in garbage. */
public final class CooldownRows {
  private CooldownRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "cooldown-time",
            "a message in its cooldown, from the listener to the decision",
            Unit.NANOSECONDS,
            new Target.AtMost(1_000),
            lab ->
                Samples.alone(
                    Cost.of(lab).iterations().stream()
                        .map(each -> each.getPrimaryResult().getScore())
                        .toList())),
        new Row(
            "cooldown-garbage",
            "what it allocates",
            Unit.BYTES,
            new Target.AtMost(128),
            lab ->
                Samples.alone(
                    Cost.of(lab).iterations().stream().map(CooldownRows::bytes).toList())));
  }

  private static double bytes(IterationResult iteration) {
    return Objects.requireNonNull(iteration.getSecondaryResults().get(Jmh.BYTES)).getScore();
  }

  private record Cost(List<IterationResult> iterations) {

    static Cost of(Lab lab) throws Exception {
      return lab.part(Cost.class, Cost::measure);
    }

    private static Cost measure(Lab lab) throws Exception {
      Map<String, String> settings = new HashMap<>();
      Stage.of(lab)
          .stack()
          .eventsSettings("cooldown")
          .forEach(
              (name, value) -> {
                if (name.startsWith("DB_")) {
                  settings.put(CooldownedMessage.SETTINGS + name, value);
                }
              });
      return new Cost(
          Jmh.run(lab, CooldownedMessage.class, "heard", Map.of(), settings, lab.scale().rounds()));
    }
  }
}
