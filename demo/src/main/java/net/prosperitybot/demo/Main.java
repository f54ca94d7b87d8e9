package net.prosperitybot.demo;

import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;

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
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(ConfigException.EXIT_CODE);
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
    try (CloseStack open = new CloseStack()) {
      Demo demo = start(options, open);
      Transcript transcript = new Transcript(demo.world().discord(), System.out);
      try {
        new Scenario(demo.world(), demo.server(), transcript).play();
        return 0;
      } catch (AssertionError e) {
        System.out.printf("%nNot everything happened: %s%n%s%n", e.getMessage(), demo.logs());
        return 1;
      }
    }
  }

  /** Serves the page until the process is asked to end. */
  private static int show(DemoOptions options) {
    CloseStack open = new CloseStack();
    Runtime.getRuntime().addShutdownHook(new Thread(open::close));
    Demo demo = start(options, open);
    demo.server().hurry(demo.world().database());
    open.add(new BadgeUpdater(demo.world().database(), demo.server().server()));
    System.out.printf(
        """

        Your local Discord is ready: %s

        Write as any member, watch XP, level-ups and roles arrive, and type / for the commands.
        %s Stop with Ctrl+C.
        """,
        demo.world().discord().pageUrl(), demo.logs());
    waitForever();
    return 0;
  }

  /**
   * Everything at work.
   *
   * @param logs where the services' logs are, as a sentence
   */
  private record Demo(LocalWorld world, DemoServer server, String logs) {}

  private static Demo start(DemoOptions options, CloseStack open) {
    return options.onlyDiscord() ? besideServices(options, open) : withServices(options, open);
  }

  private static Demo withServices(DemoOptions options, CloseStack open) {
    LocalStack stack = open.add(new LocalStack(home(), folder(), options.discord()));
    System.out.println("Database and local Discord are up; starting the services ...");
    DemoServer server = new DemoServer(stack.world());
    stack.startWorker();
    stack.startEvents();
    return new Demo(
        stack.world(), server, "The services' logs are in %s.".formatted(stack.folder()));
  }

  private static Demo besideServices(DemoOptions options, CloseStack open) {
    CommonSettings settings = CommonSettings.read(Env.of(System.getenv()));
    DiscordForServices discord = open.add(new DiscordForServices(settings, options.discord()));
    System.out.println("Database and local Discord are up; waiting for the services ...");
    DemoServer server = new DemoServer(discord.world());
    discord.awaitServices();
    return new Demo(discord.world(), server, "The services log where they run.");
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
