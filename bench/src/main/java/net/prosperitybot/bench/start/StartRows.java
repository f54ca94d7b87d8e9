package net.prosperitybot.bench.start;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ServiceProcess;
import net.prosperitybot.simulator.Options;

/** Starts with the AOT cache that ships, and without it. */
public final class StartRows {
  private StartRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "worker-start",
            "the worker's start to its first healthy answer, against no AOT cache",
            Unit.MILLISECONDS,
            new Target.RatioAtMost(0.6),
            lab -> start(lab, LocalStack::startWorker, Duration.ZERO)),
        new Row(
            "events-start",
            "the events service's to READY, against no AOT cache",
            Unit.MILLISECONDS,
            new Target.None(),
            lab -> start(lab, LocalStack::startEvents, identifyWindow(lab))));
  }

  /** Starts a service and waits for its health. */
  private interface Service {
    ServiceProcess start(LocalStack stack);
  }

  /** So long after an IDENTIFY the next one of the same bot waits, which is not to be measured. */
  private static Duration identifyWindow(Lab lab) {
    return lab.scale().spell().multipliedBy(3).dividedBy(2);
  }

  private static Samples start(Lab lab, Service service, Duration pause) throws Exception {
    LocalStack stack =
        lab.part(
            LocalStack.class,
            made ->
                new LocalStack(made.home(), made.folder().resolve("starts"), Options.generous()));
    return Samples.inTurns(
        lab.scale().rounds(),
        () -> millis(stack.startedAsShipped(), service, pause),
        () -> millis(stack.startedBy(name -> withoutCache(lab, name)), service, pause));
  }

  private static double millis(LocalStack stack, Service service, Duration pause)
      throws InterruptedException {
    Thread.sleep(pause);
    long begin = System.nanoTime();
    ServiceProcess process = service.start(stack);
    double millis = (System.nanoTime() - begin) / 1e6;
    process.close();
    return millis;
  }

  private static List<String> withoutCache(Lab lab, String service) {
    List<String> command = new ArrayList<>(ServiceProcess.shipped(lab.home(), service));
    command.removeIf(option -> option.startsWith("-XX:AOTCache="));
    return command;
  }
}
