package net.prosperitybot.bench.interactions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.bench.load.Disturbance;
import net.prosperitybot.bench.load.HttpLoad;
import net.prosperitybot.bench.load.Request;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.ProcessSize;

/** Signed PINGs, against a Go server that does the same. */
public final class PingRows {
  private static final int CONNECTIONS = 64;
  private static final int REQUESTS = 4_000;
  private static final int FORGED_OF_TEN = 3;
  private static final int LARGE_BODY = 8 * 1024;
  private static final int SLOW_CLIENTS = 200;
  private static final Target TARGET = new Target.RatioAtLeast(1.5);

  private PingRows() {}

  public static List<Row> all() {
    return List.of(
        row("ping-rate", "signed PINGs, highest rate", TARGET, PingRows::one, Beside::nothing),
        row(
            "ping-keys",
            "the same, thousands of branded keys in rotation",
            new Target.None(),
            PingRows::rotating,
            Beside::nothing),
        row(
            "ping-forged",
            "the same, 30 % bad signatures",
            new Target.None(),
            PingRows::someForged,
            Beside::nothing),
        row(
            "ping-large",
            "the same, bodies of 8 KiB",
            new Target.None(),
            PingRows::large,
            Beside::nothing),
        row(
            "ping-idle",
            "the same beside thousands of idle connections",
            new Target.None(),
            PingRows::one,
            (port, lab) ->
                Disturbance.idle(port, lab.scale().idleConnections(), one(lab).getFirst())),
        row(
            "ping-slow",
            "the same beside 200 slow clients",
            new Target.None(),
            PingRows::one,
            (port, lab) -> Disturbance.slow(port, SLOW_CLIENTS)),
        new Row(
            "worker-rss",
            "memory of the worker that was just pinged as fast as it can",
            Unit.MEBIBYTES,
            new Target.None(),
            lab -> weight(lab, ProcessSize::rssMebibytes)),
        new Row(
            "worker-threads",
            "its threads",
            Unit.COUNT,
            new Target.None(),
            lab -> weight(lab, ProcessSize::threads)));
  }

  private static Samples weight(Lab lab, ToDoubleFunction<ProcessSize> figure) throws Exception {
    WorkerUnderTest worker = WorkerUnderTest.of(lab);
    List<Double> sizes = new ArrayList<>();
    try (HttpLoad load = new HttpLoad(worker.port(), CONNECTIONS, one(lab))) {
      for (int round = 0; round < lab.scale().rounds(); round++) {
        load.closedLoop(lab.scale().spell());
        sizes.add(figure.applyAsDouble(ProcessSize.of(worker.process())));
      }
    }
    return Samples.alone(sizes);
  }

  /** The requests of a row. */
  private interface Requests {
    List<Request> make(Lab lab) throws Exception;
  }

  /** What goes on beside the load. */
  private interface Beside {
    AutoCloseable begin(int port, Lab lab) throws Exception;

    static AutoCloseable nothing(int port, Lab lab) {
      return () -> {};
    }
  }

  private static Row row(
      String name, String what, Target target, Requests requests, Beside beside) {
    return new Row(name, what, Unit.PER_SECOND, target, lab -> measure(lab, requests, beside));
  }

  private static Samples measure(Lab lab, Requests requests, Beside beside) throws Exception {
    int ours = WorkerUnderTest.of(lab).port();
    int reference = GoServer.of(lab).port();
    List<Request> made = requests.make(lab);
    try (CloseStack disturbances = new CloseStack()) {
      // First: this may take so long that idle connections of the load would be closed meanwhile.
      disturbances.add(beside.begin(ours, lab));
      disturbances.add(beside.begin(reference, lab));
      try (HttpLoad atOurs = new HttpLoad(ours, CONNECTIONS, made);
          HttpLoad atReference = new HttpLoad(reference, CONNECTIONS, made)) {
        atReference.closedLoop(lab.scale().spell()); // Go compiles ahead
        atOurs.closedLoop(lab.scale().warmUp());
        return Samples.inTurns(
            lab.scale().rounds(),
            () -> atOurs.closedLoop(lab.scale().spell()),
            () -> atReference.closedLoop(lab.scale().spell()));
      }
    }
  }

  private static List<Request> one(Lab lab) throws Exception {
    SigningBot bot = PingBots.of(lab).one();
    return make(REQUESTS, i -> bot.signed(Bodies.ping(bot.id(), i)));
  }

  private static List<Request> rotating(Lab lab) throws Exception {
    List<SigningBot> bots = PingBots.of(lab).all();
    return make(
        bots.size(),
        i -> {
          SigningBot bot = bots.get((int) i);
          return bot.signed(Bodies.ping(bot.id(), i));
        });
  }

  private static List<Request> someForged(Lab lab) throws Exception {
    SigningBot bot = PingBots.of(lab).one();
    return make(
        REQUESTS,
        i ->
            i % 10 < FORGED_OF_TEN
                ? bot.forged(Bodies.ping(bot.id(), i))
                : bot.signed(Bodies.ping(bot.id(), i)));
  }

  private static List<Request> large(Lab lab) throws Exception {
    SigningBot bot = PingBots.of(lab).one();
    return make(REQUESTS, i -> bot.signed(Bodies.ping(bot.id(), i, LARGE_BODY)));
  }

  private static List<Request> make(int count, LongFunction<Request> maker) {
    List<Request> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      requests.add(maker.apply(i));
    }
    return requests;
  }
}
