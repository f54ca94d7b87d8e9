package net.prosperitybot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.prosperitybot.common.lifecycle.CloseStack;

/**
 * The parts that rows share: each is made when the first row asks for it and closed, in reverse
 * order, at the end.
 */
public final class Lab implements AutoCloseable {
  private final Scale scale;
  private final Path home;
  private final Path folder;
  private final CloseStack open = new CloseStack();
  private final Map<Class<?>, Object> parts = new HashMap<>();

  /**
   * An empty lab.
   *
   * @param home the project's folder, with everything built
   */
  public Lab(Scale scale, Path home) {
    this.scale = scale;
    this.home = home;
    this.folder = home.resolve(".data/bench-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't make " + folder, e);
    }
  }

  /** Makes a part. */
  @FunctionalInterface
  public interface Maker<T> {
    T make(Lab lab) throws Exception;
  }

  /** The one part of this kind. */
  public <T> T part(Class<T> kind, Maker<T> maker) throws Exception {
    Object known = parts.get(kind);
    if (known == null) {
      T made = maker.make(this);
      if (made instanceof AutoCloseable closeable) {
        open.add(closeable);
      }
      parts.put(kind, made);
      return made;
    }
    return kind.cast(known);
  }

  /** Closes something at the end. */
  public <T extends AutoCloseable> T opened(T part) {
    return open.add(part);
  }

  public Scale scale() {
    return scale;
  }

  public Path home() {
    return home;
  }

  /** Where logs and data of this run are. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    open.close();
  }
}
