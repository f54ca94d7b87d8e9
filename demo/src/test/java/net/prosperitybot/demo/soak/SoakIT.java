package net.prosperitybot.demo.soak;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Instance;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.demo.FaultyWay;
import net.prosperitybot.demo.LevelUpLeases;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.PublicAddress;
import net.prosperitybot.demo.soak.Clerk.Use;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.Options;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour's worth of traffic, with faults, on the packaged services; both are drawn from a seed. In
 * the end every member, every server and every process is looked at.
 *
 * <p>{@code ./prosperity test --soak} is the long one: 1,000,000 messages. The suite does the same
 * with few, always those of one seed. {@code -Dsoak.seed=N} with the same {@code -Dsoak.messages}
 * does the same steps in the same order; how they meet in time is never the same twice.
 */
class SoakIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LAST_PATIENCE = Duration.ofMinutes(5);
  private static final long SUITE_SEED = 318;
  private static final int KEPT_MESSAGES = 2_000;

  /** A short run is slower while something is wrong, so that it is not over before that is. */
  private static final int SLOWER_WHILE_TROUBLED = 4;

  /** How much of a delay in writing is made up for. */
  private static final Duration MOST_BEHIND = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private final SoakSize size = SoakSize.asked();
  private final long seed =
      Long.getLong(
          "soak.seed",
          Boolean.getBoolean("soak") ? RandomGenerator.getDefault().nextLong() : SUITE_SEED);
  private final CloseStack open = new CloseStack();
  private final List<Town> towns = new ArrayList<>();
  private final List<Patron> patrons = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private final Map<String, Integer> steps = new TreeMap<>();
  private final Sizes sizes = new Sizes(size);
  private long nextAt = System.nanoTime();
  private SoakDatabase database;
  private String version = "";
  private LocalStack stack;
  private Services services;
  private Troubles troubles;
  private Lateness lateness;
  private Clerk clerk;
  private BufferedWriter journal;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Sizes.canBeSeen(), "no /proc to read sizes from");
    database = open.add(new SoakDatabase());
    version = database.version();
    tell("on %s; again by %s", version, again());
    stack =
        open.add(
            new LocalStack(
                ProjectHome.find(),
                folder,
                Options.generous().withKeptMessages(KEPT_MESSAGES).withSeed(seed),
                database.asOwner(),
                database.settings()));
    stack.set("COMMANDS_PER_MEMBER", "0").set("COMMANDS_PER_SERVER", "0");
    stack.set("PREMIUM_GRACE_DAYS", "0");
    if (size.isLong()) {
      stack.startedAsShipped();
    }
    for (int i = 0; i < size.servers(); i++) {
      towns.add(new Town(i, stack, size.membersOf(i)));
    }
    for (int i = 0; i < size.customers(); i++) {
      patrons.add(patron(i));
    }
    services =
        new Services(
            stack,
            open.add(HttpClient.newHttpClient()),
            open.add(FaultyWay.to(database.port())),
            open.add(FaultyWay.to(database.port())),
            // Leads nowhere until the first worker listens.
            open.add(new PublicAddress(LocalStack.freePort())));
    stack.discord().awaitUntil(PATIENCE, () -> !stack.bot().commands().isEmpty());
    troubles = open.add(new Troubles(stack, services, towns));
    lateness = open.add(Lateness.watch(stack, services));
    clerk = new Clerk(stack, towns.size());
    towns.forEach(this::begin);
    clerk.awaitOwners();
    Path file = Files.createDirectories(Path.of("target/soak")).resolve("steps-" + seed + ".txt");
    journal = open.add(Files.newBufferedWriter(file));
    tell("%d members in %d servers; the steps are in %s", size.members(), size.servers(), file);
  }

  /** In a town of their own, the first one in the next town as well. */
  private Patron patron(int number) {
    Patron patron = new Patron(number, stack);
    List<Town> there =
        number == 0 ? List.of(towns.get(1), towns.get(2)) : List.of(towns.get(number + 1));
    for (Town town : there) {
      stack.invite(patron.bot(), town.server());
      town.add(patron.bot());
    }
    return patron;
  }

  /** Level roles, and delays so short that most people earn, longer in larger towns. */
  private void begin(Town town) {
    for (int role : Town.FIRST_LEVEL_ROLES) {
      clerk.set(town, new Step.Setting.AddRole(role, Town.levelOf(role)));
    }
    clerk.set(town, new Step.Setting.Delay(1 + 2 * town.number()));
    clerk.set(town, new Step.Setting.Multiplier(250));
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @Test
  void whateverHappensEverythingIsAsItShouldBeInTheEnd() {
    try {
      Plan plan = new Plan(seed, size);
      long begin = System.nanoTime();
      for (int number = 1; plan.hasNext(); number++) {
        Step step = plan.next();
        note(number, step);
        take(step);
      }
      troubles.awaitEnd();
      clerk.close();
      patrons.forEach(Patron::close);
      Duration traffic = Duration.ofNanos(System.nanoTime() - begin);
      List<String> late = awaitQuiet();
      summarise(traffic, verdict(late));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("The soak failed; again by " + again() + ". " + e.getMessage(), e);
    }
  }

  private String again() {
    return "-Dsoak.seed=%d -Dsoak.messages=%d -Dsoak.interactions=%d -Dsoak.troubles=%d"
        .formatted(seed, size.messages(), size.interactions(), size.troubles());
  }

  private static void tell(String format, Object... values) {
    System.out.printf("SOAK: " + format + "%n", values);
  }

  // The steps

  /** Messages are the rest of the numbers. */
  private void note(int number, Step step) {
    steps.merge(step.getClass().getSimpleName(), 1, Integer::sum);
    if (step instanceof Step.Say) {
      return;
    }
    try {
      journal.write(number + " " + step);
      journal.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (step instanceof Step.Trouble trouble) {
      tell(
          "%tT, step %d, %d messages: %s",
          System.currentTimeMillis(), number, said.size(), trouble.kind().words());
    }
  }

  private void take(Step step) {
    switch (step) {
      case Step.Say say -> say(say);
      case Step.Ask ask -> clerk.ask(towns.get(ask.server()), ask);
      case Step.Adjust adjust -> clerk.adjust(towns.get(adjust.server()), adjust);
      case Step.Set set -> clerk.set(towns.get(set.server()), set.setting());
      case Step.Join join -> towns.get(join.server()).join(join.member());
      case Step.Leave leave -> towns.get(leave.server()).leave(leave.member());
      case Step.BotLeaves leaves -> towns.get(leaves.server()).loseBot(stack.bot());
      case Step.BotComes comes -> towns.get(comes.server()).takeBack(stack);
      case Step.Wish wish -> patrons.get(wish.customer()).wish(wish.wish());
      case Step.Trouble trouble -> trouble(trouble);
      case Step.Measure measure -> measure();
    }
  }

  private void say(Step.Say step) {
    said.add(towns.get(step.server()).say(step));
    boolean isSlow = !size.isLong() && troubles.isNow();
    nextAt += Duration.ofSeconds(isSlow ? SLOWER_WHILE_TROUBLED : 1).toNanos() / size.rate();
    // Who waited for a trouble to end does not make up for it in a rush.
    nextAt = Math.max(nextAt, System.nanoTime() - MOST_BEHIND.toNanos());
    LockSupport.parkNanos(nextAt - System.nanoTime());
  }

  private void trouble(Step.Trouble step) {
    troubles.begin(step);
    if (!size.isLong() && step.kind() == TroubleKind.EVENTS_KILLED) {
      troubles.whenWell(() -> LevelUpLeases.end(stack.database()));
    }
  }

  private List<Instance> instances() {
    return new ServiceInstances(stack.database()).running();
  }

  private void measure() {
    int messages = said.size();
    troubles.meanwhile(
        () -> {
          int sessions = runningBots().size();
          sizes.look("worker", services.worker(), services.workersWay(), sessions, messages);
          sizes.look("events", services.events(), services.eventsWay(), sessions, messages);
        });
  }

  private Set<LocalApplication> runningBots() {
    return patrons.stream().filter(Patron::shouldRun).map(Patron::bot).collect(Collectors.toSet());
  }

  // The end

  /** Waits until nothing is left to do; what is left all the same. */
  private List<String> awaitQuiet() {
    try {
      Awaitility.await()
          .atMost(LAST_PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> unquiet().isEmpty());
      return List.of();
    } catch (ConditionTimeoutException e) {
      return unquiet();
    }
  }

  private List<String> unquiet() {
    List<String> left = new ArrayList<>();
    if (!services.areWell() || services.waiting() > 0) {
      left.add("services are not well, or awards wait");
    }
    left.addAll(rows("level_ups", LEVEL_UPS));
    left.addAll(rows("jobs", JOBS));
    patrons.forEach(patron -> patron.difference().ifPresent(left::add));
    if (instances().size() != 2) {
      left.add("not the two that run, but " + instances());
    }
    return left;
  }

  private List<String> rows(String what, Table<?> table) {
    return stack.database().dsl().fetch(table).map(row -> what + ": " + row.intoMap());
  }

  private Verdict verdict(List<String> unquiet) {
    Verdict verdict = new Verdict();
    verdict.add(
        "outbox and jobs empty, branded bots as wanted, two services there",
        patrons.size() + " branded bots",
        unquiet);
    LedgerCheck ledger = new LedgerCheck(stack.database(), towns);
    MessageCheck messages =
        new MessageCheck(
                ledger.log(verdict),
                message ->
                    towns.get(message.server()).circumstances(message, troubles.spans(), lateness))
            .look(said);
    verdict.add("each message", said.size() + ": " + messages, messages.problems());
    ledger.look(verdict);
    ledger.everyTownHasMembers(verdict);
    ledger.adjustments(verdict, clerk.given(), clerk.otherSecondAnswers());
    new StandingCheck(stack, towns, runningBots()).look(verdict);
    verdict.add("leases, each of a process that lives", leases() + " running", strayLeases());
    verdict.add("wishes of customers taken", wishes() + " wishes", patronProblems());
    verdict.add("commands while nothing was wrong, all answered", healthy() + " of them", failed());
    verdict.add("heap, threads, file handles, connections as they were", "2 processes", grown());
    return verdict;
  }

  private int wishes() {
    return patrons.stream().mapToInt(Patron::wishesDone).sum();
  }

  private List<String> patronProblems() {
    return patrons.stream().flatMap(patron -> patron.problems().stream()).toList();
  }

  private int leases() {
    return leaseOwners().size();
  }

  /** Every lease that still runs; outbox and jobs are empty by now. */
  private List<String> leaseOwners() {
    return Stream.of(
            "SELECT lease_owner FROM whitelabel_bots WHERE lease_until > UTC_TIMESTAMP(3)",
            "SELECT lease_owner FROM command_registrations WHERE lease_until > UTC_TIMESTAMP(3)")
        .flatMap(sql -> stack.database().dsl().fetch(sql).getValues(0, String.class).stream())
        .toList();
  }

  private List<String> strayLeases() {
    Set<String> living = instances().stream().map(Instance::id).collect(Collectors.toSet());
    return leaseOwners().stream().filter(owner -> !living.contains(owner)).toList();
  }

  private boolean isHealthy(Use use) {
    return !troubles.spans().touch(use.from(), use.until())
        && !lateness.starved().touch(use.from(), use.until());
  }

  private long healthy() {
    return clerk.uses().stream().filter(this::isHealthy).count();
  }

  private List<String> failed() {
    return clerk.uses().stream()
        .filter(use -> use.failed() && isHealthy(use))
        .map(Use::toString)
        .toList();
  }

  private List<String> grown() {
    int sessions = runningBots().size();
    List<String> grown =
        new ArrayList<>(sizes.grown("worker", services.worker(), services.workersWay(), sessions));
    grown.addAll(sizes.grown("events", services.events(), services.eventsWay(), sessions));
    return grown;
  }

  /** With what was done: when what was wrong, so that a finding can be laid beside it. */
  private void noteTimes() {
    try {
      noteTimes("something was wrong", troubles.spans());
      noteTimes("this machine did not keep up", lateness.starved());
      noteTimes("the session was late", lateness.late());
      noteTimes("settings were older than usual", lateness.staleSettings());
      for (Town town : towns) {
        noteTimes("perhaps nobody heard town " + town.number(), town.unheard);
      }
      journal.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void noteTimes(String what, Spans spans) throws IOException {
    for (Spans.Span span : spans.all()) {
      journal.write(span + ": " + what);
      journal.newLine();
    }
  }

  private void summarise(Duration traffic, Verdict verdict) {
    noteTimes();
    tell("%s, %d messages in %d s on %s", again(), said.size(), traffic.toSeconds(), version);
    tell("steps: %s", steps);
    tell("commands: %s", clerk.tally());
    tell(
        "troubles: %d, %d requests to Discord among them; the longest took %.1f s to heal",
        troubles.total(), troubles.requestsMet(), troubles.longestHealing().toMillis() / 1e3);
    troubles.counts().forEach((kind, count) -> tell("  %d x %s", count, kind.words()));
    tell(
        "the session was %.1f s late at most, the settings %.1f s, troubles included; %d times this machine did not keep up",
        lateness.longest() / 1e3, lateness.oldestSettings() / 1e3, lateness.starvedTimes());
    sizes.lines().forEach(line -> tell("%s", line));
    tell("| what is checked | of how much | |");
    tell("|---|---|---|");
    verdict.lines().forEach(line -> tell("%s", line));
    assertEquals(List.of(), verdict.problems(), "what is wrong");
  }
}
