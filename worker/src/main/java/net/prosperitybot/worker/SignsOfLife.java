package net.prosperitybot.worker;

import java.util.Set;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.worker.discord.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every {@link ServiceInstances#PERIOD} that this process runs and which keys it has, and when
 * it ends. One that fails is logged; the next comes in its time.
 */
final class SignsOfLife implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SignsOfLife.class);

  private final ServiceInstances instances;
  private final String id;
  private final Set<String> keyIds;
  private final Pause pause;
  private final Thread thread;

  SignsOfLife(ServiceInstances instances, String id, Set<String> keyIds, Pause pause) {
    this.instances = instances;
    this.id = id;
    this.keyIds = keyIds;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("signs-of-life").unstarted(this::run);
  }

  /** The first sign is given before this returns. */
  void start() {
    give();
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        pause.pause(ServiceInstances.PERIOD);
        give();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void give() {
    try {
      instances.alive(id, Service.WORKER, keyIds);
    } catch (RuntimeException e) {
      log.warn("This process could not say that it runs: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      instances.gone(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("This process could not say that it ends: {}", e.getMessage());
    }
  }
}
