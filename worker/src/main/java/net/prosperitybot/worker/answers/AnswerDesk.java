package net.prosperitybot.worker.answers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.worker.bots.RegisteredBot.StopReason;
import net.prosperitybot.worker.commands.CommandCatalogue;
import net.prosperitybot.worker.commands.Task;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.limits.CallLimits;
import net.prosperitybot.worker.limits.CallLimits.Wait;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.metrics.WorkerMetrics.Outcome;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.ReplyEncoder;
import net.prosperitybot.worker.replies.Visibility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives each call exactly one first answer, in time.
 *
 * <p>A handler runs on a virtual thread of its own. When it is not done within the budget after
 * receipt, the call is answered as deferred and the handler's reply follows. A fault meets its
 * boundary here: one line in the log, its id for the user.
 */
public final class AnswerDesk implements AutoCloseable {
  /** Discord waits 3 s for the first answer; the rest is for the way there and back. */
  public static final Duration REPLY_BUDGET = Duration.ofSeconds(2);

  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(7);

  /** To tell people that what they asked for was cut off. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final String CUT_OFF =
      "I was restarted while I worked on this, and may not have finished it. Please try again.";
  private static final String BUSY =
      "Very many people want something right now. Please try again in a moment.";
  private static final Logger log = LoggerFactory.getLogger(AnswerDesk.class);

  private final CallLimits limits;
  private final Semaphore handlers;
  private final CommandCatalogue catalogue;
  private final ReplyEncoder encoder;
  private final FollowUpSender followUps;
  private final WorkerMetrics metrics;
  private final Duration budget;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator chance;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean cutsOff;

  /**
   * @param limits who has asked too much
   * @param handlersAtOnce calls that are worked on at a time, also after a deferred answer
   * @param budget from receipt to the first answer, {@link #REPLY_BUDGET} but for tests
   * @param clock tells how old a call is
   * @param nanoTime the clock that receipt times are read from
   * @param chance error ids are drawn from it
   */
  public AnswerDesk(
      CallLimits limits,
      int handlersAtOnce,
      CommandCatalogue catalogue,
      ReplyEncoder encoder,
      FollowUpSender followUps,
      WorkerMetrics metrics,
      Duration budget,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator chance) {
    this.limits = limits;
    this.handlers = new Semaphore(handlersAtOnce);
    this.catalogue = catalogue;
    this.encoder = encoder;
    this.followUps = followUps;
    this.metrics = metrics;
    this.budget = budget;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.chance = chance;
  }

  /**
   * The first answer to an interaction.
   *
   * @param receivedAt when the request arrived, in nanoseconds of the clock given at construction
   */
  public ObjectNode answer(Interaction interaction, long receivedAt) throws InterruptedException {
    return switch (interaction) {
      case Interaction.Ping ping -> {
        metrics.answered("ping", "ping", Outcome.ANSWERED, since(receivedAt));
        yield encoder.pong();
      }
      case Interaction.Call call -> answer(call, receivedAt);
    };
  }

  /**
   * The first answer of a bot that is stopped: a PING gets its answer, people are told why.
   *
   * @param receivedAt as above
   */
  public ObjectNode answerStopped(Interaction interaction, StopReason why, long receivedAt)
      throws InterruptedException {
    return switch (interaction) {
      case Interaction.Ping ping -> answer(ping, receivedAt);
      case Interaction.Call call -> {
        answered(call, "stopped", Outcome.ANSWERED, receivedAt);
        yield encoder.firstAnswer(stopped(call, why));
      }
    };
  }

  private static Reply stopped(Interaction.Call call, StopReason why) {
    return switch (call) {
      case Interaction.Autocomplete typing -> new Reply.AutocompleteChoices(List.of());
      case Interaction.Command command -> stopped(why);
      case Interaction.Component component -> stopped(why);
      case Interaction.ModalSubmit form -> stopped(why);
    };
  }

  /** Its own commands can't start it, so another bot's are named. */
  private static Reply stopped(StopReason why) {
    return Reply.privately(
        switch (why) {
          case BY_OWNER ->
              "This bot is stopped right now. Whoever set it up can start it again with"
                  + " `/whitelabel actions` of the main bot.";
          case WITHOUT_PREMIUM ->
              "This bot is stopped right now, because its premium has ended. Nothing is lost: it"
                  + " starts by itself once whoever set it up has premium again. `/whitelabel"
                  + " status` of the main bot shows them how.";
        });
  }

