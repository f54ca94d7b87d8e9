package net.prosperitybot.common.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import org.junit.jupiter.api.Test;

class OwnerConfigTest {

  @Test
  void withoutAnythingNobodyIsToldAndTheRestIsAsUsual() {
    OwnerConfig config = read(Map.of());
    assertTrue(config.ownerId().isEmpty());
    assertEquals(Set.of(Alert.values()), config.thresholds().keySet());
    assertEquals(1_500, config.thresholds().get(Alert.REPLY_TIME));
    assertEquals(Duration.ofHours(1), config.coolDown());
    assertEquals(Optional.of(LocalTime.of(8, 0)), config.reportAt());
  }

  @Test
  void thresholdsAreChangedAndAlertsTurnedOffOneByOne() {
    OwnerConfig config =
        read(Map.of("OWNER_ALERTS", "reply-time=2000, memory=off", "OWNER_REPORT_AT", "off"));
    assertEquals(2_000, config.thresholds().get(Alert.REPLY_TIME));
    assertFalse(config.thresholds().containsKey(Alert.MEMORY));
    assertEquals(600, config.thresholds().get(Alert.OUTBOX_AGE));
    assertEquals(Optional.empty(), config.reportAt());
  }

  @Test
  void allAlertsAreTurnedOffAtOnce() {
    assertEquals(Map.of(), read(Map.of("OWNER_ALERTS", "off")).thresholds());
  }

  @Test
  void whatIsWrongIsSaidWithWhatThereIs() {
    for (String wrong :
        new String[] {"replytime=2000", "reply-time", "reply-time=3001", "database=5", ","}) {
      ConfigException e =
          assertThrows(ConfigException.class, () -> read(Map.of("OWNER_ALERTS", wrong)), wrong);
      assertTrue(
          String.valueOf(e.getMessage()).contains("reply-time (100 to 3000)"), e.getMessage());
    }
    for (String wrong : new String[] {"8:00", "24:00", "noon"}) {
      assertThrows(ConfigException.class, () -> read(Map.of("OWNER_REPORT_AT", wrong)), wrong);
    }
    assertThrows(ConfigException.class, () -> read(Map.of("OWNER_ID", "me")));
  }

  private static OwnerConfig read(Map<String, String> settings) {
    ConfigReader reader = new ConfigReader(Env.of(settings));
    OwnerConfig config = OwnerConfig.read(reader);
    reader.check();
    return config;
  }
}
