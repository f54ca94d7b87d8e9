package net.prosperitybot.common.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnerAlertsTest {
  private final Map<Alert, String> troubles = new EnumMap<>(Alert.class);
  private final List<String> received = new ArrayList<>();
  private RuntimeException refusal = new IllegalStateException();
  private boolean reachable = true;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final OwnerAlerts alerts = alerts(Map.of(Alert.DATABASE, 0, Alert.OUTBOX_AGE, 600));

  @Test
  void whatIsWrongOnlyForAMomentIsNotTold() throws Exception {
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofSeconds(30));
    troubles.clear();
    looks(Duration.ofMinutes(10));
    assertEquals(List.of(), received);
  }

  @Test
  void whatHasHeldIsToldOnceWithWhatToDoAndThatItIsOver() throws Exception {
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(10));
    assertEquals(
        List.of(
            "**The database does not answer**\nIt is away. "
                + Alert.DATABASE.advice()
                + "\n\n-# events on host"),
        received);
    troubles.clear();
    looks(Duration.ofMinutes(10));
    assertEquals(2, received.size());
    assertEquals(
        "**The database does not answer:** over, after 10 minutes.\n\n-# events on host",
        received.get(1));
  }

  @Test
  void whileItLastsItIsToldAgainAfterEachCoolDown() throws Exception {
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(150));
    assertEquals(3, received.size());
    assertTrue(received.get(1).contains("still, since 12:00 UTC"), received.get(1));
  }

  @Test
  void whatComesAgainWithinTheCoolDownWaitsForItsEnd() throws Exception {
    for (int i = 0; i < 5; i++) {
      troubles.put(Alert.DATABASE, "It is away.");
      looks(Duration.ofMinutes(5));
      troubles.clear();
      looks(Duration.ofMinutes(5));
    }
    assertEquals(2, received.size(), "one alert and one recovery: " + received);
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(20));
    assertEquals(3, received.size());
  }

  @Test
  void aShortPauseIsNoRecovery() throws Exception {
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(5));
    troubles.clear();
    looks(Duration.ofSeconds(30));
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(5));
    assertEquals(1, received.size());
  }

  @Test
  void whatCannotBeSentIsSentLater() throws Exception {
    reachable = false;
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(5));
    reachable = true;
    looks(Duration.ofMinutes(5));
    assertEquals(1, received.size());
    assertTrue(received.getFirst().contains("**The database does not answer**"));
  }

  @Test
  void whatIsOverBeforeItCouldBeSentIsToldWithItsTimes() throws Exception {
    reachable = false;
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(5));
    troubles.clear();
    looks(Duration.ofMinutes(5));
    reachable = true;
    looks(Duration.ofMinutes(5));
    assertEquals(1, received.size());
    assertTrue(
        received.getFirst().contains("from 12:00 to 12:05 UTC, and you could not be told"),
        received.getFirst());
  }

  @Test
  void anOwnerWhoTakesNoMessagesIsAskedAgainOnlyAfterTheCoolDown() throws Exception {
    reachable = false;
    refusal = new OwnerUnreachableException("closed", new IllegalStateException());
    troubles.put(Alert.DATABASE, "It is away.");
    looks(Duration.ofMinutes(50));
    reachable = true;
    looks(Duration.ofMinutes(5));
    assertEquals(List.of(), received);
    looks(Duration.ofMinutes(10));
    assertEquals(1, received.size());
  }

  @Test
  void severalAtATimeComeInOneMessageAndNoneIsForgottenThatDoesNotFit() throws Exception {
    OwnerAlerts all =
        alerts(
            Arrays.stream(Alert.values())
                .collect(
                    java.util.stream.Collectors.toMap(
                        alert -> alert, alert -> alert.usualThreshold())));
    for (Alert alert : Alert.values()) {
      troubles.put(alert, "x".repeat(150));
    }
    now = now.plusSeconds(30);
    all.look();
    now = now.plus(Duration.ofHours(1)).minusSeconds(60);
    for (int i = 0; i < 4; i++) {
      all.look();
      now = now.plusSeconds(1);
    }
    for (Alert alert : Alert.values()) {
      assertEquals(
          1,
          received.stream().filter(text -> text.contains("**" + alert.title() + "**\n")).count(),
          alert.name());
    }
    assertTrue(received.size() < Alert.values().length);
    assertTrue(received.stream().allMatch(text -> text.length() <= 2_000));
  }

  @Test
  void whatIsTurnedOffOrCannotBeLookedAtKeepsNothingElseFromBeingTold() throws Exception {
    OwnerAlerts some =
        new OwnerAlerts(
            "events on host",
            config(Map.of(Alert.DATABASE, 0, Alert.OUTBOX_AGE, 600)),
            List.of(
                new Watch(
                    Alert.OUTBOX_AGE,
                    () -> {
                      throw new IllegalStateException();
                    }),
                new Watch(Alert.MEMORY, () -> Optional.of("Full.")),
                new Watch(Alert.DATABASE, () -> Optional.of("It is away."))),
            received::add,
            () -> now);
    some.look();
    now = now.plus(Duration.ofHours(1));
    some.look();
    assertEquals(1, received.size());
    assertTrue(received.getFirst().contains("It is away."));
  }

  private void looks(Duration time) throws InterruptedException {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      alerts.look();
      now = now.plus(OwnerAlerts.PERIOD);
    }
  }

  private OwnerAlerts alerts(Map<Alert, Integer> thresholds) {
    return new OwnerAlerts(
        "events on host",
        config(thresholds),
        Arrays.stream(Alert.values())
            .map(alert -> new Watch(alert, () -> Optional.ofNullable(troubles.get(alert))))
            .toList(),
        this::receive,
        () -> now);
  }

  private static OwnerConfig config(Map<Alert, Integer> thresholds) {
    return new OwnerConfig(OptionalLong.of(1), thresholds, Duration.ofHours(1), Optional.empty());
  }

  private void receive(String text) {
    if (!reachable) {
      throw refusal;
    }
    received.add(text);
  }
}
