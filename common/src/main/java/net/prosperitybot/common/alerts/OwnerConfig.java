package net.prosperitybot.common.alerts;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.ConfigReader;

/**
 * Whom to tell, of what, and how often.
 *
 * @param ownerId a user of Discord; empty for nobody
 * @param thresholds of the alerts that are told; 0 for one that has none
 * @param coolDown between two messages of the same alert
 * @param reportAt when the day's report is sent, in UTC; empty for never
 */
public record OwnerConfig(
    OptionalLong ownerId,
    Map<Alert, Integer> thresholds,
    Duration coolDown,
    Optional<LocalTime> reportAt) {
  private static final String OFF = "off";
  private static final int DEFAULT_COOL_DOWN_MINUTES = 60;
  private static final int LONGEST_COOL_DOWN_MINUTES = 10_080;
  private static final String DEFAULT_REPORT_TIME = "08:00";

  public OwnerConfig {
    thresholds = Collections.unmodifiableMap(copy(thresholds));
  }

  /** Nobody is told anything. */
  public static OwnerConfig nobody() {
    return new OwnerConfig(OptionalLong.empty(), Map.of(), Duration.ofHours(1), Optional.empty());
  }

  /** The threshold of an alert; 0 for one that has none, or is not told. */
  public int threshold(Alert alert) {
    return thresholds.getOrDefault(alert, 0);
  }

  /** Reads the settings {@code OWNER_*}. */
  public static OwnerConfig read(ConfigReader read) {
    return new OwnerConfig(
        read.optionalSnowflake("OWNER_ID"),
        read.value("OWNER_ALERTS", "", usual(), OwnerConfig::alerts, rule()),
        Duration.ofMinutes(
            read.integer(
                "OWNER_ALERT_COOLDOWN_MINUTES",
                DEFAULT_COOL_DOWN_MINUTES,
                1,
                LONGEST_COOL_DOWN_MINUTES)),
        read.value(
            "OWNER_REPORT_AT",
            DEFAULT_REPORT_TIME,
            Optional.empty(),
            OwnerConfig::time,
            "must be a time in UTC such as 08:00, or off"));
  }

  private static Map<Alert, Integer> usual() {
    return Arrays.stream(Alert.values())
        .collect(
            Collectors.toMap(
                alert -> alert,
                Alert::usualThreshold,
                (one, other) -> one,
                () -> new EnumMap<>(Alert.class)));
  }

  private static Map<Alert, Integer> alerts(String text) {
    if (text.equalsIgnoreCase(OFF)) {
      return Map.of();
    }
    Map<Alert, Integer> thresholds = usual();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(part);
      }
      set(thresholds, part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return thresholds;
  }

  private static void set(Map<Alert, Integer> thresholds, String key, String value) {
    Alert alert =
        Arrays.stream(Alert.values())
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(key));
    if (value.equalsIgnoreCase(OFF)) {
      thresholds.remove(alert);
      return;
    }
    int threshold = Integer.parseInt(value);
    if (!alert.takes(threshold)) {
      throw new IllegalArgumentException(value);
    }
    thresholds.put(alert, threshold);
  }

  private static String rule() {
    return "must be off, or list exceptions such as reply-time=2000,memory=off. There are "
        + Arrays.stream(Alert.values()).map(Alert::described).collect(Collectors.joining(", "));
  }

  private static Optional<LocalTime> time(String text) {
    if (text.equalsIgnoreCase(OFF)) {
      return Optional.empty();
    }
    if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      throw new IllegalArgumentException(text);
    }
    return Optional.of(LocalTime.parse(text));
  }

  private static Map<Alert, Integer> copy(Map<Alert, Integer> thresholds) {
    Map<Alert, Integer> copy = new EnumMap<>(Alert.class);
    copy.putAll(thresholds);
    return copy;
  }
}
