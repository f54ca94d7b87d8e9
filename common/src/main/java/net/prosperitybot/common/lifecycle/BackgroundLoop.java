package net.prosperitybot.common.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a step again and again, on a virtual thread of its own, until it is closed: that interrupts
 * the step under way and waits for its end. A step pauses by itself, and what goes wrong in it is
 * its own business; an exception ends the loop.
 */
public final class BackgroundLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Step step;
  private final Thread thread;

  /** What is done again and again. */
  @FunctionalInterface
  public interface Step {
    void take() throws InterruptedException;
  }

  /**
   * One that waits for its start.
   *
   * @param name of the thread
   */
  public BackgroundLoop(String name, Step step) {
    this.name = name;
    this.step = step;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        step.take();
      }
    } catch (InterruptedException e) {
      log.debug("The loop {} ends", name);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
