package net.prosperitybot.demo.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.interactions.EndpointClient;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;
import org.jspecify.annotations.Nullable;

/**
 * Uses commands and keeps account of them. Questions are asked all at once; what changes a server
 * is asked for by its owner, one thing after the other.
 */
final class Clerk implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration LAST_PATIENCE = Duration.ofMinutes(5);
  private static final int MOST_TRIES = 60;
  private static final int HUNDREDTHS = 100;
  private static final List<String> FAULTS =
      List.of("Something went wrong", "That took too long", "Very many people");

  private final LocalStack stack;
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ExecutorService> owners = new ArrayList<>();
  private final List<Use> uses = new CopyOnWriteArrayList<>();
  private final List<Given> given = new CopyOnWriteArrayList<>();
  private final List<String> otherSecondAnswers = new CopyOnWriteArrayList<>();

  /**
   * A use of a command.
   *
   * @param from in milliseconds
   * @param failure what was wrong with the answer; empty when nothing was
   */
  record Use(String kind, long from, long until, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    @Override
    public String toString() {
      return "%s, %s: %s".formatted(kind, new Spans.Span(from, until), failure);
    }
  }

  /**
   * An admin's change of somebody's XP.
   *
   * @param words the answer; empty when there was none
   */
  record Given(
      long interactionId,
      Town town,
      long userId,
      Step.Adjustment kind,
      int amount,
      Optional<String> words) {}

  /** What came of a use: no invocation where Discord did not let it pass. */
  private record Outcome(
      Optional<Invocation> invocation, Optional<InvocationResult> answer, String failure) {
    boolean isAnswered() {
      return answer.isPresent() && failure.isEmpty();
    }

    boolean isRefused() {
      return answer.isEmpty() && failure.isEmpty();
    }
  }

  Clerk(LocalStack stack, int towns) {
    this.stack = stack;
    for (int i = 0; i < towns; i++) {
      owners.add(Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
    }
  }

  // Questions

  void ask(Town town, Step.Ask step) {
    askers.execute(
        () -> {
          LocalMember asker = isOwners(step) ? town.server().owner() : town.member(step.member());
          use(
              "question",
              () -> asker.run(town.commands(), line(town, step), asked(town, step.ofBranded())));
        });
  }

  private static boolean isOwners(Step.Ask step) {
    return switch (step.question()) {
      case SETTINGS, LEVEL_ROLES, HISTORY -> true;
      case OWN_LEVEL, LEVEL_OF_OWNER, LEADERBOARD, SECOND_PAGE, ABOUT -> false;
    };
  }

  private static String line(Town town, Step.Ask step) {
    return switch (step.question()) {
      case OWN_LEVEL -> "/level";
      case LEVEL_OF_OWNER -> "/level user:" + town.server().owner().mention();
      case LEADERBOARD -> "/leaderboard";
      case SECOND_PAGE -> "/leaderboard page:2";
      case ABOUT -> "/about";
      case SETTINGS -> "/settings show";
      case LEVEL_ROLES -> "/levelroles list";
      case HISTORY -> "/xp history user:" + town.member(step.member()).mention();
    };
  }

  private LocalApplication asked(Town town, boolean branded) {
    return branded && !town.brands().isEmpty() ? town.brands().getFirst() : stack.bot();
  }

  // Changes

  void adjust(Town town, Step.Adjust step) {
    owners.get(town.number()).execute(() -> adjustNow(town, step));
  }

  private void adjustNow(Town town, Step.Adjust step) {
    long userId = town.member(step.member()).id();
    Outcome outcome = ofOwner(town, "adjustment", adjustmentLine(step, "<@" + userId + ">"));
    if (outcome.invocation().isEmpty() || outcome.isRefused()) {
      return;
    }
    Invocation invocation = outcome.invocation().get();
    Optional<String> words =
        outcome.isAnswered() ? outcome.answer().map(InvocationResult::content) : Optional.empty();
    if (step.isTwice()) {
      Optional<String> again = sendAgain(invocation);
      if (words.isPresent() && again.isPresent() && !again.equals(words)) {
        otherSecondAnswers.add(words.get() + " / " + again.get());
      }
      words = words.or(() -> again);
    }
    given.add(new Given(invocation.id(), town, userId, step.kind(), step.amount(), words));
  }

  private static String adjustmentLine(Step.Adjust step, String mention) {
    String change =
        switch (step.kind()) {
          case XP_GIVE -> "/xp give user:%s xp:%d";
          case XP_TAKE -> "/xp take user:%s xp:%d";
          case LEVELS_GIVE -> "/levels give user:%s levels:%d";
          case LEVELS_TAKE -> "/levels take user:%s levels:%d";
        };
    return change.formatted(mention, step.amount());
  }

  /** As a retry after a lost answer does: the same interaction, signed anew. */
  private Optional<String> sendAgain(Invocation invocation) {
    EndpointClient endpoints = stack.discord().interactions().endpoints();
    Optional<String> endpoint = invocation.application().interactionsEndpoint();
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    long from = System.currentTimeMillis();
    EndpointClient.Answer answer =
        endpoints.post(
            stack.bot().id(),
            endpoint.get(),
            endpoints.sign(stack.bot().key(), invocation.payload()));
    @Nullable JsonNode body = answer.body();
    String failure =
        answer.status() == 200 ? "" : "status " + answer.status() + " " + answer.problem();
    uses.add(new Use("adjustment again", from, System.currentTimeMillis(), failure));
    return Optional.ofNullable(body)
        .map(it -> it.at("/data/content").asText(""))
        .filter(words -> !words.isEmpty() && !isFault(words));
  }

  void set(Town town, Step.Setting setting) {
    owners.get(town.number()).execute(() -> setNow(town, setting));
  }

  private void setNow(Town town, Step.Setting setting) {
    if (!town.holds(stack.bot())) {
      return;
    }
    switch (setting) {
      case Step.Setting.Multiplier it ->
          change(
              town,
              town.multiplier,
              it.hundredths(),
              String.format(
                  Locale.ROOT,
                  "/settings multiplier multiplier:%.2f",
                  (double) it.hundredths() / HUNDREDTHS));
      case Step.Setting.Delay it ->
          change(town, town.delay, it.seconds(), "/settings delay delay:" + it.seconds());
      case Step.Setting.Stacks it ->
          change(
              town,
              town.stacks,
              it.stacks(),
              "/settings roles type:" + (it.stacks() ? "stack" : "single"));
      case Step.Setting.OffTopicIgnored it ->
          change(
              town,
              town.offTopicIgnored,
              it.isIgnored(),
              "/ignore channels %s channel:%s"
                  .formatted(it.isIgnored() ? "add" : "remove", town.offTopic().mention()));
      case Step.Setting.MutedIgnored it ->
          change(
              town,
              town.mutedIgnored,
              it.isIgnored(),
              "/ignore roles %s role:%s"
                  .formatted(it.isIgnored() ? "add" : "remove", town.muted().mention()));
      case Step.Setting.AddRole it ->
          ofOwner(
              town,
              "setting",
              "/levelroles add role:%s level:%d"
                  .formatted(town.levelRoles().get(it.role()).mention(), it.level()));
      case Step.Setting.RemoveRole it ->
          ofOwner(
              town,
              "setting",
              "/levelroles remove role:" + town.levelRoles().get(it.role()).mention());
      case Step.Setting.Notices it -> notices(town, it.notice());
    }
  }

  /** Asks until it is answered, as people do; until then the one or the other may hold. */
  private <V> void change(Town town, Timeline<V> timeline, V value, String line) {
    timeline.asked(value, System.currentTimeMillis());
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Outcome outcome = ofOwner(town, "setting", line);
      if (outcome.isAnswered()) {
        timeline.settled(value, System.currentTimeMillis());
        return;
      }
      if (outcome.isRefused()) {
        return;
      }
      pause();
    }
  }

  private void notices(Town town, Step.Notice notice) {
    switch (notice) {
      case CHANNEL ->
          ofOwner(town, "setting", "/settings notifications channel:" + town.notices().mention());
      case REPLY, DM, OFF -> {
        Outcome menu = ofOwner(town, "setting", "/settings notifications");
        menu.answer()
            .filter(shown -> menu.isAnswered())
            .flatMap(InvocationResult::message)
            .flatMap(message -> town.commands().message(message.id()))
            .ifPresent(
                message ->
                    use(
                        "setting",
                        () ->
                            town.server()
                                .owner()
                                .select(
                                    message,
                                    "settings/notifications",
                                    notice.name().toLowerCase(Locale.ROOT))));
      }
    }
  }

  private Outcome ofOwner(Town town, String kind, String line) {
    return use(kind, () -> town.server().owner().run(town.commands(), line, stack.bot()));
  }

  private Outcome use(String kind, Supplier<Invocation> command) {
    long from = System.currentTimeMillis();
    Outcome outcome = outcome(command);
    if (!outcome.isRefused()) {
      uses.add(new Use(kind, from, System.currentTimeMillis(), outcome.failure()));
    }
    return outcome;
  }

  private static Outcome outcome(Supplier<Invocation> command) {
    Invocation invocation;
    try {
      invocation = command.get();
    } catch (IllegalArgumentException e) {
      // The bot is not there now, so nobody offers the command.
      return new Outcome(Optional.empty(), Optional.empty(), "");
    }
    InvocationResult result;
    try {
      result = invocation.awaitAnswer(PATIENCE);
    } catch (AssertionError e) {
      return new Outcome(Optional.of(invocation), Optional.empty(), String.valueOf(e.getMessage()));
    }
    Optional<Invocation> sent = Optional.of(invocation);
    return switch (result.state()) {
      case REFUSED -> new Outcome(sent, Optional.empty(), "");
      case ANSWERED, UPDATED, MODAL, CHOICES ->
          new Outcome(sent, Optional.of(result), isFault(result.content()) ? result.content() : "");
      case FAILED, WAITING, DEFERRED, DEFERRED_UPDATE ->
          new Outcome(sent, Optional.of(result), result.state() + " " + result.failure());
    };
  }

  private static boolean isFault(String words) {
    return FAULTS.stream().anyMatch(words::startsWith);
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all that owners were to ask for until now has been asked for. */
  void awaitOwners() {
    for (ExecutorService owner : owners) {
      try {
        owner.submit(() -> {}).get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // The account

  List<Use> uses() {
    return List.copyOf(uses);
  }

  List<Given> given() {
    return List.copyOf(given);
  }

  /** What the same interaction was told the second time, where that was something else. */
  List<String> otherSecondAnswers() {
    return List.copyOf(otherSecondAnswers);
  }

  /** By kind, how many there were, and how many of them failed. */
  Map<String, String> tally() {
    Map<String, String> tally = new TreeMap<>();
    for (String kind : uses.stream().map(Use::kind).distinct().toList()) {
      List<Use> ofKind = uses.stream().filter(use -> use.kind().equals(kind)).toList();
      tally.put(
          kind,
          "%d (%d failed)".formatted(ofKind.size(), ofKind.stream().filter(Use::failed).count()));
    }
    return tally;
  }

  /** Waits until everything that was asked for has come to an end. */
  @Override
  public void close() {
    List<ExecutorService> all = new ArrayList<>(owners);
    all.add(askers);
    all.forEach(ExecutorService::shutdown);
    try {
      for (ExecutorService each : all) {
        if (!each.awaitTermination(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("commands are still under way after " + LAST_PATIENCE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
