package net.prosperitybot.demo;

import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.Options;

/** {@code ./prosperity demo}: the whole product on this machine. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    DemoOptions options;
    try {
      options = DemoOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    try {
      System.exit(options.check() ? check(options) : show(options));
    } catch (RuntimeException e) {
      System.err.println(words(e, options));
      System.exit(1);
    }
  }

  private static String words(RuntimeException e, DemoOptions options) {
    return e instanceof JavalinBindException
        ? "Port %d is in use. Choose another with --port N.".formatted(options.port())
        : "The demo did not start: " + e.getMessage();
  }

  /** Plays the scenario; 0 only if all of it happened. */
  private static int check(DemoOptions options) {
    try (LocalStack stack = new LocalStack(home(), folder(), discord(options))) {
      DemoServer server = start(stack);
      Transcript transcript = new Transcript(stack.discord(), System.out);
      try {
        new Scenario(stack, server, transcript).play();
        return 0;
      } catch (AssertionError e) {
        System.out.printf(
            "%nNot everything happened: %s%nLogs: %s%n", e.getMessage(), stack.folder());
        return 1;
      }
    }
  }

  /** Serves the page until the process is asked to end. */
  private static int show(DemoOptions options) {
    LocalStack stack = new LocalStack(home(), folder(), discord(options));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    DemoServer server = start(stack);
    server.hurry(stack.database());
    stack.opened(new BadgeUpdater(stack.database(), server.server()));
    System.out.printf(
        """

        Your local Discord is ready: %s

        Write as any member, watch XP, level-ups and roles arrive, and type / for the commands.
        The services' logs are in %s. Stop with Ctrl+C.
        """,
        stack.discord().pageUrl(), stack.folder());
    waitForever();
    return 0;
  }

  private static DemoServer start(LocalStack stack) {
    System.out.println("Database and local Discord are up; starting the services ...");
    DemoServer server = new DemoServer(stack);
    stack.startWorker();
    stack.startEvents();
    return server;
  }

  private static Options discord(DemoOptions options) {
    Options local = Options.generous().withPort(options.port());
    return options.traffic().map(local::withTraffic).orElse(local);
  }

  private static Path home() {
    String given = System.getProperty("prosperity.home");
    return given == null ? ProjectHome.find() : Path.of(given);
  }

  /** One folder a run, so that two demos side by side don't share a log. */
  private static Path folder() {
    return home().resolve(".data/demo-" + ProcessHandle.current().pid());
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
