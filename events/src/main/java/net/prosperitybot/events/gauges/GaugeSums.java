package net.prosperitybot.events.gauges;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import net.prosperitybot.events.hosting.BotKind;

/** The gauges of all bots of a process: one series a kind of bot, whatever their number. */
public final class GaugeSums {
  private final MeterRegistry meters;
  private final Map<Series, Set<DoubleSupplier>> sums = new ConcurrentHashMap<>();

  private record Series(String name, Tags tags) {}

  public GaugeSums(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The gauges of one more bot. */
  public BotGauges of(BotKind kind) {
    return new BotGauges(this, kind);
  }

  void add(String name, Tags tags, DoubleSupplier value) {
    sums.computeIfAbsent(new Series(name, tags), this::register).add(value);
  }

  void remove(String name, Tags tags, DoubleSupplier value) {
    sums.getOrDefault(new Series(name, tags), Set.of()).remove(value);
  }

  private Set<DoubleSupplier> register(Series series) {
    Set<DoubleSupplier> values = ConcurrentHashMap.newKeySet();
    Gauge.builder(
            series.name, values, all -> all.stream().mapToDouble(DoubleSupplier::getAsDouble).sum())
        .tags(series.tags)
        .register(meters);
    return values;
  }
}
