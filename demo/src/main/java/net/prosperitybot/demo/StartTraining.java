package net.prosperitybot.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.Options;

/**
 * Makes the services' AOT caches (JEP 514): lets both play the beginning of the demo's scenario
 * while their JVMs note which classes they load and what they run often, and has the JVM make a
 * cache of that, from which it starts in a fraction of the time.
 *
 * <p>Part of packaging. A cache belongs to one JDK and to the jars as they are; with others the JVM
 * starts as if there were none. So where none can be made the build goes on, and says why.
 */
public final class StartTraining {
  private static final String THIS_JDK = Runtime.version().toString();
  private static final List<String> SERVICES = List.of("worker", "events");
  private static final long PATIENCE_MINUTES = 5;

  private final Path home;

  private StartTraining(Path home) {
    this.home = home;
  }

  public static void main(String[] args) {
    StartTraining training = new StartTraining(ProjectHome.find());
    try {
      if (!training.isOfThisJdk() || !SERVICES.stream().allMatch(training::isCurrent)) {
        training.makeCaches();
      }
    } catch (RuntimeException | IOException | AssertionError e) {
      System.err.println("The services start without an AOT cache, later: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A cache is of no use to another JDK than the one that made it. */
  private boolean isOfThisJdk() throws IOException {
    return Files.isRegularFile(jdk()) && Files.readString(jdk()).equals(THIS_JDK);
  }

  private Path jdk() {
    return home.resolve("demo/target/start-training/jdk");
  }

  /** Whether there is a cache that is newer than all that it was made of. */
  private boolean isCurrent(String service) {
    ServiceFiles files = files(service);
    try (Stream<Path> libraries = Files.list(files.jar().resolveSibling("lib"))) {
      FileTime made = Files.getLastModifiedTime(files.aotCache());
      return Stream.concat(libraries, Stream.of(files.jar(), files.jvmOptions()))
          .allMatch(part -> lastModified(part).compareTo(made) < 0);
    } catch (IOException e) {
      return false;
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeCaches() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(home.resolve("demo/target/start-training"));
    try (PrintStream log =
            new PrintStream(
                Files.newOutputStream(folder.resolve("scenario.log")),
                true,
                StandardCharsets.UTF_8);
        LocalStack stack = new LocalStack(home, folder, Options.generous())) {
      stack.startedBy(service -> recording(service, folder));
      DemoServer server = new DemoServer(stack.world());
      stack.startWorker();
      stack.startEvents();
      new Scenario(stack.world(), server, new Transcript(stack.discord(), log)).playADay();
    }
    List<Creation> creations = new ArrayList<>();
    for (String service : SERVICES) {
      creations.add(create(service, folder));
    }
    for (Creation creation : creations) {
      creation.finish();
    }
    Files.writeString(jdk(), THIS_JDK);
  }

  private List<String> recording(String service, Path folder) {
    return command(
        service, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded(service, folder));
  }

  private Creation create(String service, Path folder) throws IOException {
    Path made = folder.resolve(service + ".aot");
    Path log = folder.resolve(service + "-cache.log");
    List<String> command =
        command(
            service,
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + recorded(service, folder),
            "-XX:AOTCache=" + made);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Creation(process, made, files(service).aotCache(), log);
  }

  /** A JVM that makes a cache, beside others. */
  private record Creation(Process process, Path made, Path cache, Path log) {
    void finish() throws IOException, InterruptedException {
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      if (!ended || process.exitValue() != 0 || !Files.isRegularFile(made)) {
        throw new IOException("Java made none, see " + log);
      }
      Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<String> command(String service, String... options) {
    List<String> command = new ArrayList<>();
    command.add(ServiceProcess.java());
    command.add("@" + files(service).jvmOptions());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", files(service).jar().toString()));
    return command;
  }

  private ServiceFiles files(String service) {
    return new ServiceFiles(home, service);
  }

  private static Path recorded(String service, Path folder) {
    return folder.resolve(service + ".aotconf");
  }
}