  private ObjectNode answer(Interaction.Call call, long receivedAt) throws InterruptedException {
    Task task = catalogue.taskFor(call);
    Optional<Wait> wait = limits.admit(call);
    if (wait.isPresent()) {
      return refused(call, task, Outcome.LIMITED, tooFast(wait.get()), receivedAt);
    }
    if (!handlers.tryAcquire()) {
      return refused(call, task, Outcome.BUSY, Reply.privately(BUSY), receivedAt);
    }
    AnswerGate gate = new AnswerGate();
    metrics.called(kind(call), task.name());
    threads.execute(() -> run(call, task, gate));
    Optional<Reply> inTime = gate.await(budget.minus(since(receivedAt)));
    Outcome outcome = inTime.isEmpty() ? Outcome.DEFERRED : Outcome.ANSWERED;
    answered(call, task.name(), outcome, receivedAt);
    return inTime.map(encoder::firstAnswer).orElseGet(() -> deferred(task.whenLate()));
  }

  /** Nothing is begun: the answer is there at once. */
  private ObjectNode refused(
      Interaction.Call call, Task task, Outcome why, Reply words, long receivedAt) {
    answered(call, task.name(), why, receivedAt);
    return encoder.firstAnswer(orNothing(task, words));
  }

  /** Who is typing still has no use for words. */
  private static Reply orNothing(Task task, Reply words) {
    return task.whenLate() == Task.WhenLate.NOTHING
        ? new Reply.AutocompleteChoices(List.of())
        : words;
  }

  private static Reply tooFast(Wait wait) {
    // Up to the next second: one that was told too early would be told so twice.
    long seconds = wait.time().plusSeconds(1).minusNanos(1).toSeconds();
    String time = seconds == 1 ? "a second" : seconds + " seconds";
    return Reply.privately(
        switch (wait.whose()) {
          case MEMBER -> "That was a bit fast. Please try again in " + time + ".";
          case SERVER -> "This server asks for a lot right now. Please try again in " + time + ".";
        });
  }

  private void answered(Interaction.Call call, String name, Outcome outcome, long receivedAt) {
    metrics.answered(kind(call), name, outcome, since(receivedAt));
    long called = Snowflake.millisOf(call.origin().interactionId());
    metrics.aged(Duration.ofMillis(clock.millis() - called));
  }

  private void run(Interaction.Call call, Task task, AnswerGate gate) {
    Origin origin = call.origin();
    MDC.put("interaction", Long.toString(origin.interactionId()));
    MDC.put("bot", Long.toString(origin.bot().id()));
    MDC.put("command", task.name());
    try {
      Reply reply = replyOf(call, task);
      if (!gate.offer(reply)) {
        followUps.send(origin, task.whenLate(), reply);
      }
    } finally {
      handlers.release();
      MDC.clear();
    }
  }

  private Reply replyOf(Interaction.Call call, Task task) {
    try {
      return task.work().get();
    } catch (RuntimeException | Error e) {
      if (cutsOff) {
        return cutOff(task, e);
      }
      String errorId = HexFormat.of().toHexDigits(chance.nextInt());
      log.error("Error id {}: {} failed", errorId, task.name(), e);
      metrics.failed(kind(call), task.name());
      return orNothing(task, Reply.privately("Something went wrong. Error id: `" + errorId + "`"));
    }
  }

  private static Reply cutOff(Task task, Throwable because) {
    log.warn("{} was cut off, for the worker stops: {}", task.name(), because.toString());
    // The interrupt that cut it off must not cut off these words.
    Thread.interrupted();
    return orNothing(task, Reply.privately(CUT_OFF));
  }

  private ObjectNode deferred(Task.WhenLate form) {
    return switch (form) {
      case PUBLIC_MESSAGE -> encoder.deferredMessage(Visibility.PUBLIC);
      case PRIVATE_MESSAGE -> encoder.deferredMessage(Visibility.PRIVATE);
      case UPDATE -> encoder.deferredUpdate();
      case NOTHING -> encoder.firstAnswer(new Reply.AutocompleteChoices(List.of()));
    };
  }

  private static String kind(Interaction.Call call) {
    return switch (call) {
      case Interaction.Command command -> "command";
      case Interaction.Component component -> "component";
      case Interaction.ModalSubmit form -> "modal";
      case Interaction.Autocomplete typing -> "autocomplete";
    };
  }

  private Duration since(long receivedAt) {
    return Duration.ofNanos(nanoTime.getAsLong() - receivedAt);
  }

  /**
   * Lets handlers and late answers that are under way finish, for a while; whose handler is cut off
   * then is told so.
   */
  @Override
  public void close() {
    close(LONGEST_FAREWELL);
  }

  void close(Duration farewell) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(farewell.toMillis(), TimeUnit.MILLISECONDS)) {
        cutsOff = true;
        threads.shutdownNow();
        if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
          log.warn("Some people are left without an answer");
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
