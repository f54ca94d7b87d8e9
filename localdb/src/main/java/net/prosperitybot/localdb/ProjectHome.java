package net.prosperitybot.localdb;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The project's folder, where local data lives under {@code .data}. */
public final class ProjectHome {
  private ProjectHome() {}

  /** The nearest folder upwards from the working directory that holds {@code db/migrations}. */
  public static Path find() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("db/migrations"))) {
        return folder;
      }
    }
    throw new IllegalStateException("Run this inside the project's folder, not in " + start);
  }
}
