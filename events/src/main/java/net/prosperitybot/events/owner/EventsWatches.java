package net.prosperitybot.events.owner;

import static net.prosperitybot.common.alerts.SharedWatches.when;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.prosperitybot.common.alerts.Alert;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.alerts.SharedWatches;
import net.prosperitybot.common.alerts.Watch;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.events.session.SessionResources;

/** What an events service looks at for the owner. */
public final class EventsWatches {
  /** What runs every few seconds; what runs for hours is no reason to wake anybody. */
  private static final List<String> LOOPS =
      List.of("settings", "delivery", "jobs", "outbox-age", "whitelabel");

  private EventsWatches() {}

  /**
   * What to look at.
   *
   * @param tellsOfAll whether this process tells what is the same for all
   */
  public static List<Watch> of(
      OwnerConfig config,
      Database database,
      SessionResources discord,
      BooleanSupplier connected,
      boolean tellsOfAll,
      MeterRegistry meters) {
    List<Watch> all =
        new ArrayList<>(SharedWatches.of(config, database, discord.breaker(), discord.refusals()));
    all.add(
        new Watch(
            Alert.MAIN_BOT,
            () -> when(!connected.getAsBoolean(), "Not all of its shards here are.")));
    all.add(new Watch(Alert.LOOP_AGE, () -> loops(meters, config.threshold(Alert.LOOP_AGE))));
    all.add(new Watch(Alert.DIRECT_MESSAGES, () -> directMessages(meters)));
    if (tellsOfAll) {
      LevelUpStore outbox = new LevelUpStore(database);
      all.add(
          new Watch(
              Alert.OUTBOX_AGE,
              () -> outbox(outbox.oldestAge(), config.threshold(Alert.OUTBOX_AGE))));
    }
    return all;
  }

  private static Optional<String> outbox(Duration oldest, int seconds) {
    return when(
        oldest.toSeconds() >= seconds, "The oldest has waited %s.".formatted(Figures.span(oldest)));
  }

  private static Optional<String> loops(MeterRegistry meters, int seconds) {
    for (String loop : LOOPS) {
      double age = meters.get("prosperity.loop.age").tag("loop", loop).gauge().value();
      if (age >= seconds) {
        return Optional.of(
            "`%s` has not succeeded for %s."
                .formatted(loop, Figures.span(Duration.ofSeconds((long) age))));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> directMessages(MeterRegistry meters) {
    long bots =
        (long)
            meters.find("prosperity.directmessages.breakers.open").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    return when(bots > 0, "Those of %s wait.".formatted(Figures.counted(bots, "bot")));
  }
}
