package net.prosperitybot.demo.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.prosperitybot.demo.FaultyWay;
import net.prosperitybot.demo.ProcessSize;
import net.prosperitybot.demo.ServiceProcess;

/**
 * How large the services are: after each has lived for a while, and in the end.
 *
 * <p>What may differ: of the heap, what caches of members, names and settings that came later hold,
 * which all have a bound, and what was under way; of threads, file handles and connections, what
 * pools and clients keep for a while after they needed it. What is lost each time something is done
 * or fails would be far more after as many times.
 */
final class Sizes {
  private static final double MORE_HEAP_MEBIBYTES = 16;
  private static final double MORE_HEAP_PART = 0.25;
  private static final long MORE_THREADS = 12;
  private static final long MORE_FILES = 24;
  private static final int MORE_CONNECTIONS = 0;

  /** A session of a bot: two threads and a socket, and what it knows of its servers. */
  private static final long THREADS_A_SESSION = 2;

  private static final double HEAP_A_SESSION_MEBIBYTES = 1;

  private final SoakSize size;
  private final Map<Long, Integer> firstSeen = new HashMap<>();
  private final Map<Long, Size> early = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  /**
   * A process at a time.
   *
   * @param files open handles
   * @param connections to the database
   * @param sessions that branded bots have, in all processes
   */
  record Size(ProcessSize process, long files, int connections, int sessions) {
    @Override
    public String toString() {
      return "%.1f MiB heap, %.0f MiB RSS, %d threads, %d file handles, %d connections"
          .formatted(
              process.heapMebibytes(),
              process.rssMebibytes(),
              process.threads(),
              files,
              connections);
    }
  }

  Sizes(SoakSize size) {
    this.size = size;
  }

  /** Whether this machine tells them. */
  static boolean canBeSeen() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  /**
   * Looks at a process; the first look a tenth of all traffic after the very first is the early
   * one.
   */
  void look(String name, ServiceProcess process, FaultyWay way, int sessions, int messages) {
    int first = firstSeen.computeIfAbsent(process.pid(), pid -> messages);
    Size now = of(process, way, sessions);
    lines.add("%s (process %d) at %d messages: %s".formatted(name, process.pid(), messages, now));
    if (messages - first >= size.messages() / 10) {
      early.putIfAbsent(process.pid(), now);
    }
  }

  /** What has grown by more than it may; one line each. */
  List<String> grown(String name, ServiceProcess process, FaultyWay way, int sessions) {
    Size end = of(process, way, sessions);
    Size start = early.get(process.pid());
    lines.add("%s (process %d) in the end: %s".formatted(name, process.pid(), end));
    if (start == null) {
      return List.of(name + " was never looked at early on");
    }
    int more = Math.max(0, end.sessions() - start.sessions());
    List<String> grown = new ArrayList<>();
    double heap =
        start.process().heapMebibytes()
            + Math.max(MORE_HEAP_MEBIBYTES, start.process().heapMebibytes() * MORE_HEAP_PART)
            + more * HEAP_A_SESSION_MEBIBYTES;
    if (end.process().heapMebibytes() > heap) {
      grown.add(name + ": heap, from " + start + " to " + end);
    }
    if (end.process().threads()
        > start.process().threads() + MORE_THREADS + more * THREADS_A_SESSION) {
      grown.add(name + ": threads, from " + start + " to " + end);
    }
    if (end.files() > start.files() + MORE_FILES + more) {
      grown.add(name + ": file handles, from " + start + " to " + end);
    }
    if (end.connections() > start.connections() + MORE_CONNECTIONS) {
      grown.add(name + ": connections to the database, from " + start + " to " + end);
    }
    return grown;
  }

  List<String> lines() {
    return lines;
  }

  private static Size of(ServiceProcess process, FaultyWay way, int sessions) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return new Size(ProcessSize.of(process), files.count(), way.connections(), sessions);
    } catch (IOException e) {
      throw new AssertionError("the process can't be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
