package net.prosperitybot.bench.interactions;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ServiceProcess;

/**
 * The reference for PINGs, built from {@code bench/reference/ping} and started beside the worker.
 */
final class GoServer {
  private static final Duration BUILD_TIME = Duration.ofMinutes(3);
  private static final Duration START_TIME = Duration.ofSeconds(20);

  private final int port;

  private GoServer(int port) {
    this.port = port;
  }

  static GoServer of(Lab lab) throws Exception {
    return lab.part(GoServer.class, GoServer::start);
  }

  private static GoServer start(Lab lab) throws Exception {
    Path program = build(lab);
    Path keys = lab.folder().resolve("keys");
    Files.writeString(
        keys,
        PingBots.of(lab).all().stream()
            .map(bot -> bot.id() + " " + bot.publicKeyHex() + "\n")
            .collect(Collectors.joining()));
    int port = LocalStack.freePort();
    Map<String, String> settings =
        Map.of(
            "PORT", Integer.toString(port),
            "MANAGEMENT_PORT", Integer.toString(port),
            "KEYS", keys.toString());
    ServiceProcess process =
        lab.opened(
            ServiceProcess.start("go-ping", List.of(program.toString()), settings, lab.folder()));
    process.awaitHealthy(URI.create("http://127.0.0.1:" + port + "/health"), START_TIME);
    return new GoServer(port);
  }

  private static Path build(Lab lab) throws IOException, InterruptedException {
    Path program = lab.folder().resolve("go-ping");
    ProcessBuilder go =
        new ProcessBuilder("go", "build", "-o", program.toString(), "main.go")
            .directory(lab.home().resolve("bench/reference/ping").toFile())
            .redirectErrorStream(true);
    go.environment().put("GO111MODULE", "off");
    Process build;
    try {
      build = go.start();
    } catch (IOException e) {
      throw new GoMissingException(e);
    }
    String words = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!build.waitFor(BUILD_TIME.toSeconds(), TimeUnit.SECONDS) || build.exitValue() != 0) {
      throw new IOException("The reference did not build: " + words);
    }
    return program;
  }

  int port() {
    return port;
  }
}
