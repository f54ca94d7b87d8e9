package net.prosperitybot.worker;

import java.io.IOException;
import java.util.function.UnaryOperator;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.Options;

/**
 * A worker for one application of a local Discord, over a database of its own, and a caller who
 * signs as Discord does.
 */
public record RunningWorker(
    LocalDiscord discord,
    LocalApplication application,
    TestDatabase testDatabase,
    Worker worker,
    DiscordCaller caller)
    implements AutoCloseable {

  public static RunningWorker start() {
    TestDatabase testDatabase = TestDatabase.create();
    return start(testDatabase, testDatabase.database());
  }

  /**
   * @param way how the worker reaches the database
   */
  static RunningWorker start(TestDatabase testDatabase, Database way) {
    return start(testDatabase, way, UnaryOperator.identity());
  }

  /** One at which customers set up bots of their own. */
  public static RunningWorker startWithWhitelabel() {
    TestDatabase testDatabase = TestDatabase.create();
    return start(
        testDatabase,
        testDatabase.database(),
        config -> WorkerRig.withWhitelabel(config, WhitelabelRig.freePort(), WhitelabelRig.SKU));
  }

  private static RunningWorker start(
      TestDatabase testDatabase, Database way, UnaryOperator<WorkerConfig> change) {
    LocalDiscord discord = LocalDiscord.start(Options.generous());
    LocalApplication application = discord.createApplication("Leveller");
    SigningBot signer = new SigningBot(application.id());
    Worker worker =
        Worker.start(
            change.apply(
                WorkerRig.config(
                    testDatabase, discord.apiUrl(), application, signer.publicKeyHex())),
            way);
    return new RunningWorker(
        discord, application, testDatabase, worker, new DiscordCaller(worker.port(), signer));
  }

  public Database database() {
    return testDatabase.database();
  }

  /** What it tells Prometheus. */
  public String metrics() throws IOException, InterruptedException {
    try (DiscordCaller management = new DiscordCaller(worker.managementPort(), application)) {
      return management.get("/metrics").body();
    }
  }

  void empty(String... tables) {
    for (String table : tables) {
      database().dsl().execute("DELETE FROM " + table);
    }
  }

  @Override
  public void close() {
    caller.close();
    worker.close();
    testDatabase.close();
    discord.close();
  }
}
