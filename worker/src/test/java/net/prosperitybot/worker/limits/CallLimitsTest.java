package net.prosperitybot.worker.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.worker.Payloads;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.limits.CallLimits.Wait;
import net.prosperitybot.worker.limits.CallLimits.Whose;
import org.junit.jupiter.api.Test;

class CallLimitsTest {
  private static final SigningBot BOT = new SigningBot(1_000_000_000_000_000_001L);
  private static final long ANN = 2_000_000_000_000_000_001L;
  private static final long BEN = 2_000_000_000_000_000_002L;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aMemberMayAskSoOftenAtOnceAndThenEvenly() {
    CallLimits limits = limits(4, 0);
    for (int i = 0; i < 4; i++) {
      assertEquals(Optional.empty(), limits.admit(click(ANN)));
    }
    assertEquals(refused(Whose.MEMBER, 15), limits.admit(click(ANN)));
    pass(14);
    assertEquals(refused(Whose.MEMBER, 1), limits.admit(click(ANN)));
    pass(1);
    assertEquals(Optional.empty(), limits.admit(click(ANN)));
    assertEquals(refused(Whose.MEMBER, 15), limits.admit(click(ANN)));
  }

  @Test
  void oneMembersHasteIsNoOthersWait() {
    CallLimits limits = limits(1, 0);
    assertEquals(Optional.empty(), limits.admit(click(ANN)));
    assertEquals(refused(Whose.MEMBER, 60), limits.admit(click(ANN)));
    assertEquals(Optional.empty(), limits.admit(click(BEN)));
  }

  @Test
  void aServersShareIsOfAllItsMembersAndCostsThemNothingWhenItIsUsedUp() {
    CallLimits limits = limits(1, 2);
    assertEquals(Optional.empty(), limits.admit(click(ANN)));
    assertEquals(Optional.empty(), limits.admit(click(BEN)));
    long third = 2_000_000_000_000_000_003L;
    assertEquals(refused(Whose.SERVER, 30), limits.admit(click(third)));
    pass(30);
    assertEquals(Optional.empty(), limits.admit(click(third)), "its own share is still there");
  }

  @Test
  void aFormIsNeverRefusedAndNotCounted() {
    CallLimits limits = limits(1, 1);
    for (int i = 0; i < 10; i++) {
      assertEquals(Optional.empty(), limits.admit(form()));
    }
    assertEquals(Optional.empty(), limits.admit(click(Payloads.CALLER)));
  }

  @Test
  void zeroMeansAsMuchAsOneLikes() {
    CallLimits limits = limits(0, 0);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(Optional.empty(), limits.admit(click(ANN)));
    }
  }

  private CallLimits limits(int member, int server) {
    return new CallLimits(new LimitsConfig(member, server, 1, 1, 1), nanos::get);
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static Optional<Wait> refused(Whose whose, int seconds) {
    return Optional.of(new Wait(whose, Duration.ofSeconds(seconds)));
  }

  private static Interaction.Call click(long by) {
    return decode(Payloads.click(BOT.id(), "next", by, by));
  }

  private static Interaction.Call form() {
    return decode(Payloads.form(BOT.id(), "form", Map.of("field", "words")));
  }

  private static Interaction.Call decode(ObjectNode payload) {
    return (Interaction.Call)
        new InteractionDecoder()
            .decode(payload.toString().getBytes(StandardCharsets.UTF_8), BOT.identity());
  }
}
