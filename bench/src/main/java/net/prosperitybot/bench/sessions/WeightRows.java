package net.prosperitybot.bench.sessions;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ProcessSize;
import net.prosperitybot.demo.ServiceProcess;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;

/** What the events service weighs, after its garbage was collected. */
public final class WeightRows {
  private static final int CHANNELS = 50;
  private static final int CHANNELS_A_CATEGORY = 10;
  private static final int ROLES = 30;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private WeightRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "servers-rss",
            "memory of the events service in 10,000 servers of 50 channels and 30 roles",
            Unit.MEBIBYTES,
            new Target.RatioAtMost(1.15),
            lab -> inServers(lab, ProcessSize::rssMebibytes)),
        new Row(
            "servers-heap",
            "its heap",
            Unit.MEBIBYTES,
            new Target.None(),
            lab -> inServers(lab, ProcessSize::heapMebibytes)),
        new Row(
            "servers-threads",
            "its threads",
            Unit.COUNT,
            new Target.None(),
            lab -> inServers(lab, ProcessSize::threads)),
        new Row(
            "session-rss",
            "memory of each of 200 branded sessions",
            Unit.MEBIBYTES,
            new Target.AtMost(2),
            lab -> eachSession(lab, ProcessSize::rssMebibytes)),
        new Row(
            "session-heap",
            "its heap",
            Unit.MEBIBYTES,
            new Target.None(),
            lab -> eachSession(lab, ProcessSize::heapMebibytes)),
        new Row(
            "session-threads",
            "its threads",
            Unit.COUNT,
            new Target.AtMost(2),
            lab -> eachSession(lab, ProcessSize::threads)));
  }

  private static Samples inServers(Lab lab, ToDoubleFunction<ProcessSize> figure) throws Exception {
    ManyServers sizes = lab.part(ManyServers.class, ManyServers::measure);
    return new Samples(
        List.of(figure.applyAsDouble(sizes.ours())), List.of(figure.applyAsDouble(sizes.alone())));
  }

  private static Samples eachSession(Lab lab, ToDoubleFunction<ProcessSize> figure)
      throws Exception {
    ManySessions sizes = lab.part(ManySessions.class, ManySessions::measure);
    double more = figure.applyAsDouble(sizes.with()) - figure.applyAsDouble(sizes.without());
    return Samples.alone(List.of(more / lab.scale().sessions()));
  }

  /** Both in the same servers, one after the other. */
  private record ManyServers(ProcessSize ours, ProcessSize alone) {

    static ManyServers measure(Lab lab) throws Exception {
      try (LocalStack stack =
          new LocalStack(lab.home(), lab.folder().resolve("servers"), Options.generous())) {
        LocalApplication other =
            stack.discord().createApplication("Alone").grant(LocalStack.GUILD_MEMBERS);
        for (int i = 0; i < lab.scale().heldServers(); i++) {
          LocalServer server = server(stack, "Server " + i);
          stack.invite(server);
          stack.invite(other, server);
        }
        ProcessSize ours;
        try (ServiceProcess events = stack.startedAsShipped().startEvents()) {
          ours = settled(lab, events, new GatewayClient(stack.discord(), stack.bot()));
        }
        ServiceProcess alone = JdaAlone.start(lab, stack, other);
        try (alone) {
          return new ManyServers(
              ours, settled(lab, alone, new GatewayClient(stack.discord(), other)));
        }
      }
    }

    private static ProcessSize settled(Lab lab, ServiceProcess process, GatewayClient client)
        throws Exception {
      client.awaitReady(lab.scale().heldServers());
      return ProcessSize.of(process);
    }
  }

  private static LocalServer server(LocalStack stack, String name) {
    LocalServer server = stack.discord().createServer(name);
    for (int i = 0; i < CHANNELS / CHANNELS_A_CATEGORY; i++) {
      var category = server.createCategory("Category " + i);
      for (int j = 1; j < CHANNELS_A_CATEGORY; j++) {
        server.createTextChannel("channel-" + i + "-" + j, category);
      }
    }
    IntStream.range(0, ROLES).forEach(i -> server.createRole("Role " + i));
    return server;
  }

  /** One process with the main bot alone, then with all the branded ones. */
  private record ManySessions(ProcessSize without, ProcessSize with) {

    static ManySessions measure(Lab lab) throws Exception {
      int count = lab.scale().sessions();
      try (LocalStack stack =
          new LocalStack(lab.home(), lab.folder().resolve("branded"), Options.generous())) {
        List<LocalApplication> bots =
            IntStream.range(0, count).mapToObj(i -> bot(stack, "Brand " + i)).toList();
        ServiceProcess events = stack.startedAsShipped().startEvents();
        ProcessSize without = ProcessSize.of(events);
        stack.host(bots);
        stack.discord().awaitUntil(PATIENCE, () -> running(stack) == count);
        return new ManySessions(without, ProcessSize.of(events));
      }
    }

    private static LocalApplication bot(LocalStack stack, String name) {
      LocalServer server = stack.discord().createServer("Server of " + name);
      server.createTextChannel("general");
      LocalApplication bot = stack.discord().createApplication(name);
      stack.invite(bot, server);
      stack.invite(server);
      return bot;
    }

    private static int running(LocalStack stack) {
      return stack
          .database()
          .dsl()
          .fetchCount(WHITELABEL_BOTS, WHITELABEL_BOTS.STATE.eq("running"));
    }
  }
}
