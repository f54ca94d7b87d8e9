package net.prosperitybot.bench.cooldown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The cost of a message in its cooldown, in time and in garbage. */
public final class CooldownRows {
  private static final String BYTES = "gc.alloc.rate.norm";

  private CooldownRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "cooldown-time",
            "a message in its cooldown, from the listener to the decision",
            Unit.NANOSECONDS,
            new Target.AtMost(1_000),
            lab -> Samples.alone(Cost.of(lab).nanos())),
        new Row(
            "cooldown-garbage",
            "what it allocates",
            Unit.BYTES,
            new Target.AtMost(128),
            lab -> Samples.alone(Cost.of(lab).bytes())));
  }

  /** An iteration each. */
  private record Cost(List<Double> nanos, List<Double> bytes) {

    static Cost of(Lab lab) throws Exception {
      return lab.part(Cost.class, Cost::measure);
    }

    private static Cost measure(Lab lab) throws Exception {
      Path log = lab.folder().resolve("jmh.log");
      TimeValue iteration = TimeValue.milliseconds(lab.scale().spell().toMillis() / 2);
      Options options =
          new OptionsBuilder()
              .include(CooldownedMessage.class.getName() + ".heard")
              .forks(1)
              .warmupIterations(lab.scale().rounds())
              .warmupTime(iteration)
              .measurementIterations(2 * lab.scale().rounds())
              .measurementTime(iteration)
              .addProfiler(GCProfiler.class)
              .jvmArgs(jvmArguments(lab).toArray(String[]::new))
              .output(log.toString())
              .shouldFailOnError(true)
              .build();
      RunResult result;
      try {
        result = new Runner(options).runSingle();
      } catch (RunnerException e) {
        throw new IllegalStateException("JMH could not measure, see " + log, e);
      }
      List<Double> nanos = new ArrayList<>();
      List<Double> bytes = new ArrayList<>();
      for (IterationResult each :
          result.getBenchmarkResults().iterator().next().getIterationResults()) {
        nanos.add(each.getPrimaryResult().getScore());
        bytes.add(Objects.requireNonNull(each.getSecondaryResults().get(BYTES)).getScore());
      }
      return new Cost(nanos, bytes);
    }

    private static List<String> jvmArguments(Lab lab) throws Exception {
      Map<String, String> settings = Stage.of(lab).stack().eventsSettings("cooldown");
      List<String> arguments = new ArrayList<>();
      arguments.add("--enable-native-access=ALL-UNNAMED");
      arguments.add("-Dlogback.configurationFile=bench-log.xml");
      settings.forEach(
          (name, value) -> {
            if (name.startsWith("DB_")) {
              arguments.add("-D" + CooldownedMessage.SETTINGS + name + "=" + value);
            }
          });
      return arguments;
    }
  }
}
