package net.prosperitybot.events;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, closed in reverse order; what fails to close does not stop the rest. */
final class CloseStack implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CloseStack.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  /** Something to be closed. */
  @FunctionalInterface
  interface Step {
    void close() throws Exception;
  }

  <T extends AutoCloseable> T opened(T resource) {
    steps.push(resource::close);
    return resource;
  }

  void then(Step step) {
    steps.push(step);
  }

  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().close();
      } catch (Exception e) {
        log.error("A part of the service did not close", e);
      }
    }
  }
}
