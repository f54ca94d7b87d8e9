package net.prosperitybot.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of our services as a process of its own, started from its jar; its log goes to a file. */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration STOP_TIME = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final int LOG_LINES_SHOWN = 20;

  private final String name;
  private final Process process;
  private final Path log;
  private final URI management;

  private ServiceProcess(String name, Process process, Path log, URI management) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.management = management;
  }

  /** The JVM that runs this, for processes beside it. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * How the front door starts a service: its JVM options and, where there is one, its AOT cache.
   *
   * @param home the project's folder, with everything built
   * @param service {@code worker} or {@code events}
   */
  public static List<String> shipped(Path home, String service) {
    ServiceFiles files = new ServiceFiles(home, service);
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("@" + files.jvmOptions());
    if (Files.isRegularFile(files.aotCache())) {
      command.add("-XX:AOTCache=" + files.aotCache());
    }
    command.addAll(List.of("-jar", files.jar().toString()));
    return command;
  }

  /**
   * The same for a service that lives for minutes, so that starting is most of its work; the cache
   * is of no use to it, for it was made with the other options.
   */
  static List<String> hurried(Path home, String service) {
    return List.of(
        java(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        new ServiceFiles(home, service).jar().toString());
  }

  /**
   * Starts a service with exactly these settings.
   *
   * @param command becomes the service's process
   * @param settings the environment, with a MANAGEMENT_PORT; nothing of ours is inherited but what
   *     Java needs
   * @param folder where the process works and its log, called after the service, is
   */
  public static ServiceProcess start(
      String name, List<String> command, Map<String, String> settings, Path folder) {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()); // so that no .env file of the project is read
    builder
        .environment()
        .keySet()
        .retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR", "SystemRoot"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ServiceProcess(name, builder.start(), log, management(settings));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't start the " + name, e);
    }
  }

  private static URI management(Map<String, String> settings) {
    return URI.create("http://127.0.0.1:" + settings.get("MANAGEMENT_PORT") + "/");
  }

  /** Where its health and metrics are. */
  public URI management() {
    return management;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Waits until the address answers 200; fails with the end of the log when it never does. */
  public void awaitHealthy(URI address, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (!answers(client, address)) {
        if (!process.isAlive()) {
          throw new IllegalStateException("The " + name + " stopped.\n" + endOfLog());
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "The %s was not ready within %d s.%n%s"
                  .formatted(name, atMost.toSeconds(), endOfLog()));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the " + name, e);
    }
  }

  /** Whether this address answers 200 now. */
  static boolean answers(HttpClient client, URI address) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** The last lines that the service logged. */
  public String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** All that the service has logged, and others of its name before it. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the log of the " + name, e);
    }
  }

  /** Asks the process to end; whether it does so within this time. */
  public boolean endsWhenAsked(Duration atMost) {
    process.destroy();
    return ends(atMost);
  }

  /** Whether the process has ended within this time. */
  public boolean ends(Duration atMost) {
    return await(atMost);
  }

  /** What the ended process says of its end. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Ends the process at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_TIME);
  }

  /** Asks the process to end, and makes it end when it takes more than 20 s. */
  @Override
  public void close() {
    if (!endsWhenAsked(STOP_TIME)) {
      kill();
    }
  }

  private boolean await(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
