package net.prosperitybot.simulator.gateway;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures how many MESSAGE_CREATE a second reach a client that only reads, in one process with it.
 * Arguments: events per round (400 000).
 */
final class GatewayThroughput {
  private static final int ROUNDS = 4;
  private static final int MOST_WAITING = 50_000;
  private static final long GUILD = FakeWorld.guildId(1);
  private static final long INTENTS = Intents.GUILDS | FakeWorld.GUILD_MESSAGES;

  private GatewayThroughput() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
    PrintStream out = System.out;
    int bytes = new FakeWorld().message(GUILD, "text 100").withoutContent().toString().length();
    out.printf("%,d events a round, %d bytes of data each%n", events, bytes);
    for (int round = 1; round <= ROUNDS; round++) {
      out.printf("round %d plain  %,9.0f events/s%n", round, measure(RawClient.PLAIN, events));
      out.printf("round %d zlib   %,9.0f events/s%n", round, measure(RawClient.ZLIB, events));
    }
  }

  static double measure(String query, int events) throws IOException, InterruptedException {
    FakeWorld world = new FakeWorld();
    world.addBot(FakeWorld.TOKEN, FakeWorld.BOT, 0, 1);
    world.addGuild(GUILD, 1);
    try (Gateway gateway = new Gateway(world, GatewayOptions.defaults(), InstantSource.system())) {
      Javalin server =
          Javalin.create(
                  config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.host = "127.0.0.1";
                    gateway.register(config);
                  })
              .start(0);
      try (RawClient client = RawClient.connect(server.port(), query)) {
        return measure(world, gateway, client, events);
      } finally {
        server.stop();
      }
    }
  }

  private static double measure(FakeWorld world, Gateway gateway, RawClient client, int events)
      throws IOException, InterruptedException {
    client.send(GatewayPayloads.identify(FakeWorld.TOKEN, INTENTS));
    client.nextEvent("GUILD_CREATE");
    List<Dispatch> messages =
        IntStream.range(0, 1000).mapToObj(i -> world.message(GUILD, "text " + i)).toList();
    AtomicLong read = new AtomicLong();
    long start = System.nanoTime();
    Thread publisher =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < events; i++) {
                    while (i - read.get() > MOST_WAITING) {
                      LockSupport.parkNanos(100_000);
                    }
                    world.publish(gateway, messages.get(i % messages.size()));
                  }
                });
    while (read.get() < events) {
      long step = Math.min(1000, events - read.get());
      client.skipFrames(step);
      read.addAndGet(step);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    publisher.join();
    return events / seconds;
  }
}
