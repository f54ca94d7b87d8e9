package net.prosperitybot.demo.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import net.prosperitybot.demo.DiscordFault;
import net.prosperitybot.demo.FaultyWay;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.gateway.SessionView;
import org.awaitility.Awaitility;

/** Lets things go wrong, one at a time, and waits each time until all is well again. */
final class Troubles implements AutoCloseable {
  private static final List<Integer> RESUMABLE = List.of(4000, 4001, 4002, 4003, 4005, 4008);
  private static final int REPEATED_EVENTS = 200;
  private static final Duration LONGEST_HEALING = Duration.ofSeconds(90);
  private static final long REST_MILLIS = 1_000;

  /** What had been sent to a session that ended may not have been read. */
  private static final long UNREAD_MILLIS = 5_000;

  private final LocalStack stack;
  private final Services services;
  private final List<Town> towns;
  private final Spans spans = new Spans();
  private final Map<TroubleKind, Integer> counts = new EnumMap<>(TroubleKind.class);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Future<?> last;
  private long longestHealing;
  private int requestsMet;

  Troubles(LocalStack stack, Services services, List<Town> towns) {
    this.stack = stack;
    this.services = services;
    this.towns = towns;
    this.last = thread.submit(() -> {});
  }

  /** When something was wrong, until all was well again. */
  Spans spans() {
    return spans;
  }

  /** Lets it begin, once the one before is over. */
  void begin(Step.Trouble step) {
    awaitEnd();
    last = thread.submit(() -> meet(step));
  }

  /** Does something while nothing is wrong. */
  void whenWell(Runnable task) {
    awaitEnd();
    last = thread.submit(task);
  }

  /** The same with what may itself hold the services up. */
  void meanwhile(Runnable task) {
    whenWell(
        () -> {
          Spans.Running running = spans.begin(System.currentTimeMillis());
          task.run();
          running.end(System.currentTimeMillis());
        });
  }

  /** Whether something is wrong now. */
  boolean isNow() {
    return !last.isDone();
  }

  /** Waits until all is well; fails when it does not become so. */
  void awaitEnd() {
    try {
      last.get();
    } catch (ExecutionException e) {
      throw new AssertionError("while something was wrong: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void meet(Step.Trouble step) {
    Spans.Running running = spans.begin(System.currentTimeMillis());
    doIt(step);
    long over = System.currentTimeMillis();
    Awaitility.await(step.kind().words())
        .atMost(LONGEST_HEALING)
        .pollInterval(Duration.ofMillis(100))
        .until(services::areWell);
    long well = System.currentTimeMillis();
    longestHealing = Math.max(longestHealing, well - over);
    pause(REST_MILLIS);
    running.end(System.currentTimeMillis());
    counts.merge(step.kind(), 1, Integer::sum);
    // So that there is always a while in which nothing is wrong.
    pause(REST_MILLIS);
  }

  private void doIt(Step.Trouble step) {
    int millis = step.millis();
    switch (step.kind()) {
      case DATABASE_CUT -> database(FaultyWay::cut, millis);
      case DATABASE_SILENT -> database(FaultyWay::silence, millis);
      case DATABASE_SLOW -> database(way -> way.slow(Duration.ofSeconds(1)), millis);
      case DISCORD_500 -> discord(new Fault.Fail(500, 0, "Internal Server Error"), millis);
      case DISCORD_502 -> discord(new Fault.Fail(502, 0, "Bad Gateway"), millis);
      case DISCORD_LIMITS_ALL ->
          discord(new Fault.RateLimited(Duration.ofSeconds(1), true), millis);
      case DISCORD_LIMITS_ROUTES ->
          discord(new Fault.RateLimited(Duration.ofSeconds(1), false), millis);
      case DISCORD_CUTS -> discord(new Fault.Cut(), millis);
      case DISCORD_LOSES_ANSWERS -> discord(new Fault.CutAfter(), millis);
      case DISCORD_SLOW -> discord(new Fault.Delay(Duration.ofSeconds(2)), millis);
      case GATEWAY_CLOSES ->
          sessions(
              id -> stack.discord().gateway().close(id, RESUMABLE.get(millis % RESUMABLE.size())));
      case GATEWAY_FORGETS -> forget();
      case GATEWAY_CUT -> sessions(id -> stack.discord().gateway().cut(id));
      case GATEWAY_RECONNECT -> sessions(id -> stack.discord().gateway().requestReconnect(id));
      case GATEWAY_REPEATS ->
          stack.discord().gateway().duplicateNext(stack.bot().id(), REPEATED_EVENTS);
      case EVENTS_KILLED -> services.killEvents(towns);
      case WORKER_KILLED -> services.killWorker();
      case EVENTS_REPLACED -> services.replaceEvents();
      case WORKER_REPLACED -> services.replaceWorker();
    }
  }

  private void database(Consumer<FaultyWay> fault, int millis) {
    services.ways().forEach(fault);
    pause(millis);
    services.ways().forEach(FaultyWay::mend);
  }

  private void discord(Fault fault, int millis) {
    DiscordFault running = DiscordFault.begin(stack.discord(), fault);
    pause(millis);
    running.close();
    requestsMet += running.hits();
  }

  private void sessions(Consumer<String> event) {
    stack.discord().gateway().sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::id)
        .forEach(event);
  }

  private void forget() {
    Set<String> before = services.mainSessions();
    long from = System.currentTimeMillis() - UNREAD_MILLIS;
    List<Spans.Running> unheard = towns.stream().map(town -> town.unheard.begin(from)).toList();
    before.forEach(id -> stack.discord().gateway().invalidate(id, false));
    Awaitility.await("a new session")
        .atMost(LONGEST_HEALING)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !before.containsAll(services.mainSessions()));
    long back = System.currentTimeMillis();
    unheard.forEach(each -> each.end(back));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often each was met. */
  Map<TroubleKind, Integer> counts() {
    return counts;
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  Duration longestHealing() {
    return Duration.ofMillis(longestHealing);
  }

  /** How many requests to Discord went wrong. */
  int requestsMet() {
    return requestsMet;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
