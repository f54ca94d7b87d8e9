package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.EmbeddedDatabase;
import net.prosperitybot.localdb.ProjectHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The containers of docker compose's profile {@code demo} as processes of this machine: each with
 * its image's command and with the settings that the compose file gives it, but for addresses.
 */
class DemoBesideServicesIT {
  /** Not the usual one, as in a container. */
  private static final String BIND = "127.0.0.2";

  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final Path home = ProjectHome.find();
  private final ComposeFile compose = ComposeFile.of(home);
  private final CloseStack open = new CloseStack();
  private final int page = LocalStack.freePort();
  private final int workerPort = LocalStack.freePort();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void theWholeScenarioHappens() throws Exception {
    EmbeddedDatabase database = open.add(EmbeddedDatabase.start(home));
    make(database, compose.environment("demo-mysql").getOrDefault("MYSQL_DATABASE", "none"));
    Path transcript = folder.resolve("demo.txt");
    Process demo =
        demo(transcript, settings("demo", database), "--port", Integer.toString(page), "--check");
    awaitPage(demo, transcript);

    start("worker", database, Map.of("PORT", Integer.toString(workerPort)));
    start("events", database, Map.of("DATA_DIR", folder.resolve("waiting").toString()));

    assertTrue(demo.waitFor(3, TimeUnit.MINUTES), "the demo did not end");
    String told = Files.readString(transcript);
    assertEquals(0, demo.exitValue(), told);
    assertTrue(told.contains("↳ Rivermate: "), told);
    assertTrue(told.contains(" steps happened, "), told);
  }

  /** As MySQL's image does at its first start. */
  private static void make(EmbeddedDatabase server, String name) {
    Database.open(server.database(name), "first", Duration.ZERO).close();
  }

  @Test
  void allSettingsThatAreMissingAreNamedAtOnce() throws Exception {
    Path told = folder.resolve("missing.txt");
    Process demo = demo(told, Map.of());
    assertTrue(demo.waitFor(1, TimeUnit.MINUTES), "the demo did not end");
    assertEquals(ConfigException.EXIT_CODE, demo.exitValue());
    String words = Files.readString(told);
    for (String name :
        List.of("DB_NAME", "DISCORD_APPLICATION_ID", "DISCORD_PRIVATE_KEY", "WORKER_BASE_URL")) {
      assertTrue(words.contains(name + " is not set."), words);
    }
  }

  /** With the options of its image, but for where it listens. */
  private Process demo(Path out, Map<String, String> settings, String... options)
      throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    ServiceProcess.java(),
                    "@" + home.resolve("demo/jvm.options"),
                    "-jar",
                    home.resolve("demo/target/prosperity-demo.jar").toString(),
                    "--only-discord",
                    "--bind",
                    BIND),
                Stream.of(options))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(settings);
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    open.add(process::destroyForcibly);
    return process;
  }

  private void start(String service, EmbeddedDatabase database, Map<String, String> more) {
    Map<String, String> settings = settings("demo-" + service, database);
    settings.put("BIND_ADDRESS", "127.0.0.1");
    settings.put("MANAGEMENT_PORT", Integer.toString(LocalStack.freePort()));
    settings.putAll(more);
    open.add(
        ServiceProcess.start(service, ServiceProcess.shipped(home, service), settings, folder));
  }

  /** What compose gives a container, with this machine's addresses for those of containers. */
  private Map<String, String> settings(String container, EmbeddedDatabase database) {
    Map<String, String> settings = new HashMap<>(compose.environment(container));
    settings.replaceAll(
        (name, value) ->
            value
                .replace("http://demo-worker:3000", "http://127.0.0.1:" + workerPort)
                .replace("http://demo:8420", "http://" + BIND + ":" + page));
    settings.put("DB_HOST", "127.0.0.1");
    settings.put("DB_PORT", Integer.toString(database.port()));
    return settings;
  }

  /** Waits as {@code bin/healthy} does before compose starts the services. */
  private void awaitPage(Process demo, Path transcript) throws Exception {
    URI address = URI.create("http://" + BIND + ":" + page + "/");
    long end = System.nanoTime() + START_TIME.toNanos();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (!ServiceProcess.answers(http, address)) {
        assertTrue(demo.isAlive() && System.nanoTime() < end, Files.readString(transcript));
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
