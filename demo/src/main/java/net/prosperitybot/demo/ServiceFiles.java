package net.prosperitybot.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build leaves a service.
 *
 * @param home the project's folder
 * @param service {@code worker} or {@code events}
 */
record ServiceFiles(Path home, String service) {

  /**
   * The service's jar, with its {@code lib} folder beside it.
   *
   * @throws IllegalStateException when it was not built
   */
  Path jar() {
    Path jar = target().resolve("prosperity-" + service + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing. Run `./prosperity build` first.");
    }
    return jar;
  }

  /** What {@link StartTraining} leaves; the JVM starts without it, too, but later. */
  Path aotCache() {
    return target().resolve("prosperity-" + service + ".aot");
  }

  Path jvmOptions() {
    return home.resolve(service).resolve("jvm.options");
  }

  private Path target() {
    return home.resolve(service).resolve("target");
  }
}
