package net.prosperitybot.common.alerts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.prosperitybot.common.instances.ServiceInstances;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every {@link #PERIOD} at what may go wrong, and tells the owner by direct message: once it
 * has been so for as long as its {@link Alert} says, again after each cool-down while it is, and
 * when it is over. What goes wrong within a cool-down is told when that has passed, if it still is
 * so.
 *
 * <p>What can't be sent is tried again at the next look; if it is over by then, the owner reads
 * when it was. Each process tells of itself, and remembers for as long as it runs.
 */
public final class OwnerAlerts implements AutoCloseable {
  /** Between two looks. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  private static final int LONGEST_MESSAGE = 2_000;
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(OwnerAlerts.class);

  private final String process;
  private final List<Watching> all;
  private final OwnerMessenger owner;
  private final InstantSource clock;
  private final Thread thread;
  private boolean failedBefore;

  /**
   * Alerts.
   *
   * @param process what the owner knows this process by, such as {@code worker on host}
   * @param watches of which those are looked at that the settings have a threshold for
   */
  public OwnerAlerts(
      String process,
      OwnerConfig config,
      List<Watch> watches,
      OwnerMessenger owner,
      InstantSource clock) {
    this.process = process;
    this.all =
        watches.stream()
            .filter(watch -> config.thresholds().containsKey(watch.alert()))
            .map(watch -> new Watching(watch, config.coolDown()))
            .toList();
    this.owner = owner;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("owner-alerts").unstarted(this::run);
  }

  /** What a process that runs this service on this machine is called. */
  public static String processName(ServiceInstances.Service service) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "a host without a name";
    }
    return "%s on %s".formatted(service.key(), host);
  }

  /** Looks from now on. */
  public OwnerAlerts start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      log.debug("No more alerts");
    }
  }

  /** One look; for one thread, and only where this was not started. */
  public void look() throws InterruptedException {
    Map<Watching, String> due = new LinkedHashMap<>();
    for (Watching watching : all) {
      lookAt(watching).ifPresent(words -> due.put(watching, words));
    }
    if (!due.isEmpty()) {
      tell(due);
    }
  }

  private Optional<String> lookAt(Watching watching) {
    try {
      return watching.look(clock.instant());
    } catch (RuntimeException e) {
      log.debug("{} could not be looked at", watching.alert(), e);
      return Optional.empty();
    }
  }

  /** What does not fit in one message is due at the next look again. */
  private void tell(Map<Watching, String> due) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    // Small, below the rest.
    String from = "-# " + process;
    List<Watching> told = new ArrayList<>();
    due.forEach(
        (watching, words) -> {
          if (text.length() + words.length() + from.length() + 2 <= LONGEST_MESSAGE) {
            text.append(words).append("\n\n");
            told.add(watching);
          }
        });
    Instant now = clock.instant();
    try {
      owner.send(text.append(from).toString());
      failedBefore = false;
      told.forEach(watching -> watching.told(now));
    } catch (OwnerUnreachableException e) {
      // Asked again after the cool-down; who opens their messages meanwhile reads it then.
      log.warn("OWNER_ID can't be told \"{}\": {}", text, e.getMessage());
      told.forEach(watching -> watching.told(now));
    } catch (RuntimeException e) {
      if (!failedBefore) {
        log.warn("The owner can't be told now: {}", e.toString());
      }
      failedBefore = true;
      told.forEach(Watching::notTold);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST_LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
