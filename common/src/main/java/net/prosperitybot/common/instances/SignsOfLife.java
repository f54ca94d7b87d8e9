package net.prosperitybot.common.instances;

import java.time.Duration;
import java.util.Set;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every {@link ServiceInstances#PERIOD} that this process runs and which keys it has, and when
 * it ends. One that fails is logged; the next comes in its time.
 */
public final class SignsOfLife implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(SignsOfLife.class);

  private final ServiceInstances instances;
  private final String id;
  private final Service service;
  private final Set<String> keyIds;
  private final Thread thread;
  private volatile boolean closed;

  private SignsOfLife(ServiceInstances instances, String id, Service service, Set<String> keyIds) {
    this.instances = instances;
    this.id = id;
    this.service = service;
    this.keyIds = keyIds;
    this.thread = Thread.ofVirtual().name("signs-of-life").unstarted(this::run);
  }

  /**
   * Begins; the first sign is given before this returns.
   *
   * @param id unique to the process
   * @param keyIds the keys that it opens tokens with
   */
  public static SignsOfLife start(
      ServiceInstances instances, String id, Service service, Set<String> keyIds) {
    SignsOfLife signs = new SignsOfLife(instances, id, service, keyIds);
    signs.give();
    signs.thread.start();
    return signs;
  }

  private void run() {
    try {
      while (!closed) {
        Thread.sleep(ServiceInstances.PERIOD);
        give();
      }
    } catch (InterruptedException e) {
      log.debug("No more signs of life");
    }
    // An interrupt that came while a sign was given must not cut off the goodbye.
    Thread.interrupted();
    sayGoodbye();
  }

  private void sayGoodbye() {
    try {
      instances.gone(id);
    } catch (RuntimeException e) {
      log.warn("This process could not say that it ends: {}", e.getMessage());
    }
  }

  private void give() {
    try {
      instances.alive(id, service, keyIds);
    } catch (RuntimeException e) {
      log.warn("This process could not say that it runs: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(GOODBYE)) {
        log.warn("This process could not say in time that it ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
