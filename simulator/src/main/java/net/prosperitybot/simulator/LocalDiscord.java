package net.prosperitybot.simulator;

import io.javalin.Javalin;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.prosperitybot.simulator.audit.RequestLog;
import net.prosperitybot.simulator.audit.TrafficLog;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.gateway.Gateway;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.page.BotConnections;
import net.prosperitybot.simulator.page.Page;
import net.prosperitybot.simulator.rest.RestApi;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Applications;
import net.prosperitybot.simulator.world.Change;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Publisher;
import net.prosperitybot.simulator.world.SessionEnder;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/**
 * A Discord of one's own on this machine, in memory, until it is closed.
 *
 * <p>Start it, create servers, users and applications, let members write and use commands, make
 * routes fail, look at what was asked. All of it may be called from any thread.
 */
public final class LocalDiscord implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final World world;
  private final Interactions interactions;
  private final RestApi rest;
  private final Gateway gateway;
  private final Page page;
  private final Faults faults;
  private final RequestLog requests;
  private final List<AutoCloseable> alsoOpen;
  private final Javalin http;
  private final String host;

  private LocalDiscord(
      World world,
      Interactions interactions,
      RestApi rest,
      Gateway gateway,
      Page page,
      Faults faults,
      RequestLog requests,
      List<AutoCloseable> alsoOpen,
      Javalin http,
      String host) {
    this.world = world;
    this.interactions = interactions;
    this.rest = rest;
    this.gateway = gateway;
    this.page = page;
    this.faults = faults;
    this.requests = requests;
    this.alsoOpen = alsoOpen;
    this.http = http;
    this.host = host;
  }

  /** Starts with a free port, real time and Discord's usual rate limits. */
  public static LocalDiscord start() {
    return start(Options.defaults());
  }

  /** Starts and listens; throws when the port is taken. */
  public static LocalDiscord start(Options options) {
    RandomGenerator random = options.random().get();
    World world = new World(options.clock(), random, options.keptMessages());
    RequestLog requests = new RequestLog(options.keptExchanges());
    List<AutoCloseable> alsoOpen =
        options
            .traffic()
            .<List<AutoCloseable>>map(file -> List.of(log(requests, file)))
            .orElse(List.of());
    Faults faults = new Faults();
    Interactions interactions = new Interactions(world, options.clock(), random, requests::add);
    Gateway gateway = new Gateway(world, options.gateway(), options.clock());
    RestApi rest =
        new RestApi(
            world,
            interactions,
            options.clock(),
            faults,
            requests,
            options.generousLimits(),
            gateway::sessionStartLimit);
    world.attach((Publisher) gateway::publish);
    world.attach((SessionEnder) gateway::end);
    Page page = new Page(world, interactions, connections(gateway), options.clock());
    Javalin http =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              BotsGate.register(config);
              rest.register(config);
              gateway.register(config);
              page.register(config);
            });
    http.start(options.address().getHostAddress(), options.port());
    return new LocalDiscord(
        world,
        interactions,
        rest,
        gateway,
        page,
        faults,
        requests,
        alsoOpen,
        http,
        reachedAt(options.address()));
  }

  /** Who listens on all addresses is there on 127.0.0.1, too. */
  private static String reachedAt(Inet4Address address) {
    return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
  }

  private static BotConnections connections(Gateway gateway) {
    return new BotConnections() {
      @Override
      public int open(long applicationId) {
        return (int) ofApplication(applicationId).count();
      }

      @Override
      public void cut(long applicationId) {
        ofApplication(applicationId).map(SessionView::id).forEach(gateway::cut);
      }

      @Override
      public String statusText(long applicationId) {
        return ofApplication(applicationId)
            .map(SessionView::statusText)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse("");
      }

      private Stream<SessionView> ofApplication(long applicationId) {
        return gateway.sessions().stream()
            .filter(session -> session.applicationId() == applicationId && session.connected());
      }
    };
  }

  private static TrafficLog log(RequestLog requests, Path file) {
    TrafficLog log = new TrafficLog(file);
    requests.listen(log);
    return log;
  }

  /** What {@code DISCORD_API_URL} is set to; ends with the version and a slash. */
  public String apiUrl() {
    return pageUrl() + "api/v10/";
  }

  /** The page for people. */
  public String pageUrl() {
    return "http://" + host + ":" + http.port() + "/";
  }

  public int port() {
    return http.port();
  }

  // Making things

  public LocalUser createUser(String name) {
    return new LocalUser(this, world.servers().createUser(name, User.Kind.PERSON, null));
  }

  /** A user with an account name and another name shown to people. */
  public LocalUser createUser(String name, String displayName) {
    return new LocalUser(this, world.servers().createUser(name, User.Kind.PERSON, displayName));
  }

  /** A server whose owner is a new user, called after it. */
  public LocalServer createServer(String name) {
    return createServer(name, createUser("owner of " + name));
  }

  public LocalServer createServer(String name, LocalUser owner) {
    return new LocalServer(this, world.servers().createGuild(name, owner.user()));
  }

  /** An application with its bot; belongs to a new user. */
  public LocalApplication createApplication(String name) {
    return createApplication(name, createUser("owner of " + name));
  }

  public LocalApplication createApplication(String name, LocalUser owner) {
    return new LocalApplication(this, world.applications().create(name, owner.user()));
  }

  /** An application that is the same at each start, for bots that were told of it before. */
  public LocalApplication createApplication(
      String name, LocalUser owner, Applications.Identity identity) {
    return new LocalApplication(this, world.applications().create(name, owner.user(), identity));
  }

  // Finding things

  public List<LocalServer> servers() {
    return world.guilds().stream().map(guild -> new LocalServer(this, guild)).toList();
  }

  /** The server of this id; throws when there is none. */
  public LocalServer server(long id) {
    Guild guild = world.guild(id).orElseThrow(() -> missing("server", id));
    return new LocalServer(this, guild);
  }

  public List<LocalApplication> applications() {
    return world.allApplications().stream().map(each -> new LocalApplication(this, each)).toList();
  }

  /** The application of this id; throws when there is none. */
  public LocalApplication application(long id) {
    Application application = world.application(id).orElseThrow(() -> missing("application", id));
    return new LocalApplication(this, application);
  }

  /** All persons; no bots. */
  public List<LocalUser> users() {
    return world.people().stream().map(user -> new LocalUser(this, user)).toList();
  }

  /** The user of this id; throws when there is none. */
  public LocalUser user(long id) {
    return new LocalUser(this, world.user(id).orElseThrow(() -> missing("user", id)));
  }

  /** The channel of this id, also a direct one; throws when there is none. */
  public LocalChannel channel(long id) {
    return new LocalChannel(this, world.channel(id).orElseThrow(() -> missing("channel", id)));
  }

  private static NoSuchElementException missing(String what, long id) {
    return new NoSuchElementException("no " + what + " " + id);
  }

  // Bending and looking

  /** Lets requests go wrong by this plan; close the result to end it. */
  public Faults.Running fault(FaultPlan plan) {
    return faults.start(plan);
  }

  /** Ends all faults. */
  public void heal() {
    faults.endAll();
  }

  /**
   * Sets how often a route may be used by an application in each server, channel or webhook, also
   * where limits are generous otherwise.
   *
   * @param template Discord's own, such as {@code
   *     /guilds/{guild_id}/members/{user_id}/roles/{role_id}}
   */
  public void limit(String method, String template, int requests, Duration window) {
    rest.limit(method, template, requests, window);
  }

  /** The bots' sessions, to look at and to bend. */
  public Gateway gateway() {
    return gateway;
  }

  /** Every request and every interaction with an endpoint, up to the bound. */
  public RequestLog requests() {
    return requests;
  }

  /** Commands, components and modals below the handles; also signing by hand. */
  public Interactions interactions() {
    return interactions;
  }

  /** Hears of every change; see {@link Change.Listener}. */
  public void listen(Change.Listener listener) {
    world.attach(listener);
  }

  public void stopListening(Change.Listener listener) {
    world.detach(listener);
  }

  /** Hears of every event for bots, as the gateway does. */
  public void observe(Publisher publisher) {
    world.attach(publisher);
  }

  /** The world itself. */
  public World world() {
    return world;
  }

  /** Waits until the condition holds; fails with an {@link AssertionError} when it never does. */
  public void awaitUntil(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come true within " + atMost);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  @Override
  public void close() {
    interactions.close();
    page.close();
    gateway.close();
    http.stop();
    for (AutoCloseable each : alsoOpen) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the local Discord did not close", e);
      }
    }
  }
}
