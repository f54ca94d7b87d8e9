package net.prosperitybot.demo.soak;

import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.prosperitybot.demo.FaultyWay;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.PublicAddress;
import net.prosperitybot.demo.ServiceProcess;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Snowflakes;
import org.jooq.impl.DSL;

/** The worker and the events service as processes, each with a way of its own to the database. */
final class Services {
  private static final Pattern WAITING =
      Pattern.compile("^prosperity_awards_waiting\\S* (\\S+)$", Pattern.MULTILINE);

  /** What is always under way while people talk. */
  private static final int FEW = 100;

  private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

  private static final Pattern SETTINGS_AGE =
      Pattern.compile(
          "^prosperity_loop_age_seconds\\S*loop=\"settings\"\\S* (\\S+)$", Pattern.MULTILINE);

  /** Whatever was written so long before a kill has been decided about. */
  private static final long LONGEST_DECISION_MILLIS = 10_000;

  private final LocalStack stack;
  private final HttpClient http;
  private final FaultyWay workersWay;
  private final FaultyWay eventsWay;
  private final PublicAddress address;
  private volatile ServiceProcess worker;
  private volatile ServiceProcess events;
  private int eventsStarted;

  Services(
      LocalStack stack,
      HttpClient http,
      FaultyWay workersWay,
      FaultyWay eventsWay,
      PublicAddress address) {
    this.stack = stack;
    this.http = http;
    this.workersWay = workersWay;
    this.eventsWay = eventsWay;
    this.address = address;
    this.worker = newWorker();
    this.events = newEvents("events-0");
  }

  private ServiceProcess newWorker() {
    stack.set("DB_PORT", Integer.toString(workersWay.port()));
    int port = LocalStack.freePort();
    ServiceProcess started = stack.startWorker(port, address.port());
    address.lead(port);
    return started;
  }

  private ServiceProcess newEvents(String name) {
    stack.set("DB_PORT", Integer.toString(eventsWay.port()));
    return stack.startEvents(name);
  }

  ServiceProcess worker() {
    return worker;
  }

  ServiceProcess events() {
    return events;
  }

  FaultyWay workersWay() {
    return workersWay;
  }

  FaultyWay eventsWay() {
    return eventsWay;
  }

  /** Both ways to the database. */
  List<FaultyWay> ways() {
    return List.of(workersWay, eventsWay);
  }

  void killWorker() {
    worker.kill();
    worker = newWorker();
  }

  void replaceWorker() {
    ServiceProcess old = worker;
    worker = newWorker();
    old.close();
  }

  /** What was written meanwhile, or waited in memory, may be lost. */
  void killEvents(List<Town> towns) {
    long at = System.currentTimeMillis();
    events.kill();
    List<Spans.Running> unheard =
        towns.stream()
            .map(
                town -> {
                  long from = Math.max(newestLogged(town), at - LONGEST_DECISION_MILLIS);
                  town.killed.add(from, at);
                  return town.unheard.begin(from);
                })
            .toList();
    events = newEvents("events-" + eventsStarted);
    long back = System.currentTimeMillis();
    unheard.forEach(each -> each.end(back));
  }

  /** A server's messages are decided in their order: all before this one have been. */
  private long newestLogged(Town town) {
    Long newest =
        stack
            .database()
            .dsl()
            .select(DSL.max(MESSAGE_LOGS.MESSAGE_ID))
            .from(MESSAGE_LOGS)
            .where(MESSAGE_LOGS.GUILD_ID.eq(town.server().id()))
            .fetchSingle()
            .value1();
    return newest == null ? 0 : Snowflakes.timeOf(newest).toEpochMilli();
  }

  void replaceEvents() {
    eventsStarted++;
    ServiceProcess old = events;
    events = newEvents("events-" + eventsStarted);
    old.close();
  }

  /** The main bot's sessions that are connected. */
  Set<String> mainSessions() {
    return stack.bot().sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::id)
        .collect(Collectors.toSet());
  }

  /** Both answer, the session has been told everything, and few awards wait. */
  boolean areWell() {
    return answers(URI.create(workerAddress() + "health"))
        && answers(events.management().resolve("health"))
        && stack.bot().sessions().stream()
            .anyMatch(session -> session.connected() && session.sequence() - session.sent() < FEW)
        && waiting() < FEW;
  }

  private String workerAddress() {
    String endpoint =
        stack
            .discord()
            .world()
            .application(stack.bot().id())
            .flatMap(it -> it.interactionsEndpoint())
            .orElseThrow();
    return endpoint.replaceFirst("interactions/.*", "");
  }

  /** How many awards wait to be written. */
  double waiting() {
    return ofEvents(WAITING).orElse(Double.MAX_VALUE);
  }

  /** How long ago the events service last looked for settings that changed, in milliseconds. */
  OptionalLong settingsAge() {
    OptionalDouble seconds = ofEvents(SETTINGS_AGE);
    return seconds.isPresent()
        ? OptionalLong.of(Math.round(seconds.getAsDouble() * 1_000))
        : OptionalLong.empty();
  }

  /** What a metric of the events service says; empty when nobody answers. */
  private OptionalDouble ofEvents(Pattern line) {
    Matcher metric = line.matcher(get(events.management().resolve("metrics")));
    return metric.find()
        ? OptionalDouble.of(Double.parseDouble(metric.group(1)))
        : OptionalDouble.empty();
  }

  private boolean answers(URI address) {
    return !get(address).isEmpty();
  }

  private String get(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_TIME).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
