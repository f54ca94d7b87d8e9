package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.SessionView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many branded bots one events process bears: what each costs in threads and memory, and how
 * long a poll takes. {@code -Dprosperity.bots=200} says how many.
 */
class ManyBrandedBotsIT {
  private static final int BOTS = Integer.getInteger("prosperity.bots", 40);
  private static final int MEMBERS_EACH = 50;
  private static final long MOST_THREADS_EACH = 2;

  /** Pools that all bots share grow with the first of them. */
  private static final int SHARED_THREADS = 10;

  private static final int POLLS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final HttpClient http = open.add(HttpClient.newHttpClient());

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void eachCostsTwoThreadsAtMostAndAllRun() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc to read figures from");
    LocalStack stack = open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()));
    List<LocalApplication> bots =
        IntStream.range(0, BOTS).mapToObj(i -> bot(stack, "Brand " + i)).toList();
    ServiceProcess events = stack.startEvents();
    ProcessSize alone = ProcessSize.of(events);

    long start = System.nanoTime();
    stack.host(bots);
    stack.discord().awaitUntil(PATIENCE, () -> running(stack) == BOTS);
    double seconds = (System.nanoTime() - start) / 1e9;
    long connected =
        stack.discord().gateway().sessions().stream().filter(SessionView::connected).count();
    assertEquals(BOTS + 1, connected, "sessions, the main bot's among them");
    ProcessSize together = ProcessSize.of(events);
    double poll = pollMillis(stack, events);

    double threadsEach = (double) (together.threads() - alone.threads()) / BOTS;
    System.out.printf(
        "%d branded bots run after %.1f s. Alone: %s. Together: %s.%n",
        BOTS, seconds, words(alone), words(together));
    System.out.printf(
        "Each: %.2f threads, %.2f MiB RSS, %.2f MiB heap. A poll takes %.1f ms.%n",
        threadsEach,
        (together.rssMebibytes() - alone.rssMebibytes()) / BOTS,
        (together.heapMebibytes() - alone.heapMebibytes()) / BOTS,
        poll);
    assertTrue(
        together.threads() <= alone.threads() + SHARED_THREADS + MOST_THREADS_EACH * BOTS,
        threadsEach + " threads each");
  }

  private static String words(ProcessSize cost) {
    return "%d threads, %.0f MiB RSS, %.0f MiB heap"
        .formatted(cost.threads(), cost.rssMebibytes(), cost.heapMebibytes());
  }

  private static LocalApplication bot(LocalStack stack, String name) {
    LocalServer server = stack.discord().createServer("Server of " + name);
    server.createTextChannel("general");
    server.populate(MEMBERS_EACH);
    LocalApplication bot = stack.discord().createApplication(name);
    stack.invite(bot, server);
    stack.invite(server);
    return bot;
  }

  private static int running(LocalStack stack) {
    return stack.database().dsl().fetchCount(WHITELABEL_BOTS, WHITELABEL_BOTS.STATE.eq("running"));
  }

  /** The mean of the next polls, all bots being up. */
  private double pollMillis(LocalStack stack, ServiceProcess events) {
    String before = metrics(events);
    stack
        .discord()
        .awaitUntil(
            PATIENCE, () -> polls("count", metrics(events)) >= polls("count", before) + POLLS);
    String after = metrics(events);
    return 1000
        * (polls("sum", after) - polls("sum", before))
        / (polls("count", after) - polls("count", before));
  }

  private static double polls(String which, String metrics) {
    Matcher line =
        Pattern.compile(
                "^prosperity_whitelabel_poll_seconds_" + which + "\\S* (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    assertTrue(line.find(), metrics);
    return Double.parseDouble(line.group(1));
  }

  private String metrics(ServiceProcess events) {
    try {
      HttpRequest request = HttpRequest.newBuilder(events.management().resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError("no metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
