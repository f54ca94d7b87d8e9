package net.prosperitybot.events.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.prosperitybot.common.alerts.Alert;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.alerts.Watch;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.discord.RefusalBudget;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.events.session.IdentifyTurns;
import net.prosperitybot.events.session.SessionResources;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsWatchesIT {
  private static final TestDatabase TEST = TestDatabase.create();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SessionResources discord =
      new SessionResources(
          URI.create("http://127.0.0.1:1"), new IdentifyTurns(new IdentifyBudget(TEST.database())));
  private final Map<String, Double> loopAges = new HashMap<>();
  private boolean connected = true;
  private double openBreakers;

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void loops() {
    TEST.database().dsl().execute("DELETE FROM level_ups");
    for (String loop : List.of("settings", "delivery", "jobs", "outbox-age", "whitelabel")) {
      Gauge.builder("prosperity.loop.age", loopAges, ages -> ages.getOrDefault(loop, 0.0))
          .tag("loop", loop)
          .register(meters);
    }
    Gauge.builder("prosperity.directmessages.breakers.open", () -> openBreakers).register(meters);
  }

  @AfterEach
  void close() {
    discord.close();
  }

  @Test
  void whenAllIsWellNothingIsSaid() {
    assertEquals(Map.of(), troubles(true));
  }

  @Test
  void eachTroubleIsSaidInASentence() {
    connected = false;
    openBreakers = 2;
    loopAges.put("whitelabel", 301.0);
    TEST.database()
        .dsl()
        .execute(
            "INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,"
                + " created_at, due_at) VALUES (1, 2, 3, 'message', 0, 1,"
                + " UTC_TIMESTAMP(3) - INTERVAL 11 MINUTE, UTC_TIMESTAMP(3))");
    for (int i = 0; i < RefusalBudget.HALF; i++) {
      discord.refusals().answered(403, "");
    }
    for (int i = 0; i < 20; i++) {
      assertTrue(discord.breaker().lets());
      discord.breaker().failed();
    }
    Map<Alert, String> all =
        Map.of(
            Alert.MAIN_BOT, "Not all of its shards here are.",
            Alert.DIRECT_MESSAGES, "Those of 2 bots wait.",
            Alert.LOOP_AGE, "`whitelabel` has not succeeded for 5 minutes.",
            Alert.OUTBOX_AGE, "The oldest has waited 11 minutes.",
            Alert.REFUSALS, "It has refused 5,000 requests within ten minutes.",
            Alert.DISCORD, "Half of our latest requests failed.");
    assertEquals(all, troubles(true));
    Map<Alert, String> own = new HashMap<>(all);
    own.remove(Alert.OUTBOX_AGE);
    assertEquals(own, troubles(false), "another process tells what is the same for all");
  }

  private Map<Alert, String> troubles(boolean tellsOfAll) {
    OwnerConfig usual = OwnerConfig.read(new ConfigReader(Env.of(Map.of())));
    Map<Alert, String> troubles = new HashMap<>();
    for (Watch watch :
        EventsWatches.of(usual, TEST.database(), discord, () -> connected, tellsOfAll, meters)) {
      Optional<String> trouble = watch.trouble().get();
      trouble.ifPresent(sentence -> troubles.put(watch.alert(), sentence));
    }
    return troubles;
  }
}
