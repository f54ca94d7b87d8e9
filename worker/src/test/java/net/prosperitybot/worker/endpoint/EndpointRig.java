package net.prosperitybot.worker.endpoint;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import net.prosperitybot.worker.DiscordCaller;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.answers.AnswerDesk;
import net.prosperitybot.worker.answers.FollowUpSender;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.bots.BotSource;
import net.prosperitybot.worker.bots.MainBot;
import net.prosperitybot.worker.bots.RegisteredBot;
import net.prosperitybot.worker.commands.CommandCatalogue;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.limits.CallLimits;
import net.prosperitybot.worker.limits.LimitsConfig;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.replies.ReplyEncoder;
import net.prosperitybot.worker.signatures.PublicKey;
import net.prosperitybot.worker.signatures.SignatureVerifier;

/** The endpoint on a real port, for two bots, at a time that stands still; nothing behind it. */
record EndpointRig(HttpServer server, DiscordCaller caller, AnswerDesk desk, DiscordRest rest)
    implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final SigningBot BOT = new SigningBot(1_000_000_000_000_000_001L);
  static final SigningBot OTHER = new SigningBot(1_000_000_000_000_000_002L);

  /**
   * @param nanoTime what the endpoint and the limits count by
   */
  static EndpointRig start(LimitsConfig limits, LongSupplier nanoTime, Feature... features) {
    InstantSource clock = InstantSource.fixed(NOW);
    WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    ReplyEncoder encoder = new ReplyEncoder();
    DiscordRest rest = new DiscordRest(URI.create("http://127.0.0.1:9"), clock, Thread::sleep);
    AnswerDesk desk =
        new AnswerDesk(
            new CallLimits(limits, nanoTime),
            limits.handlersAtOnce(),
            new CommandCatalogue(List.of(features)),
            encoder,
            new FollowUpSender(rest, encoder, clock, Thread::sleep, metrics),
            metrics,
            Duration.ofMinutes(1),
            clock,
            nanoTime,
            new Random(1));
    HttpServer server =
        HttpServer.forInteractions(
            "127.0.0.1",
            0,
            limits.connections(),
            new InteractionEndpoint(
                limits.requestsAtOnce(),
                bots(),
                SignatureVerifier.withoutTables(metrics),
                new InteractionDecoder(),
                desk,
                metrics,
                clock,
                nanoTime),
            new HealthEndpoint(() -> true, Duration.ofSeconds(5)));
    return new EndpointRig(server, new DiscordCaller(server.port(), BOT), desk, rest);
  }

  private static BotDirectory bots() {
    return new BotDirectory(
        new MainBot(BOT.id(), PublicKey.parse(BOT.publicKeyHex())),
        new BotSource() {
          @Override
          public Map<Long, RegisteredBot> all() {
            return Map.of(OTHER.id(), OTHER.registered());
          }

          @Override
          public Set<Long> ids() {
            return Set.of(OTHER.id());
          }
        },
        Ticker.systemTicker(),
        Runnable::run);
  }

  /** A connection of which each byte is the test's own. */
  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Text of a request as bytes. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    caller.close();
    server.close();
    desk.close();
    rest.close();
  }
}
