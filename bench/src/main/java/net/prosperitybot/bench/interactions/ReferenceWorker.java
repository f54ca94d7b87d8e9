package net.prosperitybot.bench.interactions;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ServiceProcess;

/** {@link OriginalWay} as a process. */
final class ReferenceWorker {
  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final int port;

  private ReferenceWorker(int port) {
    this.port = port;
  }

  static ReferenceWorker of(Lab lab) throws Exception {
    return lab.part(ReferenceWorker.class, ReferenceWorker::start);
  }

  private static ReferenceWorker start(Lab lab) throws Exception {
    LocalStack stack = Stage.of(lab).stack();
    int port = LocalStack.freePort();
    Map<String, String> settings = stack.workerSettings(port, port);
    List<String> command =
        List.of(
            ServiceProcess.java(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Dlogback.configurationFile=bench-log.xml",
            "-cp",
            System.getProperty("java.class.path"),
            OriginalWay.class.getName(),
            Integer.toString(port),
            "jdbc:mysql://127.0.0.1:%s/%s?sslMode=DISABLED"
                .formatted(settings.get("DB_PORT"), settings.get("DB_NAME")));
    ServiceProcess process =
        lab.opened(ServiceProcess.start("original-way", command, settings, lab.folder()));
    process.awaitHealthy(URI.create("http://127.0.0.1:" + port + "/health"), START_TIME);
    return new ReferenceWorker(port);
  }

  int port() {
    return port;
  }
}
