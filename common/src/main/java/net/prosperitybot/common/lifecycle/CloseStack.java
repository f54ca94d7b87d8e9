package net.prosperitybot.common.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, to be closed in reverse order; what fails to close is logged and does not
 * keep the rest open. Closing again closes what was opened since.
 */
public final class CloseStack implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CloseStack.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers a resource and hands it back. */
  public <T extends AutoCloseable> T add(T resource) {
    synchronized (opened) {
      opened.push(resource);
    }
    return resource;
  }

  @Override
  public void close() {
    AutoCloseable resource = pop();
    while (resource != null) {
      try {
        resource.close();
      } catch (Exception | LinkageError e) {
        // LinkageError: the jars may have been replaced under a running process.
        log.error("A part did not close", e);
      }
      resource = pop();
    }
  }

  private @Nullable AutoCloseable pop() {
    synchronized (opened) {
      return opened.poll();
    }
  }
}
