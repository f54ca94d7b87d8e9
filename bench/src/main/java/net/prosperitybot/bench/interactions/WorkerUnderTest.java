package net.prosperitybot.bench.interactions;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ServiceProcess;

/**
 * A worker as it ships, started as the front door starts it, that knows the branded bots which are
 * pinged.
 */
final class WorkerUnderTest {
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final long OWNER = 1;
  private static final int ROWS_A_STATEMENT = 500;

  private final int port;
  private final ServiceProcess process;

  private WorkerUnderTest(int port, ServiceProcess process) {
    this.port = port;
    this.process = process;
  }

  static WorkerUnderTest of(Lab lab) throws Exception {
    return lab.part(WorkerUnderTest.class, WorkerUnderTest::start);
  }

  private static WorkerUnderTest start(Lab lab) throws Exception {
    LocalStack stack = Stage.of(lab).stack();
    setUp(stack, PingBots.of(lab).all());
    int port = LocalStack.freePort();
    ServiceProcess worker =
        lab.opened(
            ServiceProcess.start(
                "worker",
                ServiceProcess.shipped(lab.home(), "worker"),
                stack.workerSettings(port, port),
                lab.folder()));
    worker.awaitHealthy(URI.create("http://127.0.0.1:" + port + "/health"), START_TIME);
    return new WorkerUnderTest(port, worker);
  }

  /** As after a /whitelabel setup of each; nobody logs in with their tokens. */
  private static void setUp(LocalStack stack, List<SigningBot> bots) {
    new PremiumStore(stack.database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(1)))
        .grant(OWNER, Optional.empty(), Optional.empty());
    for (int from = 0; from < bots.size(); from += ROWS_A_STATEMENT) {
      MultiRow rows = new MultiRow("bot_id", "public_key");
      bots.subList(from, Math.min(bots.size(), from + ROWS_A_STATEMENT))
          .forEach(bot -> rows.add(bot.id(), bot.publicKeyHex()));
      rows.execute(
          stack.database().dsl(),
          """
          INSERT INTO whitelabel_bots (bot_id, owner_id, name, public_key, last_action,
                                       last_action_at, wanted, state, state_since, due_at,
                                       created_at)
          SELECT t.bot_id, 1, 'Acme', t.public_key, 'setup', UTC_TIMESTAMP(3), 'running',
                 'stopped', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
          FROM {rows}
          """);
    }
  }

  ServiceProcess process() {
    return process;
  }

  int port() {
    return port;
  }
}
