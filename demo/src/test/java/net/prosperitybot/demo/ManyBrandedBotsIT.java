package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.LocalUser;
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
  private static final int MOST_THREADS_EACH = 2;

  /** Pools that all bots share grow with the first of them. */
  private static final int SHARED_THREADS = 10;

  private static final int POLLS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final CloseStack open = new CloseStack();
  private final HttpClient http = open.add(HttpClient.newHttpClient());

  /** A process as it stands, after a collection of its garbage. */
  private record Cost(long threads, double rssMebibytes, double heapMebibytes) {
    static Cost of(ServiceProcess process) throws IOException, InterruptedException {
      // Twice: what the first one frees may hold what the second one does.
      jcmd(process, "GC.run");
      jcmd(process, "GC.run");
      String heap = jcmd(process, "GC.heap_info");
      String status = Files.readString(Path.of("/proc/%d/status".formatted(process.pid())));
      return new Cost(
          number("Threads:\\s+(\\d+)", status),
          number("VmRSS:\\s+(\\d+)", status) / 1024.0,
          numbers("used (\\d+)K", heap.replaceAll("(?s)Metaspace.*", "")) / 1024.0);
    }

    private static String jcmd(ServiceProcess process, String command)
        throws IOException, InterruptedException {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(jcmd.waitFor(1, TimeUnit.MINUTES), command);
      return said;
    }
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void eachCostsTwoThreadsAtMostAndAllRun() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc to read figures from");
    String key = "many:" + newKey();
    LocalStack stack =
        open.add(new LocalStack(ProjectHome.find(), folder, Options.generous()).set(TokenVault.SETTING, key));
    List<LocalApplication> bots =
        IntStream.range(0, BOTS).mapToObj(i -> bot(stack, "Brand " + i)).toList();
    ServiceProcess events = stack.startEvents();
    Cost alone = Cost.of(events);

    long start = System.nanoTime();
    writeRows(stack, bots, key);
    stack.discord().awaitUntil(PATIENCE, () -> running(stack) == BOTS);
    double seconds = (System.nanoTime() - start) / 1e9;
    long connected = stack.discord().gateway().sessions().stream().filter(SessionView::connected).count();
    assertEquals(BOTS + 1, connected, "sessions, the main bot's among them");
    Cost together = Cost.of(events);
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

  private static String words(Cost cost) {
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

  private static void writeRows(LocalStack stack, List<LocalApplication> bots, String key) {
    TokenVault vault =
        TokenVault.read(new ConfigReader(Env.of(Map.of(TokenVault.SETTING, key))));
    LocalUser owner = stack.discord().createUser("Owner");
    new PremiumStore(
            stack.database(), new PremiumConfig(OptionalLong.empty(), Duration.ZERO))
        .grant(owner.id(), Optional.empty(), Optional.empty());
    for (LocalApplication bot : bots) {
      NewBot row =
          new NewBot(
              bot.id(),
              owner.id(),
              bot.name(),
              Optional.empty(),
              vault.seal(bot.id(), new Secret(bot.token())),
              bot.publicKeyHex(),
              0);
      stack.database().transaction(tx -> WhitelabelStore.setUp(tx, row, BOTS + 1));
    }
  }

  private static String newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static int running(LocalStack stack) {
    return stack
        .database()
        .dsl()
        .fetchCount(WHITELABEL_BOTS, WHITELABEL_BOTS.STATE.eq("running"));
  }

  /** The mean of the next polls, all bots being up. */
  private double pollMillis(LocalStack stack, ServiceProcess events) {
    String before = metrics(events);
    stack
        .discord()
        .awaitUntil(PATIENCE, () -> polls("count", metrics(events)) >= polls("count", before) + POLLS);
    String after = metrics(events);
    return 1000
        * (polls("sum", after) - polls("sum", before))
        / (polls("count", after) - polls("count", before));
  }

  private static double polls(String which, String metrics) {
    Matcher line =
        Pattern.compile("^prosperity_whitelabel_poll_seconds_" + which + "\\S* (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    assertTrue(line.find(), metrics);
    return Double.parseDouble(line.group(1));
  }

  private String metrics(ServiceProcess events) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(events.management().resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError("no metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static long number(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), text);
    return Long.parseLong(found.group(1));
  }

  /** The sum of all that is found. */
  private static long numbers(String pattern, String text) {
    long sum =
        Pattern.compile(pattern).matcher(text).results().mapToLong(m -> Long.parseLong(m.group(1))).sum();
    assertTrue(sum > 0, text);
    return sum;
  }
}
