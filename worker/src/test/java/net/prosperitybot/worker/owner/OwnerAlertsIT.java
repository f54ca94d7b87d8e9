package net.prosperitybot.worker.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.alerts.Alert;
import net.prosperitybot.common.alerts.OwnerAlerts;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.alerts.OwnerUnreachableException;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.metrics.RecentReplies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From what a worker sees to what the owner reads in Discord. */
class OwnerAlertsIT {
  private static final Duration CALLS_BEFORE_A_BREAK = Duration.ofMillis(1);

  private static LocalDiscord discord;
  private static TestDatabase database;
  private static LocalApplication bot;
  private static LocalMember owner;

  private Instant now = Instant.now();
  private DiscordRest rest;
  private OwnerMessages messages;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    discord = LocalDiscord.start();
    bot = discord.createApplication("Leveller");
    LocalServer server = discord.createServer("Café");
    owner = server.join("owner");
    bot.invite(server, 0);
  }

  @AfterAll
  static void stop() {
    discord.close();
    database.close();
  }

  @BeforeEach
  void connect() {
    rest =
        new DiscordRest(
            URI.create(discord.apiUrl()), () -> now, pause -> Thread.sleep(CALLS_BEFORE_A_BREAK));
    messages = new OwnerMessages(rest, new Secret(bot.token()), owner.id());
  }

  @AfterEach
  void disconnect() {
    rest.close();
  }

  @Test
  void thatNoEventsServiceRunsIsToldAndThatOneDoesAgain() throws Exception {
    OwnerAlerts alerts = alerts(Alert.EVENTS_SERVICE);
    look(alerts, Duration.ofMinutes(3));
    assertEquals(1, received().size());
    assertTrue(
        received()
            .getFirst()
            .startsWith(
                "**No events service runs**\n"
                    + "None has given a sign of life for 30 seconds. Nobody earns XP."),
        received().toString());
    ServiceInstances instances = new ServiceInstances(database.database());
    instances.alive("events-1", Service.EVENTS, Set.of());
    look(alerts, Duration.ofMinutes(3));
    instances.gone("events-1");
    assertEquals(2, received().size());
    assertTrue(received().get(1).contains("**No events service runs:** over"), received().get(1));
  }

  @Test
  void aWrongClockIsToldWithHowWrongItIs() throws Exception {
    int before = received().size();
    OwnerAlerts alerts = alerts(Alert.CLOCK);
    look(alerts, Duration.ofMinutes(2));
    assertEquals(before, received().size(), "before Discord's first answer nothing is known");
    now = Instant.now().minusSeconds(200);
    rest.ownApplication(new Secret(bot.token()));
    look(alerts, Duration.ofMinutes(2));
    assertTrue(received().getLast().contains("Ours is 3 minutes behind Discord's."));
  }

  @Test
  void whatDiscordDoesNotTakeNowIsNoRefusalForGood() {
    int before = received().size();
    try (var fault =
        discord.fault(
            FaultPlan.on("POST", "/channels/*/messages", new Fault.Fail(500, 0, "later")))) {
      assertThrows(DiscordException.class, () -> messages.send("hello"));
      assertEquals(1, fault.hits());
    }
    owner.user().closeDirectMessages();
    assertThrows(OwnerUnreachableException.class, () -> messages.send("hello"));
    owner.user().openDirectMessages();
    assertEquals(before, received().size());
  }

  private OwnerAlerts alerts(Alert alert) {
    OwnerConfig config =
        new OwnerConfig(
            OptionalLong.of(owner.id()), Map.of(alert, 60), Duration.ofHours(1), Optional.empty());
    return new OwnerAlerts(
        "worker on test",
        config,
        WorkerWatches.of(config, database.database(), rest, new RecentReplies(() -> now)),
        messages,
        () -> now);
  }

  private void look(OwnerAlerts alerts, Duration time) throws InterruptedException {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(OwnerAlerts.PERIOD)) {
      alerts.look();
    }
  }

  private static List<String> received() {
    return owner.user().directMessages(bot).stream().map(LocalMessage::content).toList();
  }
}
