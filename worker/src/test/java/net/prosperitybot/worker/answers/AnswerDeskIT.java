package net.prosperitybot.worker.answers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.worker.Payloads;
import net.prosperitybot.worker.RecordingDiscord;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCatalogue;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.CustomId;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.limits.CallLimits;
import net.prosperitybot.worker.limits.LimitsConfig;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Modal;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.ReplyEncoder;
import net.prosperitybot.worker.replies.Visibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One first answer in time, and what follows it; follow-ups over real HTTP. */
class AnswerDeskIT {
  private static final SigningBot BOT = new SigningBot(1_000_000_000_000_000_001L);
  private static final Instant CALLED = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ORIGINAL =
      "/api/v10/webhooks/" + BOT.id() + "/" + Payloads.TOKEN + "/messages/@original";
  private static final String WEBHOOK = "/api/v10/webhooks/" + BOT.id() + "/" + Payloads.TOKEN;

  /** Long enough that only a handler that waits for the test is late. */
  private static final Duration AMPLE = Duration.ofMinutes(1);

  private static final Duration NONE = Duration.ZERO;

  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private RecordingDiscord discord;
  private DiscordRest rest;
  private volatile Instant now = CALLED;
  private LimitsConfig limits = LimitsConfig.DEFAULT;

  @BeforeEach
  void start() throws Exception {
    discord = new RecordingDiscord();
    rest = new DiscordRest(discord.apiUrl(), InstantSource.fixed(CALLED), pause -> {});
  }

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  @Test
  void aHandlerInTimeGivesTheFirstAnswerAndNothingFollows() throws Exception {
    mayAnswer.countDown();
    try (AnswerDesk desk = desk(AMPLE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      assertEquals(4, desk.answer(command(), System.nanoTime()).path("type").asInt());
    }
    assertEquals(List.of(), discord.received());
  }

  @Test
  void aLateHandlerIsDeferredAndItsReplyEditsTheAnswer() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      assertEquals("{\"type\":5}", desk.answer(command(), System.nanoTime()).toString());
      mayAnswer.countDown();
    }
    assertEquals(1, discord.received().size());
    assertEquals("PATCH", discord.received().getFirst().method());
    assertEquals(ORIGINAL, discord.received().getFirst().path());
    assertEquals(
        "{\"content\":\"done\",\"embeds\":[],\"components\":[],\"allowed_mentions\":{\"parse\":[]}}",
        discord.received().getFirst().body());
  }

  @Test
  void whoseHandlerIsCutOffAtTheEndIsToldSoAndDoesNotSeeItThinkForEver() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PRIVATE, Reply.privately("psst"))) {
      desk.answer(command(), System.nanoTime());
      desk.close(NONE);
    }
    assertEquals(
        "PATCH " + ORIGINAL,
        discord.received().stream()
            .map(r -> r.method() + " " + r.path())
            .collect(Collectors.joining(", ")));
    assertTrue(discord.received().getFirst().body().contains("Please try again."));
  }

  @Test
  void aCommandThatAnswersPrivatelyIsDeferredPrivately() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PRIVATE, Reply.privately("psst"))) {
      assertEquals(
          "{\"type\":5,\"data\":{\"flags\":64}}",
          desk.answer(command(), System.nanoTime()).toString());
      mayAnswer.countDown();
    }
    assertEquals("PATCH", discord.received().getFirst().method());
  }

  @Test
  void whatMustBePrivateDoesNotAppearInAPublicDeferredAnswer() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.privately("psst"))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertEquals(
        List.of("DELETE " + ORIGINAL, "POST " + WEBHOOK),
        discord.received().stream().map(r -> r.method() + " " + r.path()).toList());
    assertTrue(discord.received().getLast().body().contains("\"flags\":64"));
  }

  @Test
  void aDeletionWhoseAnswerIsLostDoesNotLoseWhatComesAfterIt() throws Exception {
    discord.then(500, "{}").then(404, "{\"message\":\"Unknown Message\",\"code\":10008}");
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.privately("psst"))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertEquals("POST", discord.received().getLast().method());
    assertTrue(discord.received().getLast().body().contains("psst"));
  }

  @Test
  void aLateComponentIsDeferredAsAnUpdateAndEditsItsMessage() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, new Reply.UpdateMessage(text("new")))) {
      assertEquals("{\"type\":6}", desk.answer(click(), System.nanoTime()).toString());
      mayAnswer.countDown();
    }
    assertEquals("PATCH", discord.received().getFirst().method());
  }

  @Test
  void aLateComponentsNewMessageLeavesTheOldOneAlone() throws Exception {
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.privately("a copy"))) {
      desk.answer(click(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertEquals(1, discord.received().size());
    assertEquals("POST", discord.received().getFirst().method());
    assertTrue(discord.received().getFirst().body().contains("\"flags\":64"));
  }

  @Test
  void aModalThatComesTooLateBecomesWords() throws Exception {
    Modal modal = new Modal("m", "Title", List.of(new Modal.TextInput("i", "Label", true, 10)));
    try (AnswerDesk desk = desk(NONE, Visibility.PRIVATE, new Reply.OpenModal(modal))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertTrue(discord.received().getFirst().body().contains("Please try again"));
  }

  @Test
  void timeThatPassedBeforeTheHandlerCountsToo() throws Exception {
    try (AnswerDesk desk = desk(AMPLE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      long longAgo = System.nanoTime() - AMPLE.toNanos();
      assertEquals(5, desk.answer(command(), longAgo).path("type").asInt());
      mayAnswer.countDown();
    }
  }

  @Test
  void aCallsAgeCountsFromTheTimeInItsIdAndIsNeverLessThanNothing() throws Exception {
    mayAnswer.countDown();
    try (AnswerDesk desk = desk(AMPLE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      now = CALLED.plusMillis(700);
      desk.answer(command(), System.nanoTime());
      now = CALLED.minusSeconds(1);
      desk.answer(click(), System.nanoTime());
    }
    Timer ages = meters.get("prosperity.interactions.age").timer();
    assertEquals(2, ages.count());
    assertEquals(700, ages.totalTime(TimeUnit.MILLISECONDS));
  }

  @Test
  void aCommandThatDoesWellIsCountedAsNeverFailedSoThatItsFirstFaultIsSeen() throws Exception {
    mayAnswer.countDown();
    try (AnswerDesk desk = desk(AMPLE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      desk.answer(command(), System.nanoTime());
    }
    assertEquals(
        0, meters.get("prosperity.interactions.failed").tag("command", "slow").counter().count());
  }

  @Test
  void aFaultIsShownWithAnErrorIdAndNothingElse() throws Exception {
    try (AnswerDesk desk =
        desk(
            AMPLE,
            catalogue(
                Visibility.PUBLIC,
                () -> {
                  throw new IllegalStateException("secret detail");
                }))) {
      ObjectNode answer = desk.answer(command(), System.nanoTime());
      String words = answer.path("data").path("content").asText();
      assertTrue(words.matches("Something went wrong\\. Error id: `[0-9a-f]{8}`"), words);
      assertEquals(64, answer.path("data").path("flags").asInt());
    }
    assertEquals(1, meters.get("prosperity.interactions.failed").counter().count());
  }

  @Test
  void aFollowUpThatDiscordFailsIsTriedAgainWhileTheTokenLives() throws Exception {
    for (int i = 0; i < 9; i++) {
      discord.then(503, "");
    }
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
      await().until(() -> discord.received().size() == 10);
    }
    assertEquals(3, pauses.size());
    assertEquals(1, delivered("delivered"));
  }

  @Test
  void aFollowUpIsGivenUpWhenTheTokenIsDead() throws Exception {
    for (int i = 0; i < 300; i++) {
      discord.then(503, "");
    }
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
      await().until(() -> delivered("lost") == 1);
    }
    assertTrue(now.isAfter(CALLED.plus(Duration.ofMinutes(14))), now.toString());
    assertTrue(now.isBefore(CALLED.plus(FollowUpSender.TOKEN_LIFE)), now.toString());
  }

  @Test
  void aTokenThatDiscordDoesNotKnowYetIsTriedAgainForAMoment() throws Exception {
    String unknown = "{\"message\":\"Unknown Webhook\",\"code\":10015}";
    discord.then(404, unknown).then(404, unknown);
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertEquals(3, discord.received().size());
    assertEquals(1, delivered("delivered"));
  }

  @Test
  void anAnswerThatDiscordRefusesIsNotRepeated() throws Exception {
    discord.then(400, "{\"message\":\"Invalid Form Body\",\"code\":50035}");
    try (AnswerDesk desk = desk(NONE, Visibility.PUBLIC, Reply.publicly(text("done")))) {
      desk.answer(command(), System.nanoTime());
      mayAnswer.countDown();
    }
    assertEquals(1, discord.received().size());
    assertEquals(1, delivered("lost"));
  }

  private double delivered(String outcome) {
    var counter = meters.find("prosperity.followups").tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }

  private AnswerDesk desk(Duration budget, Visibility whenLate, Reply reply) {
    return desk(budget, catalogue(whenLate, () -> reply));
  }

  private AnswerDesk desk(Duration budget, CommandCatalogue catalogue) {
    WorkerMetrics metrics = new WorkerMetrics(meters);
    ReplyEncoder encoder = new ReplyEncoder();
    FollowUpSender followUps =
        new FollowUpSender(rest, encoder, () -> now, this::timePasses, metrics);
    return new AnswerDesk(
        new CallLimits(limits, System::nanoTime),
        limits.handlersAtOnce(),
        catalogue,
        encoder,
        followUps,
        metrics,
        budget,
        () -> now,
        System::nanoTime,
        new Random(7));
  }

  /** Pausing moves the clock instead of the hands. */
  private void timePasses(Duration pause) {
    pauses.add(pause);
    now = now.plus(pause);
  }

  /** Its handlers wait for the test when they are to be late. */
  private CommandCatalogue catalogue(Visibility whenLate, Supplier<Reply> reply) {
    return new CommandCatalogue(
        List.of(
            Feature.of(
                SlashCommand.anywhere(
                    new Action(
                        Wording.english("slow", "Slow"),
                        List.of(),
                        whenLate,
                        call -> whenAllowed(reply))),
                new ComponentRoute(
                    CustomId.template("slow"), (click, variables) -> whenAllowed(reply)))));
  }

  private Reply whenAllowed(Supplier<Reply> reply) {
    try {
      Reply ready = reply.get();
      if (!mayAnswer.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The test forgot the handler");
      }
      return ready;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Interaction command() {
    return decode(Payloads.command(BOT.id(), "slow"));
  }

  private static Interaction click() {
    return decode(Payloads.click(BOT.id(), "slow", Payloads.CALLER, Payloads.CALLER));
  }

  private static Interaction decode(ObjectNode payload) {
    payload.put("id", Long.toString(Snowflake.firstAt(CALLED)));
    return new InteractionDecoder()
        .decode(payload.toString().getBytes(StandardCharsets.UTF_8), BOT.identity());
  }

  private static MessageBody text(String words) {
    return MessageBody.text(words);
  }
}
