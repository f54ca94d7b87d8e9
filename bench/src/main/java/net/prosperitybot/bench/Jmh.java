package net.prosperitybot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one method by JMH, in a process of its own. */
public final class Jmh {
  /** The name of the secondary result that has the bytes which a call allocates. */
  public static final String BYTES = "gc.alloc.rate.norm";

  private static final int PIECES_OF_A_SPELL = 2;

  private Jmh() {}

  /**
   * Measures after half as long a warm-up.
   *
   * @param method a benchmark method of this class
   * @param parameters of the state
   * @param settings system properties of the process
   * @param spells how long, in spells
   * @return a result for each half of a spell
   */
  public static List<IterationResult> run(
      Lab lab,
      Class<?> state,
      String method,
      Map<String, String> parameters,
      Map<String, String> settings,
      int spells) {
    Path log = lab.folder().resolve("jmh.log");
    Duration piece = lab.scale().spell().dividedBy(PIECES_OF_A_SPELL);
    TimeValue iteration = TimeValue.milliseconds(piece.toMillis());
    List<String> arguments = new ArrayList<>();
    arguments.add("--enable-native-access=ALL-UNNAMED");
    arguments.add("-Dlogback.configurationFile=bench-log.xml");
    settings.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(state.getName() + "." + method)
            .forks(1)
            .warmupIterations(spells)
            .warmupTime(iteration)
            .measurementIterations(PIECES_OF_A_SPELL * spells)
            .measurementTime(iteration)
            .addProfiler(GCProfiler.class)
            .jvmArgs(arguments.toArray(String[]::new))
            .output(log.toString())
            .shouldFailOnError(true);
    parameters.forEach(options::param);
    try {
      return List.copyOf(
          new Runner(options.build())
              .runSingle()
              .getBenchmarkResults()
              .iterator()
              .next()
              .getIterationResults());
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not measure, see " + log, e);
    }
  }
}
